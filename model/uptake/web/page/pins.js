// The pinned programmes: the first is what the others are compared with.

import { seriesColours } from "uptake/chart.js";
import { button, h, replace } from "uptake/dom.js";

const MOST = 6;
const FIRST_STEPS = ["starter", "managers_first", "champion_leaves"];

// `onLook(n)` is told which programme someone looks at; -1 for none.
export function makePins(app, onLook) {
  const list = h("ol", { class: "pins" });
  const add = h("div", { class: "add" });
  const element = h("section", { class: "pinned", "aria-label": "Pinned programmes" }, h("h1", {}, "Pinned programmes"), list, add);

  function put(pins, said) {
    app.pins = pins;
    app.keepLink();
    app.announce(said);
    app.tell("pins");
  }

  function refresh() {
    const colours = seriesColours();
    replace(list, app.pins.map((pin, n) => pinned(pin, n, colours[n])));
    replace(add, ...adding());
  }

  function pinned(pin, n, colour) {
    const name = h("input", {
      type: "text", value: pin.name, maxlength: "80", "aria-label": `Name of programme ${n + 1}`,
      onchange: () => {
        const named = name.value.trim() || `Programme ${n + 1}`;
        put(app.pins.map((one, at) => (at === n ? { ...one, name: named } : one)), `Renamed to ${named}`);
      },
    });
    return h("li", { onmouseenter: () => onLook(n), onmouseleave: () => onLook(-1), onfocusin: () => onLook(n), onfocusout: () => onLook(-1) },
      h("div", { class: "row" }, h("i", { class: "swatch", style: { background: colour } }), name),
      h("p", { class: "note", title: n ? describe(pin.choice, app.pins[0].choice) : described(pin.choice) }, n ? describe(pin.choice, app.pins[0].choice) : `The baseline: ${described(pin.choice)}`),
      h("div", { class: "row" },
        n ? button("Baseline", () => put([pin, ...app.pins.filter((one) => one !== pin)], `${pin.name} is the baseline`), { class: "quiet", "aria-label": `Make ${pin.name} the baseline` }) : null,
        button("Explore", () => { app.change(pin.choice, { label: pin.name }); app.go("explore"); }, { class: "quiet", "aria-label": `Explore ${pin.name}` }),
        button("Remove", () => remove(pin), { class: "quiet", "aria-label": `Remove ${pin.name}` })));
  }

  function remove(pin) {
    put(app.pins.filter((one) => one !== pin), `${pin.name} is removed`);
    (list.querySelector("input") ?? add.querySelector("button, select"))?.focus();
  }

  function adding() {
    if (app.pins.length >= MOST) return [h("p", { class: "note" }, "Six are pinned: remove one to add another.")];
    const presets = Object.entries(app.setup.presets ?? {});
    const choose = h("select", { "aria-label": "Programme to add", onchange: () => { if (choose.value) addPreset(choose.value); } },
      h("option", { value: "" }, "Add a programme …"), h("option", { value: "*" }, "what is chosen in Explore"),
      presets.map(([key, preset]) => h("option", { value: key }, preset.words)));
    if (app.pins.length) return [choose];
    return [
      h("p", {}, "Nothing is pinned yet. “Add to Compare” in Explore pins what is chosen there, up to six programmes."),
      h("div", { class: "row" }, button("Start with three", startWithThree, { class: "main" }), choose),
    ];
  }

  function startWithThree() {
    const known = FIRST_STEPS.filter((key) => app.setup.presets?.[key]);
    put(known.map(fromPreset), `${known.length} programmes are pinned`);
  }

  function addPreset(key) {
    const pin = key === "*" ? { name: `Programme ${app.pins.length + 1}`, choice: app.state } : fromPreset(key);
    put([...app.pins, pin], `${pin.name} is pinned`);
  }

  // A preset on the organisation, horizon and assumptions of what is compared already.
  function fromPreset(key) {
    const like = app.pins[0]?.choice ?? app.state;
    const { words, levers } = app.setup.presets[key];
    return { name: words, choice: { ...like, levers: { ...levers } } };
  }

  function describe(choice, baseline) {
    const differing = Object.entries(app.setup.levers).filter(([name]) => value(choice, name) !== value(baseline, name));
    if (!differing.length) return "The same levers as the baseline.";
    return differing.map(([name, lever]) => `${lever.words}: ${words(lever, value(choice, name))}`).join("; ");
  }

  function described(choice) {
    const moved = Object.entries(choice.levers ?? {}).filter(([name, at]) => app.setup.levers[name] && at !== app.setup.levers[name].default);
    if (choice.scenario) return "an opened scenario";
    if (!moved.length) return "every lever as it starts";
    return moved.map(([name, at]) => `${app.setup.levers[name].words}: ${words(app.setup.levers[name], at)}`).join("; ");
  }

  function value(choice, name) {
    return choice.levers?.[name] ?? app.setup.levers[name].default;
  }

  function words(lever, at) {
    return lever.stops.find((stop) => stop.value === at)?.words ?? at;
  }

  return { element, refresh };
}
