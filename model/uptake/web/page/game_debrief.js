// The debrief: the score, luck apart from plan, what if, and the best plan tried.

import { button, h, openDialog, replace } from "uptake/dom.js";
import { makeChart, seriesColours } from "uptake/chart.js";
import { showCalendar } from "uptake/game_calendar.js";
import { linesOf, marksOf } from "uptake/game_report.js";
import { count, percent, points } from "uptake/words.js";

export function makeDebrief(app, game, { chooser, again }) {
  const { known } = game;
  const stopping = new AbortController();
  const plot = h("div", { class: "chart" });
  const parts = {
    score: h("p", { class: "score" }, "The third year is played, twenty times …"),
    luck: h("div", { class: "luck" }),
    ifs: h("ol", { class: "ifs" }),
    best: h("div", {}),
    progress: h("p", { class: "note", role: "status" }),
  };
  const copy = button("Copy result", copyResult, { disabled: true });
  const chart = makeChart(plot, { height: 260, label: "Participation over three years" });
  const got = { yours: null, ifs: [], best: null };

  const element = h("div", { class: "debrief" },
    h("div", { class: "game-top" },
      h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "A year after: what lasts"), chooser),
      h("div", { class: "row ends" }, copy, button("Play this company again", again, { class: "main" }))),
    h("div", { class: "board" },
      h("section", { "aria-label": "Score" }, parts.score, plot), h("section", { "aria-label": "Plan, world and luck" }, parts.luck)),
    h("section", {}, h("h2", {}, "What if?"),
      h("p", { class: "note" }, "The same company, people and chance, with one thing changed. In brackets: the 95 % interval of the mean ",
        "over 20 runs. The model holds every plan to the champion’s hours."), parts.ifs),
    h("section", {}, h("h2", {}, "The best of the plans that were tried"), parts.progress, parts.best));

  async function start() {
    parts.progress.textContent = "First the questions above, then the search.";
    try {
      await app.source.stream("/api/game/debrief", { company: game.company, decisions: game.decisions },
        { signal: stopping.signal, onPart });
    } catch (error) {
      if (error.name !== "AbortError") app.alarm(error.message);
    }
  }

  function onPart(part) {
    if (part.kind === "yours") showYours(part);
    if (part.kind === "counterfactual") showIf(part);
    if (part.kind === "searching") parts.progress.textContent = `${part.tried} of up to ${part.of} plans tried, ${count(part.runs)} runs …`;
    if (part.kind === "best") showBest(part);
  }

  function showYours(part) {
    got.yours = part;
    const { score } = part;
    replace(parts.score, h("strong", {}, percent(score.mean, 1)),
      ` of staff still take part under your plan (${interval(score)}, mean of ${score.count} runs).`);
    replace(parts.luck, ...luck(part));
    copy.disabled = false;
    draw();
    app.announce(parts.score.textContent);
  }

  function showIf(part) {
    got.ifs = [...got.ifs, part].sort((one, other) => other.difference.mean - one.difference.mean);
    const most = Math.max(...got.ifs.map((one) => Math.abs(one.difference.mean)), 0.001);
    replace(parts.ifs, ...got.ifs.map((one) => ifRow(one, most)));
  }

  function showBest(part) {
    got.best = part;
    parts.progress.textContent = `${part.tried} plans were tried with ${count(part.runs)} runs, yours the first of them, the better ones `
      + "with more runs. The search was held to the same hours and money; it knew the events beforehand, you did not.";
    const mine = showCalendar(known.rows, known.decisions, `Your plan: ${percent(got.yours.score.mean, 1)} (${interval(got.yours.score)}), `
      + `${count(got.yours.money)} spent`);
    const best = showCalendar(known.rows, part.decisions, `The best of ${part.tried}: ${percent(part.score.mean, 1)} (${interval(part.score)}), `
      + `${count(part.money)} spent`);
    replace(parts.best, h("p", { class: "answer" }, part.sentence), h("div", { class: "two" }, mine, part.is_yours ? null : best));
    draw();
    app.announce(part.sentence);
  }

  function draw() {
    const lines = linesOf(got.yours.weekly, got.yours.weeks, "Your company");
    const colour = seriesColours()[1];
    if (got.best && !got.best.is_yours) {
      lines.push({ name: `The best of ${got.best.tried} tried`, colour, dash: "dash", mean: got.best.weekly.mean });
    }
    const marks = [...marksOf(got.yours.events), { week: known.weeks.played, words: "all stop" }];
    chart.draw({ lines, marks, axis: "visit in a week" });
  }

  function copyResult() {
    const { score, own } = got.yours;
    const text = `Company ${game.company}: ${percent(score.mean, 1)} still take part a year after (${interval(score)}), `
      + `our own run ${percent(own, 1)}. ${location.href}`;
    const shown = () => openDialog("Copy the result", h("textarea", { readOnly: true, rows: 4, "aria-label": "Result" }, text));
    navigator.clipboard.writeText(text).then(() => app.announce("The result is copied."), shown);
  }

  return { element, start, redraw: () => got.yours && draw(), stop: () => stopping.abort() };
}

// The run that was seen, taken apart: what the plan is worth, what the world was like, and luck.
function luck({ score, own, chance_alone: alone, rank, scores }) {
  const world = alone.mean - score.mean;
  const rest = own - alone.mean;
  const row = (term, value, said) => h("div", {}, h("dt", {}, term), h("dd", {}, h("strong", {}, value), ` ${said}`));
  return [
    h("h2", {}, "Plan, world and luck"),
    h("dl", { class: "facts" },
      row("Plan", percent(score.mean, 1), `on average over ${score.count} runs, each with other people and other assumptions; `
        + `9 in 10 runs lie between ${percent(score.spread_low, 1)} and ${percent(score.spread_high, 1)}.`),
      row("World", signed(world), "for the assumptions that your company happened to follow. Nobody knows which are true."),
      row("Luck", signed(rest), `of your run against ${alone.count} runs in the same world, 9 in 10 of which lie between `
        + `${percent(alone.spread_low, 1)} and ${percent(alone.spread_high, 1)}.`),
      row("Your company", percent(own, 1), `is what you saw: place ${rank} of the ${scores.length} runs of your plan.`))];
}

function ifRow(one, most) {
  const { mean, clear } = one.difference;
  const width = `${(50 * Math.abs(mean) / most).toFixed(1)}%`;
  return h("li", { class: clear ? (mean > 0 ? "more" : "less") : "unclear" },
    h("span", {}, one.sentence),
    h("span", { class: "way", "aria-hidden": "true" },
      h("span", { style: { width, left: mean < 0 ? `calc(50% - ${width})` : "50%" } })));
}

function interval({ low, high }) {
  return `${percent(low, 1).replace(" %", "")} to ${percent(high, 1)}`;
}

function signed(difference) {
  return `${difference < 0 ? "−" : "+"}${points(difference)}`;
}
