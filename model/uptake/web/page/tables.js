// Plain tables: text only, with a caption, and each cell knows its column for narrow screens.

import { h } from "uptake/dom.js";

// `columns`: {name, number}; `rows`: lists of text or elements, null for nothing to say.
export function makeTable(caption, columns, rows, { stack = false } = {}) {
  return h("table", { class: stack ? "plain stack" : "plain" },
    caption && h("caption", {}, caption),
    columns.some((one) => one.name) && h("thead", {}, h("tr", {}, columns.map((one) =>
      h("th", { scope: "col", class: one.number ? "number" : undefined }, one.name)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, n) =>
      h("td", { class: columns[n].number ? "number" : undefined, "data-name": stack && cell !== "" ? columns[n].name : undefined }, cell))))));
}

export function makeList(title, lines) {
  if (!lines?.length) return null;
  const long = lines.length > 12;
  return h("section", {}, h("h3", {}, long ? `${title} (${lines.length})` : title),
    h("ul", { class: long ? "long" : undefined, tabindex: long ? "0" : undefined }, lines.map((line) => h("li", {}, line))));
}

export function makeFacts(pairs) {
  return h("dl", { class: "facts" }, pairs.flatMap(([name, says]) => [h("dt", {}, name), h("dd", {}, says)]));
}
