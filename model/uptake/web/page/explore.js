// Explore: levers, what they do to participation against the pinned programme, and the people.

import { makeAsking } from "uptake/asking.js";
import { makeChart, seriesColours, themeColour } from "uptake/chart.js";
import { button, h } from "uptake/dom.js";
import { encode } from "uptake/link.js";
import { makeLevers } from "uptake/levers.js";
import { makePanels } from "uptake/panels.js";
import { sayAnswer, sayRuns } from "uptake/saying.js";

const WEEKLY = "participation";

export async function makeView(app) {
  const answers = new Map();
  let pinned = app.base ?? { ...app.state, levers: {}, scenario: undefined, assumptions: {} };
  let pinnedPart = null;
  let shown = null;
  let complete = null;
  let soon = 0;

  const compares = app.source.offers("compare");
  const levers = makeLevers(app);
  const sentence = h("h1", { class: "answer" });
  const note = h("p", { class: "note" }, "Preparing the model. The first time this takes some seconds.");
  const chartPlace = h("div", { class: "chart" });
  const chart = makeChart(chartPlace, { height: 292, label: "Participation" });
  const panels = await makePanels(app, { onWeek: (week) => chart.mark(week) });
  const element = h("div", { class: "explore" }, levers.element,
    h("section", { class: "seen", "aria-label": "What happens" },
      sentence, chartPlace,
      h("div", { class: "row under" }, note,
        button("Pin this", pinThis, { id: "pin", title: "Compare with this from now on" }),
        compares && button("Add to Compare", () => app.pin(levers.name()), { id: "add" }),
        button("Replay", replay, { id: "replay", title: "Replay the last change" }),
        button("Picture", () => chart.picture("participation"), { title: "The chart as PNG" }),
        button("Table", () => chart.csv("participation"), { title: "The chart as CSV" })),
      panels.element));

  const put = makeAsking(
    (choice, options) => app.source.answer(choice, {
      ...options, before: complete, baseline: pinned, measures: panels.measures(WEEKLY),
    }),
    { onPart, onError, onWait },
  );

  function onWait(waiting) {
    chartPlace.classList.toggle("waiting", waiting);
    if (waiting) chartPlace.dataset.complete = "false";
  }

  function onPart(part, choice) {
    shown = { part, choice };
    if (part.complete) {
      complete = choice;
      answers.set(JSON.stringify(choice), part);
      app.announce(sayAnswer(part, choice, pinned));
    }
    app.alarm("");
    chart.dim(false);
    draw();
  }

  function draw() {
    const { part, choice } = shown;
    const [blue] = seriesColours();
    const quiet = themeColour("--base");
    const lines = [];
    if (pinnedPart) lines.push({ name: "pinned", colour: quiet, dash: "dash", quiet: true, ...pinnedPart.measures[WEEKLY] });
    lines.push({ name: "now", colour: blue, ...part.measures[WEEKLY] });
    chart.draw({ lines, marks: leaving(choice), axis: "employees who visit in a week" });
    sentence.textContent = sayAnswer(part, choice, pinned);
    note.textContent = sayRuns(part);
    chartPlace.dataset.drawn = Number(chartPlace.dataset.drawn ?? 0) + 1;
    chartPlace.dataset.runs = part.runs;
    chartPlace.dataset.complete = part.complete && pinnedPart !== null;
    chartPlace.dataset.of = encode(choice);
    showPanels();
  }

  // After the chart is on the screen; during a drag only now and then.
  function showPanels() {
    clearTimeout(soon);
    soon = setTimeout(() => panels.show(shown.part, shown.choice, pinnedPart), shown.part.complete ? 20 : 150);
  }

  function onError(error, choice) {
    chart.dim(true);
    note.textContent = "What is shown is the last answer, not this choice.";
    app.alarm(`No answer for this choice: ${error.message}`);
    shown = shown ?? { part: null, choice };
  }

  async function pinThis() {
    pinned = app.state;
    app.base = pinned;
    app.keepLink();
    pinnedPart = answers.get(JSON.stringify(pinned)) ?? (await whole(pinned));
    app.announce("Pinned: from now on compared with this.");
    put(app.state);
  }

  async function whole(choice) {
    let last = null;
    await app.source.answer(choice, { measures: panels.measures(WEEKLY), onPart: (part) => { last = part; } });
    answers.set(JSON.stringify(choice), last);
    return last;
  }

  // Shows the answer before the last change, then the change again, slowly enough to see.
  function replay() {
    const before = answers.get(JSON.stringify(app.history.before));
    const after = answers.get(JSON.stringify(app.state));
    if (!before || !after || before === after) return app.announce("There is no change to replay.");
    const steps = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 24;
    let step = 0;
    app.announce(`Again: ${app.history.label}`);
    const tick = () => {
      const weight = step / steps;
      onReplay(before, after, weight);
      step += 1;
      if (step <= steps) setTimeout(() => requestAnimationFrame(tick), 45);
      else draw();
    };
    return tick();
  }

  function onReplay(before, after, weight) {
    const mixed = (key) => before.measures[WEEKLY][key].map((value, n) =>
      (1 - weight) * value + weight * after.measures[WEEKLY][key][n]);
    const [blue] = seriesColours();
    chart.draw({
      lines: [{ name: app.history.label || "now", colour: blue, mean: mixed("mean"), low: mixed("low"), high: mixed("high") }],
      marks: leaving(app.state), axis: "employees who visit in a week",
    });
  }

  // The question first: whatever else the page has to do, it does while the model runs.
  function refresh() {
    put(app.state);
    requestAnimationFrame(() => levers.set(app.state));
  }

  app.on("change", () => app.view === view && refresh());
  app.on("theme", () => app.view === view && shown?.part && (draw(), panels.redraw()));
  levers.onNear((lever) => app.source.prepare?.(app.state, lever));

  const view = {
    element,
    async enter() {
      levers.set(app.state);
      if (pinned.organisation !== app.state.organisation || pinned.weeks !== app.state.weeks) repin();
      put(app.state);
      if (!pinnedPart) await fetchPinned();
    },
    leave: () => panels.leave(),
    keys: [
      { key: "p", says: "pin this programme", act: pinThis },
      ...(compares ? [{ key: "a", says: "add it to Compare", act: () => app.pin(levers.name()) }] : []),
      { key: "r", says: "replay the last change", act: replay },
      ...panels.keys,
    ],
  };

  // Another organisation or horizon cannot be compared with the old pin: pin its default programme.
  function repin() {
    pinned = { ...pinned, organisation: app.state.organisation, weeks: app.state.weeks };
    pinnedPart = null;
  }

  async function fetchPinned() {
    try {
      pinnedPart = await whole(pinned);
      if (complete === null) complete = pinned;
      put(app.state);
    } catch (error) {
      onError(error, pinned);
    }
  }

  app.on("change", () => {
    if (pinned.organisation !== app.state.organisation || pinned.weeks !== app.state.weeks) {
      repin();
      fetchPinned();
    }
  });
  return view;
}

function leaving(choice) {
  const found = /week (\d+)/.exec(choice.levers?.champion_leaves ?? "");
  return found ? [{ week: Number(found[1]), words: "the champion leaves" }] : [];
}
