// The calendar: past quarters as they were decided, the next one to be chosen.

import { h, replace } from "uptake/dom.js";
import { count } from "uptake/words.js";

// A calendar in which the quarter `known.quarter` is chosen; `onChange` gets the choice.
export function makeCalendar(known, draft, onChange) {
  const about = h("p", { class: "note about-row" });
  const tell = (row) => replace(about, h("strong", {}, `${row.label}. `), row.about);
  const body = known.rows.map((row) => {
    const cost = h("span", { class: "cost" });
    const select = chooser(row, draft, known.quarter, (value) => {
      showCost(cost, stopOf(row, value));
      onChange({ ...draft.value, [row.name]: value });
    });
    select.addEventListener("focus", () => tell(row));
    showCost(cost, stopOf(row, draft.value[row.name]));
    const cells = range(known.quarters).map((quarter) => {
      if (quarter === known.quarter) return h("td", { class: "now" }, h("div", {}, select, cost));
      return h("td", { class: quarter < known.quarter ? "past" : "future" }, past(row, known.decisions[quarter]));
    });
    return h("tr", { onpointerenter: () => tell(row) },
      h("th", { scope: "row" }, h("label", { for: select.id }, row.label)), ...cells);
  });
  tell(known.rows[0]);
  return h("div", { class: "planning" },
    h("table", { class: "calendar" },
      h("caption", { class: "unseen" }, `Calendar: quarter ${known.quarter + 1} is to be chosen`),
      head(known.quarters, known.quarter), h("tbody", {}, ...body)),
    about);
}

// A whole calendar to look at.
export function showCalendar(rows, decisions, caption) {
  const body = rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.label),
    ...decisions.map((quarter) => h("td", { class: "past" }, past(row, quarter)))));
  return h("div", { class: "sideways", tabIndex: 0, role: "region", "aria-label": caption },
    h("table", { class: "calendar whole" }, h("caption", {}, caption), head(decisions.length, -1), h("tbody", {}, ...body)));
}

export function stopOf(row, value) {
  return row.stops.find((stop) => stop.value === value) ?? row.stops[0];
}

function head(quarters, now) {
  return h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Quarter"),
    ...range(quarters).map((quarter) => h("th", {
      scope: "col", class: quarter === now ? "now" : quarter < now || now < 0 ? "past" : "future",
      "aria-current": quarter === now ? "step" : null,
    }, String(quarter + 1)))));
}

function chooser(row, draft, quarter, onChange) {
  const id = `game-${row.name}`;
  const select = h("select", { id, "aria-description": row.about, onchange: (event) => onChange(event.target.value) },
    ...row.stops.map((stop) => h("option", { value: stop.value }, stop.words)));
  select.value = draft.value[row.name] ?? row.stops[0].value;
  return select;
}

function showCost(place, stop) {
  const hours = stop.hours.reduce((sum, one) => sum + one, 0) / stop.hours.length;
  const parts = [hours > 0 && `${hours.toFixed(1)} h`, stop.money > 0 && count(stop.money)].filter(Boolean);
  place.textContent = parts.join(" · ");
}

function past(row, quarter) {
  const stop = stopOf(row, quarter?.[row.name]);
  return quarter && stop.short ? h("span", { title: stop.words }, stop.short) : "";
}

function range(length) {
  return Array.from({ length }, (_, n) => n);
}
