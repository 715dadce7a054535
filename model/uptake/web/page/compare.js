// Compare: the pinned programmes beside each other, in sentences first and figures after.

import { makeChart, seriesColours } from "uptake/chart.js";
import { answersFigure, costFigure, departureFigure, differenceFigure } from "uptake/compare_figures.js";
import { button, h, replace } from "uptake/dom.js";
import { fit, makeFigure } from "uptake/figures.js";
import { makePins } from "uptake/pins.js";

const PARTS = [
  ["lines", "Participation"], ["differences", "Differences"], ["cost", "Cost"], ["answers", "Who answers whom"], ["departure", "The champion leaves"],
];

const SHORT = { participation: "Weekly visitors", accounts: "Accounts", hours: "Hours", money: "Money" };

export function makeView(app) {
  const pins = makePins(app, look);
  const answers = new Map();
  let found = null;
  let asked = null;
  let open = 0;
  let outcome = "participation";
  let pinOfAnswers = 0;
  let looked = -1;

  const sentences = h("ul", { class: "sentences", "aria-live": "polite" });
  const wait = h("p", { class: "note", role: "status" });
  const options = h("div", { class: "row options" });
  const note = h("p", { class: "note" });
  const chartPlace = h("div", { class: "chart" });
  const figurePlace = h("div", { class: "chart" });
  const chart = makeChart(chartPlace, { height: 350, label: "Participation of the pinned programmes" });
  const figure = makeFigure(figurePlace, { label: "Figure" });
  const tabs = PARTS.map(([, words], n) => button(words, () => choose(n), { role: "tab", "aria-selected": String(n === open) }));
  const tools = h("div", { class: "row under" }, note,
    button("Picture", picture, { title: "The figure as PNG" }), button("Table", csv, { title: "Its numbers as CSV" }));
  const seen = h("section", { class: "seen", "aria-label": "Comparison" },
    h("div", { class: "panels" }, h("div", { role: "tablist", "aria-label": "Comparisons", class: "row" }, tabs)),
    wait, sentences, options, chartPlace, figurePlace, tools);
  const element = h("div", { class: "explore compare" }, pins.element, seen);

  async function ask() {
    asked?.abort();
    pins.refresh();
    if (!app.pins.length) {
      found = null;
      return draw();
    }
    asked = new AbortController();
    const mine = asked;
    stale(true);
    wait.textContent = `Comparing ${app.pins.length === 1 ? "one programme" : `${app.pins.length} programmes`} …`;
    try {
      await app.source.stream("/api/compare", { pins: app.pins }, {
        signal: mine.signal,
        onPart(part) {
          if (mine !== asked) return;
          if (part.kind === "compared") found = part;
          else wait.textContent = `${part.ready} of ${part.of} programmes are ready …`;
        },
      });
      if (mine !== asked) return undefined;
      wait.textContent = "";
      app.alarm("");
      stale(false);
    } catch (error) {
      if (error.name === "AbortError" || mine !== asked) return undefined;
      wait.textContent = "What is shown is the last comparison, not this one.";
      app.alarm(`No comparison: ${error.message}`);
      return undefined;
    }
    return draw();
  }

  function stale(on) {
    for (const place of [chartPlace, figurePlace, sentences]) place.classList.toggle("stale", on);
  }

  function choose(number) {
    open = number;
    tabs.forEach((tab, n) => tab.setAttribute("aria-selected", String(n === number)));
    draw();
  }

  function draw() {
    const part = PARTS[open][0];
    replace(options);
    note.textContent = "";
    chartPlace.hidden = part !== "lines" || !found;
    figurePlace.hidden = part === "lines" || !found;
    tools.hidden = !found;
    seen.dataset.shown = found ? part : "";
    if (!found) return replace(sentences, h("li", {}, "Pin two programmes or more to compare them."));
    return { lines: drawLines, differences: drawDifferences, cost: drawCost, answers: drawAnswers, departure: drawDeparture }[part]();
  }

  // Sentences: text, or {heading}, or {name, says} of a programme.
  function say(texts) {
    const colours = seriesColours();
    replace(sentences, texts.map((one) => {
      if (typeof one === "string") return h("li", {}, one);
      if (one.heading) return h("li", { class: "heading" }, one.heading);
      const colour = colours[found.lines.findIndex((line) => line.name === one.name)];
      return h("li", {}, h("i", { class: "swatch", style: { background: colour } }), one.says);
    }));
  }

  // Whoever points at a programme sees its band above the others.
  function look(number) {
    if (looked === number) return;
    looked = number;
    if (found && PARTS[open][0] === "lines") drawLines();
  }

  function unpaired() {
    return found.unpaired.map(({ name, why }) => `“${name}” ${why} and cannot be compared run by run.`);
  }

  function saidOf(which) {
    if (found.lines.length < 2) return ["Pin a second programme to compare it with this one."];
    const { heading } = found.outcomes.find((one) => one.name === which);
    return [{ heading },
      ...found.differences.map((pin) => ({ name: pin.name, says: `${pin.outcomes[which].says} ${pin.note}` })), ...unpaired()];
  }

  const paired = () => `Each of ${found.runs} runs is paired with the baseline's of the same chance and assumptions.`;

  function drawLines() {
    const colours = seriesColours();
    say(saidOf("participation"));
    const usual = found.lines.length > 2 ? 0.09 : 0.2;
    const lines = found.lines.map((line, n) => ({
      ...line, colour: colours[n], dash: n ? "solid" : "dash", band: looked < 0 ? usual : n === looked ? 0.32 : 0.02,
    }));
    const weeks = new Map();
    for (const line of found.lines) if (line.departure_week !== null) weeks.set(line.departure_week, "the champion leaves");
    chart.draw({ lines, marks: [...weeks].map(([week, words]) => ({ week, words })), axis: "employees who visit in a week" })
      .then(() => fit(chartPlace.querySelector(".plot")));
    note.textContent = `Bands hold 9 of 10 of ${found.runs} runs; point at a programme to see its band. The baseline is dashed.`;
  }

  function drawDifferences() {
    say(saidOf(outcome));
    if (!found.differences.length) { figurePlace.hidden = true; return; }
    replace(options, h("div", { role: "radiogroup", "aria-label": "Compared in", class: "row" }, found.outcomes.map((one) =>
      h("label", {}, h("input", { type: "radio", name: "outcome", value: one.name, checked: one.name === outcome,
        onchange: () => { outcome = one.name; drawDifferences(); options.querySelector("input:checked").focus(); } }), ` ${SHORT[one.name]}`))));
    figure.draw(differenceFigure(found, outcome, seriesColours(), figurePlace.clientWidth));
    note.textContent = `Small dots are runs, the large one their mean, the bar its 90 % interval. ${paired()}`;
  }

  function drawCost() {
    say([...found.cost.says, ...unpaired()]);
    figure.draw(costFigure(found, seriesColours()));
    note.textContent = `Means of ${found.runs} runs; thin lines hold 9 of 10 of them. Open circles: the champion leaves, which is no purchase.`;
  }

  async function drawAnswers() {
    pinOfAnswers = Math.min(pinOfAnswers, app.pins.length - 1);
    const { name, choice } = app.pins[pinOfAnswers];
    const select = h("select", { "aria-label": "Programme", onchange: () => { pinOfAnswers = Number(select.value); drawAnswers(); } },
      app.pins.map((pin, n) => h("option", { value: String(n), selected: n === pinOfAnswers }, pin.name)));
    replace(options, h("label", {}, "Programme ", select));
    const key = JSON.stringify(choice);
    if (!answers.has(key)) {
      say(["Counting answers …"]);
      figurePlace.classList.add("stale");
      try {
        answers.set(key, await app.source.post("/api/compare/answers", { choice }));
      } catch (error) {
        say([]);
        return app.alarm(`No count of answers: ${error.message}`);
      }
    }
    if (PARTS[open][0] !== "answers" || app.pins[pinOfAnswers]?.choice !== choice) return undefined;
    figurePlace.classList.remove("stale");
    const counted = answers.get(key);
    say(counted.says);
    const drawn = answersFigure(counted, figurePlace.clientWidth);
    figure.draw(drawn);
    note.textContent = `“${name}”: of the first replies to a row's posts, the percentage that came from each column; last year of ${counted.runs} runs. ${drawn.note}`;
    return undefined;
  }

  function drawDeparture() {
    figurePlace.hidden = !found.departures.length;
    if (!found.departures.length) return say(["The champion leaves in none of these programmes."]);
    say(found.departures);
    figure.draw(departureFigure(found, seriesColours(), figurePlace.clientWidth));
    note.textContent = `Lines are means and bands 9 of 10 of ${found.runs} runs, each against its own half-year before. Dots below: runs in which half of what had been built is gone, and when.`;
    return undefined;
  }

  function picture() {
    if (PARTS[open][0] === "lines") return chart.picture("compare-participation");
    return figure.picture(`compare-${PARTS[open][0]}`, sentences.firstChild?.textContent ?? "");
  }

  function csv() {
    if (PARTS[open][0] === "lines") return chart.csv("compare-participation");
    return figure.csv(`compare-${PARTS[open][0]}`);
  }

  app.on("pins", () => { if (app.view === view) ask(); });
  app.on("theme", () => { if (app.view === view) { pins.refresh(); draw(); } });

  const view = {
    element,
    async enter() { await ask(); },
    leave() { asked?.abort(); asked = null; },
    keys: [
      { key: "ArrowRight", says: "next comparison", act: () => choose((open + 1) % PARTS.length) },
      { key: "ArrowLeft", says: "previous comparison", act: () => choose((open + PARTS.length - 1) % PARTS.length) },
    ],
  };
  return view;
}
