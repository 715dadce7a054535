// How the last quarter went: numbers, news, and the chart so far.

import { h } from "uptake/dom.js";
import { seriesColours } from "uptake/chart.js";
import { count, percent } from "uptake/words.js";

export function facts(known) {
  const now = known.played.at(-1);
  const before = known.played.at(-2);
  const change = before ? signed(now.visitors - before.visitors) : "";
  const rows = [
    ["Take part in a week", `${count(now.visitors)} people, ${percent(now.participation, 1)}${change}`],
    ["Have an account", `${count(now.accounts)} of ${count(now.headcount)}`],
    ["Your hours", `${now.hours_used.toFixed(1)} used of ${now.hours_there.toFixed(1)} a week`],
    ["Hours of deputies", `${now.deputy_hours.toFixed(1)} a week`],
    ["Backlog", `${now.backlog.toFixed(1)} hours of work that waits`],
    ["Managers’ stance", `${percent(now.stance)} of full support`],
  ];
  return h("dl", { class: "facts" }, ...rows.map(([term, said]) => h("div", {}, h("dt", {}, term), h("dd", {}, said))));
}

// Marks of what has happened, in few words.
export function marksOf(events) {
  const words = { headline: "headline", reorganisation: "reorganisation", resignation: "resignation" };
  return events.map(({ kind, week }) => ({ week, words: words[kind] ?? kind }));
}

// Cards of what became known in the last quarter.
export function news(known) {
  const since = (known.quarter - 1) * known.weeks_a_quarter;
  const fresh = known.news.filter((one) => one.week >= since);
  const cards = fresh.map((one) => card(`${one.title}, week ${one.week + 1}`, one.text, "event"));
  const last = known.played.at(-1);
  if (last.short_weeks) {
    cards.push(card("Too much for the hours there were",
      `In ${last.short_weeks} of 13 weeks more was planned: some of it waited or was dropped.`));
  }
  if (known.quarter === known.quarters - 1) {
    cards.push(card("The last quarter", "What goes on now is handed over: deputies, the newsletter as far as their hours reach, members "
      + "who moderate, packs left over."));
  }
  if (!cards.length) cards.push(card("A quiet quarter", "Nothing out of the ordinary happened."));
  return h("div", { class: "newsroom" }, ...cards);
}

export function introduction(known) {
  const years = known.weeks.played / 52;
  return h("div", { class: "intro" },
    h("p", {}, `An internal network has just been set up for ${count(known.staff)} employees, `,
      `${percent(known.frontline_share)} of them at the frontline. Few have tried it. You plan for its champion: `,
      `${known.hours_a_week} hours a week and ${count(known.money.all)} money for ${years} years.`),
    h("p", {}, "Things may happen on the way, and the champion may resign. Then everybody stops, except those you have ",
      "handed over to. ", h("strong", {}, "What counts is how many still take part a year later.")),
    h("p", { class: "note" }, "Every team with the same company number plays the same company and the same events. Prices, ",
      "hours and the sizes of events are the game’s own assumptions; all else follows the model."));
}

// The run that the team sees and, behind it, the other runs of the same plan.
export function linesOf(weekly, weeks, name = "Your company") {
  const [own, , , , , other] = seriesColours();
  const padded = (line) => [...line, ...Array(Math.max(0, weeks - line.length)).fill(null)];
  return [
    { name: `${weekly.runs} runs of this plan: mean and 9 in 10`, colour: other, quiet: true, dash: "dot",
      mean: padded(weekly.mean), low: padded(weekly.low), high: padded(weekly.high) },
    { name, colour: own, mean: padded(weekly.own) },
  ];
}

export function summary(known) {
  const now = known.played.at(-1);
  const told = known.news.filter((one) => one.week >= (known.quarter - 1) * known.weeks_a_quarter);
  return `Quarter ${known.quarter} is over: ${count(now.visitors)} people take part. ${told.map((one) => one.title).join(". ")}`;
}

function card(title, text, kind = "") {
  return h("article", { class: `told ${kind}` }, h("h2", {}, title), h("p", {}, text));
}

function signed(change) {
  const size = count(Math.abs(change));
  return size === "0" ? ", as before" : `, ${size} ${change > 0 ? "more" : "fewer"}`;
}
