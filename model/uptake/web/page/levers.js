// The column of levers, apart from it what nobody knows, and where to start from.

import { h, replace } from "uptake/dom.js";
import { makeLever } from "uptake/lever.js";

const FIRST_TRIED = "champion_leaves";
const HORIZONS = [104, 156, 208, 260];

export function makeLevers(app) {
  const { setup } = app;
  const made = new Map();
  let near = () => {};
  const hint = h("p", { class: "hint" }, "Try it: let the champion leave.");
  const preset = h("select", { id: "preset", onchange: () => choosePreset(preset.value) });
  const organisation = h("select", { id: "organisation", onchange: () => put({ organisation: organisation.value }, "another organisation") });
  const horizon = h("select", { id: "horizon", onchange: () => put({ weeks: Number(horizon.value) }, "another horizon") },
    (setup.horizons ?? HORIZONS).map((weeks) => h("option", { value: String(weeks) }, `${weeks / 52} years`)));
  const groups = new Map();
  for (const [name, spec] of Object.entries(setup.levers)) {
    const lever = makeLever(name, spec, spec.default, (value, drag) => move(name, value, drag), { onNear: () => near(name) });
    made.set(name, lever);
    if (name === FIRST_TRIED) lever.element.append(hint);
    groups.set(spec.group, [...(groups.get(spec.group) ?? []), lever.element]);
  }
  const unknowns = makeUnknowns(app, put);
  const aside = h("p", { class: "note", hidden: true }, "The scenario you opened decides; moving a lever goes back to the levers.");
  const element = h("section", { class: "levers", "aria-label": "Levers" },
    h("div", { class: "start" },
      h("label", {}, "Start from", preset), h("label", {}, "Organisation", organisation),
      h("label", {}, "Look ahead", horizon), aside),
    [...groups].map(([words, levers]) => h("fieldset", {}, h("legend", {}, words), levers)),
    setup.copy ? h("p", { class: "note" }, `This copy holds ${setup.copy} and one organisation; the app itself has the rest.`)
      : h("details", { class: "unknowns" }, h("summary", {}, "What nobody knows"), unknowns.element));

  function put(part, label, drag) {
    hint.hidden = true;
    app.change({ ...app.state, ...part }, { label, drag });
  }

  function move(name, value, drag) {
    const levers = { ...app.state.levers };
    if (value === setup.levers[name].default) delete levers[name];
    else levers[name] = value;
    put({ levers, scenario: undefined }, `${setup.levers[name].words}: ${words(name, value)}`, drag);
  }

  function words(name, value) {
    return setup.levers[name].stops.find((stop) => stop.value === value).words;
  }

  function choosePreset(name) {
    const found = app.presets?.[name] ?? setup.presets[name];
    if (found) put({ levers: { ...found.levers }, scenario: found.scenario }, found.words);
  }

  function set(choice) {
    for (const [name, lever] of made) lever.set(choice.levers?.[name] ?? setup.levers[name].default);
    fill(preset, { ...setup.presets, ...app.presets }, presetOf(choice) ?? "", "your own mix");
    fill(organisation, { ...setup.organisations, ...app.organisations }, choice.organisation ?? "thousand");
    horizon.value = String(choice.weeks ?? 156);
    unknowns.set(choice);
    element.classList.toggle("unused", Boolean(choice.scenario));
    aside.hidden = !choice.scenario;
    hint.hidden ||= Object.keys(choice.levers ?? {}).length > 0;
  }

  function presetOf(choice) {
    const same = (one) => (choice.scenario ? one.scenario === choice.scenario
      : !one.scenario && JSON.stringify(sorted(one.levers)) === JSON.stringify(sorted(choice.levers ?? {})));
    return Object.entries({ ...setup.presets, ...app.presets }).find(([, one]) => same(one))?.[0];
  }

  // A name for Compare: the preset, or what was moved away from it.
  function name() {
    const preset = presetOf(app.state);
    if (preset) return ({ ...setup.presets, ...app.presets })[preset].words;
    const moved = Object.entries(app.state.levers ?? {}).map(([lever, value]) => `${setup.levers[lever].words.toLowerCase()}: ${words(lever, value)}`);
    return moved.slice(0, 2).join(", ") + (moved.length > 2 ? ", …" : "");
  }

  return { element, set, name, onNear(act) { near = act; } };
}

function sorted(levers) {
  return Object.entries(levers).sort();
}

function fill(select, entries, value, other) {
  const options = Object.entries(entries).map(([name, one]) => h("option", { value: name }, one.words));
  if (value === "") options.unshift(h("option", { value: "" }, other));
  replace(select, ...options);
  select.value = value;
}

// Assumptions: where they come from, and a few that can be fixed by hand.
function makeUnknowns(app, put) {
  const { setup } = app;
  const basis = h("select", { id: "basis", onchange: () => change("basis", basis.value === "reference" ? undefined : basis.value) });
  const made = new Map();
  for (const [name, spec] of Object.entries(setup.assumptions)) made.set(name, makeAssumption(name, spec, (value) => change(name, value)));
  const element = h("div", {},
    h("p", { class: "note" }, "These are not decisions. Left alone, each run takes them from one of the sets that fit the evidence."),
    h("label", {}, "Taken from", basis), [...made.values()].map((one) => one.element));

  function change(name, value) {
    const assumptions = { ...app.state.assumptions };
    if (value === undefined) delete assumptions[name];
    else assumptions[name] = value;
    put({ assumptions }, name === "basis" ? "other assumptions" : `Assumed: ${setup.assumptions[name].words.toLowerCase()}`);
  }

  function set(choice) {
    const known = { reference: { words: "64 sets that fit the evidence" }, default: { words: "the best single set" } };
    for (const variant of setup.variants) known[variant] = { words: `structure ${variant.replace("/", ", ").replaceAll("_", " ")}` };
    fill(basis, { ...known, ...app.ensembles }, choice.assumptions?.basis ?? "reference");
    for (const [name, one] of made) one.set(choice.assumptions?.[name]);
  }

  return { element, set };
}

function makeAssumption(name, spec, onChange) {
  const id = `assumption-${name}`;
  const words = h("output", { for: id, class: "now" });
  const slider = h("input", {
    id, type: "range", min: String(spec.low), max: String(spec.high), step: "any", value: String(spec.default),
    oninput: () => say(Number(slider.value)), onchange: () => onChange(Number(Number(slider.value).toPrecision(3))),
  });
  const free = h("button", { type: "button", class: "quiet", onclick: () => onChange(undefined), "aria-label": `${spec.words}: as the evidence allows` }, "let it vary");
  function say(value) {
    words.textContent = `${Number(value.toPrecision(2))} ${spec.unit}`;
    slider.setAttribute("aria-valuetext", words.textContent);
  }
  return {
    element: h("div", { class: "lever" }, h("div", { class: "row" }, h("label", { for: id }, spec.words), words, free), slider),
    set(value) {
      free.hidden = value === undefined;
      slider.value = String(value ?? spec.default);
      if (value === undefined) {
        words.textContent = "as the evidence allows";
        slider.setAttribute("aria-valuetext", words.textContent);
      } else say(value);
    },
  };
}
