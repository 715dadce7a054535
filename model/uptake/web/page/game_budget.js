// Hours and money of the next quarter, in words and as bars.

import { h, replace } from "uptake/dom.js";
import { count } from "uptake/words.js";
import { stopOf } from "uptake/game_calendar.js";

export function makeBudget(known) {
  const hours = h("div", { class: "budget" });
  const money = h("div", { class: "budget" });
  return {
    element: h("div", { class: "budgets", role: "group", "aria-label": "What the quarter takes" }, hours, money),
    show(choice) {
      replace(hours, ...hoursOf(known, choice));
      replace(money, ...moneyOf(known, choice));
    },
  };
}

// What a choice takes of each week, and what there is of it.
export function weeksOf(known, choice) {
  const stops = known.rows.map((row) => stopOf(row, choice[row.name]));
  const planned = stops[0].hours.map((_, week) => stops.reduce((sum, stop) => sum + stop.hours[week], 0));
  const pays = ["successor", "both"].includes(choice.succession);
  const there = pays ? known.hours_there.with_successor : known.hours_there.as_it_is;
  const deputies = stops.reduce((sum, stop) => sum + stop.deputies, 0);
  return { planned, there, deputies, price: stops.reduce((sum, stop) => sum + stop.money, 0) };
}

function hoursOf(known, choice) {
  const { planned, there, deputies } = weeksOf(known, choice);
  const [wanted, given] = [mean(planned), mean(there)];
  const short = planned.filter((hours, week) => hours > there[week] + deputies + 0.05).length;
  const most = Math.max(...planned);
  const helped = deputies ? `, and ${deputies} of deputies` : "";
  const words = [h("strong", {}, `${wanted.toFixed(1)} of ${given.toFixed(1)} hours`), ` a week planned${helped}`];
  let note = "Hours left over answer newcomers’ first posts.";
  if (!given) note = "Nobody is in post: only deputies asked before do anything.";
  else if (short) note = `Too much in ${short} of 13 weeks, up to ${most.toFixed(0)} h: it waits or is dropped.`;
  return [h("p", {}, ...words), bar(wanted, given + deputies, short > 0), h("p", { class: short ? "warn" : "note" }, note)];
}

function moneyOf(known, choice) {
  const { price } = weeksOf(known, choice);
  const left = known.money.left - price;
  const debt = left < 0;
  const note = debt ? `Costs ${count(-left)} more than is left: do less.`
    : price ? `This quarter costs ${count(price)}.` : "This quarter costs nothing.";
  return [
    h("p", {}, h("strong", {}, `${count(Math.max(0, left))} of ${count(known.money.all)}`), " money left"),
    bar(known.money.all - left, known.money.all, debt), h("p", { class: debt ? "warn" : "note" }, note),
  ];
}

function bar(used, all, over) {
  const share = all > 0 ? Math.min(1, Math.max(0, used / all)) : Number(used > 0);
  return h("div", { class: `bar ${over ? "over" : ""}`, "aria-hidden": "true" },
    h("div", { style: { width: `${(100 * share).toFixed(1)}%` } }));
}

function mean(numbers) {
  return numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : 0;
}
