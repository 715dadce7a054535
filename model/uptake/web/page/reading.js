// What was read from an opened file, or what is wrong with it.

import { button, h } from "uptake/dom.js";
import { makeFacts, makeList, makeTable } from "uptake/tables.js";

export function showExample() {
  const columns = ["employee id", "manager id", "department"].map((name) => ({ name }));
  return h("section", { class: "example" },
    makeTable("An HR export needs no more than this", columns, [["1001", "", "Board"], ["1002", "1001", "Sales"], ["1003", "1002", "Sales"]]),
    h("p", { class: "note" }, "Job title, site, grade and hire date are used if they are there. The order of rows does not matter."));
}

export function showOrganisation(read) {
  return h("section", { class: "read", "aria-label": "What was read" },
    h("h2", {}, read.headline),
    h("div", {},
      h("section", {}, makeFacts(read.overview)),
      makeList("Repaired, as asked for", read.repairs),
      makeList("Notes", read.notes),
      makeList("Could not be used", read.warnings)),
    h("div", {},
      h("section", {}, makeTable("Largest departments", [{ name: "", number: true }, { name: "" }], read.departments)),
      h("details", {}, h("summary", {}, "Contacts: drawn, not observed"),
        makeTable("", [{ name: "what" }, { name: "here", number: true }, { name: "e-mail at a research institution", number: true }], read.contacts),
        h("p", { class: "note" }, `${read.ties}. ${read.contacts_note}`))));
}

export function showScenario(read) {
  return h("section", { class: "read", "aria-label": "What was read" },
    h("h2", {}, read.name),
    h("div", {},
      read.description && h("p", {}, read.description),
      h("section", {}, makeFacts([["champion", read.champion],
        ...read.programme.map((one) => [spaced(one.name), one.settings])]))),
    h("div", {},
      read.assumptions && h("section", {}, h("h3", {}, "It fixes"), h("p", {}, read.assumptions)),
      makeList("Notes", read.notes),
      makeList("Perhaps not meant", read.warnings)));
}

export function showEnsemble(read) {
  return h("section", { class: "read", "aria-label": "What was read" },
    h("h2", {}, read.headline),
    h("div", {}, h("p", {}, "Runs take turns with these sets, so that bands show what is not known as well as chance."),
      h("details", {}, h("summary", {}, `Each of them says (${read.assumptions.length})`), h("p", {}, read.assumptions.join(", ")))));
}

export function showProblems(name, problems, control) {
  const rows = problems.map((one) => [place(one.where, name), spaced(one.key), wrong(one), one.right]);
  const columns = ["where", "what", "what is wrong", "what would be right"].map((words) => ({ name: words }));
  return h("section", { class: control ? "read bad" : "read bad wide", "aria-label": "What is wrong" },
    h("h2", {}, problems.length === 1 ? `One problem in ${name}` : `Problems in ${name}: ${problems.length}`),
    h("div", { class: "tall", tabindex: "0", role: "region", "aria-label": "Problems" }, makeTable("", columns, rows, { stack: true })),
    control);
}

function wrong(problem) {
  return [problem.found ? `${problem.wrong}; found ${problem.found}` : problem.wrong,
    problem.excerpt && h("pre", {}, problem.excerpt)].filter(Boolean).map((part) => h("div", {}, part));
}

function place(where, name) {
  const rest = where.startsWith(`${name}:`) ? where.slice(name.length + 1) : where;
  const found = /^(\d+):(\d+)$/.exec(rest);
  if (found) return `line ${found[1]}, column ${found[2]}`;
  return rest === name ? "" : rest;
}

function spaced(key) {
  return key.replaceAll("_", " ");
}

// Columns, repairs and encoding: what can be said about a staff file before it is checked again.
export function makeReadingControl(offered, columns, asked, onCheck) {
  const chosen = { columns: { ...asked.columns }, repairs: { ...asked.repairs }, encoding: asked.encoding };
  const ticks = offered.repairs.map((one) => h("input", {
    type: "checkbox", checked: chosen.repairs[one.field] === one.value,
    onchange: (event) => {
      if (event.target.checked) chosen.repairs[one.field] = one.value;
      else delete chosen.repairs[one.field];
      for (const [n, other] of offered.repairs.entries()) ticks[n].checked = chosen.repairs[other.field] === other.value;
    },
  }));
  return h("form", { "aria-label": "How to read it", onsubmit: (event) => { event.preventDefault(); onCheck(chosen); } },
    columns.length > 0 && h("fieldset", {}, h("legend", {}, "Columns"),
      columns.map((column) => makeColumn(offered, column, chosen))),
    h("fieldset", {}, h("legend", {}, "Repairs, if you want them"),
      offered.repairs.map((one, n) => h("label", { class: "repair" }, ticks[n], one.words))),
    h("fieldset", {}, h("legend", {}, "Text"),
      h("label", { class: "column" }, "Encoding", makeSelect(offered.encodings, chosen.encoding, (value) => { chosen.encoding = value; }))),
    button("Check again", () => onCheck(chosen), { class: "main" }));
}

function makeColumn(offered, column, chosen) {
  if (column.names) return h("label", { class: "column" }, column.header, h("span", { class: "note" }, "never read"));
  const fields = { "": "not read", ...offered.fields };
  return h("label", { class: "column" }, column.header || "(no header)", makeSelect(fields, column.field ?? "", (value) => {
    if (value) chosen.columns[column.header] = value;
    else delete chosen.columns[column.header];
  }));
}

function makeSelect(words, value, onChange) {
  const select = h("select", { onchange: () => onChange(select.value) },
    Object.entries(words).map(([name, said]) => h("option", { value: name }, said)));
  select.value = value;
  return select;
}
