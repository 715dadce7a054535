// The key to the colours, and the departments as a table: what the squares show, in words.

import { h, replace } from "uptake/dom.js";
import { count, percent } from "uptake/words.js";

const KEY = [
  ["--p0", "no account", ({ employed, account }) => employed - account],
  ["--p1", "account, silent", ({ account, visited }) => account - visited],
  ["--p2", "visited", ({ visited, posted }) => visited - posted],
  ["--p3", "posted", ({ posted }) => posted],
];

export function makeLegend() {
  const shares = KEY.map(() => h("b", {}));
  const element = h("ul", { class: "key", "aria-label": "Key: in the last four weeks" }, KEY.map(([colour, words], n) =>
    h("li", {}, h("i", { style: { background: `var(${colour})` } }), `${words} `, shares[n])));
  return {
    element,
    update(everyone) {
      KEY.forEach(([, , size], n) => {
        shares[n].textContent = percent(everyone.employed ? size(everyone) / everyone.employed : 0);
      });
    },
  };
}

export function makeTable() {
  const caption = h("caption", {});
  const body = h("tbody", {});
  const heads = ["Department", "Employees", "With an account", "Visited in four weeks", "Posted in four weeks"];
  const element = h("details", { class: "departments", ontoggle: () => fill() }, h("summary", {}, "Departments as a table"),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Departments as a table" },
      h("table", {}, caption, h("thead", {}, h("tr", {}, heads.map((words) => h("th", { scope: "col" }, words)))), body)));
  let latest = null;

  function fill() {
    if (!element.open || !latest?.[0]) return;
    const [data, week] = latest;
    caption.textContent = `Week ${week}, shares of employees`;
    const rows = [data.everyone(week), ...data.head.departments.map((_, number) => data.department(number, week))];
    const share = (part, { employed }) => h("td", {}, percent(employed ? part / employed : 0));
    replace(body, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name), h("td", {}, count(row.employed)),
      share(row.account, row), share(row.visited, row), share(row.posted, row))));
  }

  return { element, update(data, week) { latest = [data, week]; fill(); } };
}
