// Method: a week of the model, its numbers, the patterns it is held against, where it is wrong.

import { h, replace } from "uptake/dom.js";
import { makeTable } from "uptake/tables.js";

const PARTS = { week: "A week", numbers: "Numbers", patterns: "Patterns", trust: "What to trust" };
const SHOWS = { week: showWeek, numbers: showNumbers, patterns: showPatterns, trust: showTrust };

export async function makeView(app) {
  const method = await app.source.get("/api/method");
  const made = new Map();
  const links = Object.entries(PARTS).map(([name, words]) => h("a", {
    href: `#method/${name}`, "data-part": name,
    onclick: (event) => { event.preventDefault(); app.go(`method/${name}`); },
  }, words));
  const content = h("div", {});
  const element = h("div", { class: "method" }, h("nav", { "aria-label": "Method" }, links), content);
  return {
    element,
    enter(rest) {
      const name = rest in PARTS ? rest : "week";
      for (const link of links) {
        if (link.dataset.part === name) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      if (!made.has(name)) made.set(name, SHOWS[name](method));
      replace(content, made.get(name));
    },
    keys: [{ key: "/", says: "find a number", act: () => { app.go("method/numbers"); setTimeout(() => content.querySelector("input")?.focus(), 100); } }],
  };
}

function showWeek(method) {
  return h("section", { "aria-label": PARTS.week },
    h("h1", {}, "What happens in a week"),
    h("p", { class: "lead" }, "Everybody goes through the same steps. In each, all act on how things stood when it began, so nobody's turn matters."),
    h("ol", { class: "week" }, method.phases.map((phase) => h("li", {},
      h("span", { class: "place", "aria-hidden": "true" }, phase.number === null ? "·" : String(phase.number)),
      h("div", {}, h("h2", {}, capital(phase.name)), h("p", {}, phase.says),
        phase.rule && h("p", { class: "note" }, phase.rule))))));
}

export function number(value) {
  return value === null ? "" : value.toLocaleString("en-GB", { maximumSignificantDigits: Math.abs(value) >= 1000 ? 6 : 3 });
}

function range(low, high) {
  if (low === null && high === null) return "";
  if (low === null) return `at most ${number(high)}`;
  if (high === null) return `at least ${number(low)}`;
  return `${number(low)} to ${number(high)}`;
}

function status(letter, method) {
  return letter ? h("span", { class: `status ${letter}`, title: method.statuses[letter] }, letter) : "";
}

function statusWords(method, letters) {
  return letters.map((letter) => `${letter}: ${method.statuses[letter]}`).join(" · ");
}

function showNumbers(method) {
  const letters = [...new Set(method.parameters.map((one) => one.status))].sort();
  const groups = [...new Set(method.parameters.map((one) => one.group))];
  const words = h("input", { type: "text", id: "find", oninput: draw });
  const group = h("select", { id: "find-in", onchange: draw }, h("option", { value: "" }, "all"), groups.map((name) => h("option", { value: name }, name)));
  const known = h("select", { id: "find-known", onchange: draw }, h("option", { value: "" }, "all"),
    letters.map((letter) => h("option", { value: letter }, `${letter}: ${method.statuses[letter]}`)));
  const count = h("p", { class: "note", role: "status" });
  const place = h("div", {});
  const columns = ["name", "meaning", "default", "range", "unit", "status", "source"].map((name) => ({ name, number: name === "default" }));

  function draw() {
    const wanted = words.value.trim().toLowerCase().split(/\s+/);
    const found = method.parameters.filter((one) => (!group.value || one.group === group.value) && (!known.value || one.status === known.value)
      && wanted.every((word) => `${one.path} ${spaced(one.name)} ${one.meaning} ${one.unit} ${one.source} ${one.group}`.toLowerCase().includes(word)));
    count.textContent = `${found.length} of ${method.parameters.length} numbers. ${statusWords(method, letters)}`;
    replace(place, makeTable("", columns, found.map((one) => [
      h("span", { title: one.path }, spaced(one.name)), one.meaning, number(one.default), range(one.low, one.high), one.unit, status(one.status, method), one.source,
    ]), { stack: true }));
  }
  draw();
  return h("section", { "aria-label": PARTS.numbers },
    h("h1", {}, "Every number"),
    h("div", { class: "find" }, [["Find", words], ["In", group], ["Known how", known]].map(([says, control]) =>
      h("div", { class: "row" }, h("label", { for: control.id }, says), control))),
    count, place,
    h("h2", {}, "Choices of structure"),
    makeTable("", [{ name: "name" }, { name: "meaning" }, { name: "default" }],
      method.choices.map((one) => [spaced(one.name), one.meaning.replaceAll("_", " "), spaced(one.default)]), { stack: true }));
}

function showPatterns(method) {
  const columns = ["pattern", "what is measured", "band", "unit", "used in the fit", "source of the fact", "fact", "band's edges"].map((name) => ({ name }));
  const rows = method.patterns.flatMap((pattern) => pattern.quantities.map((one, n) => [
    n === 0 ? h("strong", {}, `${pattern.number} ${pattern.name}`) : "",
    one.note ? [one.name, h("div", { class: "note" }, one.note)].map((part) => h("div", {}, part)) : one.name,
    range(one.low, one.high) || "stated only", one.unit, one.fitted ? "yes" : "held back", one.source,
    status(one.status, method), status(one.band_status, method),
  ]));
  return h("section", { "aria-label": PARTS.patterns },
    h("h1", {}, "What the model should reproduce"),
    h("p", {}, method.results, " ", h("kbd", {}, method.command)),
    h("p", { class: "note" }, statusWords(method, Object.keys(method.statuses))),
    makeTable("", columns, rows, { stack: true }));
}

function showTrust(method) {
  const letters = Object.keys(method.statuses);
  const row = (words, counts) => [words, ...letters.map((letter) => String(counts[letter] ?? 0))];
  return h("section", { "aria-label": PARTS.trust },
    h("h1", {}, "What is evidence, and what is assumed"),
    h("div", { class: "known" },
      h("div", {}, h("p", {}, method.evidence), h("p", {}, method.assumption),
        h("p", {}, h("strong", {}, method.reading))),
      h("div", {}, makeTable("How well it is known",
        [{ name: "what" }, ...letters.map((letter) => ({ name: letter, number: true }))],
        [row("numbers about people", method.counts.assumptions), row("facts behind patterns", method.counts.facts), row("edges of their bands", method.counts.bands)]),
      h("p", { class: "note" }, statusWords(method, letters)),
      h("p", { class: "note" }, `Sets of assumptions that runs take turns with: ${method.sets}`))),
    h("div", { class: "known" },
      h("div", {}, h("h2", {}, "Where it is known to be wrong"), points(method.wrong)),
      h("div", {}, h("h2", {}, "What is left out"), points(method.left_out))));
}

function points(list) {
  return h("ul", {}, list.map((one) => h("li", {}, h("strong", {}, one.title), /[.]$/.test(one.title) ? " " : ": ", one.says)));
}

function spaced(name) {
  return name.replaceAll("_", " ");
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}
