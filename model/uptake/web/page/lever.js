// A lever: a slider over stops, with its words; and the sheet that tells about it.

import { button, h, openDialog } from "uptake/dom.js";

let drags = 0;

// `onChange(value, drag)`: moves of one drag share a number.
export function makeLever(name, spec, value, onChange, { onNear } = {}) {
  const id = `lever-${name}-${(drags += 1)}`;
  const at = Math.max(0, spec.stops.findIndex((stop) => stop.value === value));
  const words = h("output", { for: id, class: "now" }, spec.stops[at].words);
  let drag = 0;
  const slider = h("input", {
    id, type: "range", min: "0", max: String(spec.stops.length - 1), step: "1", value: String(at),
    "aria-valuetext": spec.stops[at].words, "data-lever": name,
    onpointerdown: () => { drag = drags += 1; },
    onkeydown: () => { drag = drags += 1; },
    onpointerenter: onNear, onfocus: onNear,
    oninput: () => {
      const stop = spec.stops[Number(slider.value)];
      show(stop);
      onChange(stop.value, drag);
    },
  });
  function show(stop) {
    words.textContent = stop.words;
    slider.setAttribute("aria-valuetext", stop.words);
    slider.style.setProperty("--at", `${(100 * Number(slider.value)) / Math.max(1, spec.stops.length - 1)}%`);
  }
  show(spec.stops[at]);
  const element = h("div", { class: "lever" },
    h("div", { class: "row" },
      h("label", { for: id }, spec.words), words,
      spec.what && button("i", () => tell(spec), { class: "about", "aria-label": `About ${spec.words}` })),
    slider);
  return {
    element,
    slider,
    set(next) {
      const place = Math.max(0, spec.stops.findIndex((stop) => stop.value === next));
      slider.value = String(place);
      show(spec.stops[place]);
    },
  };
}

function tell(spec) {
  openDialog(spec.words, h("dl", { class: "about" },
    [["What it is", spec.what], ["For example", spec.example], ["The message", spec.message],
      ["What to watch", spec.watch], ["What it costs", spec.cost]].map(([term, words]) =>
      h("div", {}, h("dt", {}, term), h("dd", {}, words)))));
}
