// The game: plan quarter by quarter, then see what lasts.

import { button, h, replace } from "uptake/dom.js";
import { makeChart } from "uptake/chart.js";
import { decode, encode } from "uptake/game_code.js";
import { makeBudget } from "uptake/game_budget.js";
import { makeCalendar } from "uptake/game_calendar.js";
import { makeDebrief } from "uptake/game_debrief.js";
import { facts, introduction, linesOf, marksOf, news, summary } from "uptake/game_report.js";

const FIRST_COMPANY = 7;
const ONCE = ["campaign", "succession", "drops", "packs"];

export async function makeView(app) {
  const element = h("div", { class: "game" });
  const rules = await app.source.get("/api/game/rules");
  const game = { company: FIRST_COMPANY, decisions: [], known: null, draft: { value: {} }, redraw: null, debrief: null };
  app.on("theme", () => game.redraw?.());

  async function enter(rest) {
    const asked = decode(rest, rules.rows);
    const company = asked.company ?? game.company;
    if (game.known && encode(company, asked.decisions, rules.rows) === place()) return;
    if (asked.company === null && game.known) return app.go(`game/${place()}`);
    const wrong = await load(company, asked.decisions);
    if (!wrong || game.known) return;
    // A link that makes no sense says so above a new game.
    await load(FIRST_COMPANY, []);
    app.alarm(wrong);
  }

  // Asks for a game and shows it; returns what is wrong with it, in words.
  async function load(company, decisions) {
    const grown = decisions.length > game.decisions.length;
    try {
      const known = await app.source.post("/api/game/state", { company, decisions });
      Object.assign(game, { company, decisions, known, draft: { value: carriedOver(decisions.at(-1)) } });
    } catch (error) {
      app.alarm(error.message);
      return error.message;
    }
    app.alarm("");
    show();
    if (grown) app.announce(summary(game.known));
    return "";
  }

  function show() {
    game.debrief?.stop();
    game.debrief = null;
    if (game.known.quarter === game.known.quarters) return showDebrief();
    return showBoard();
  }

  function showBoard() {
    const { known } = game;
    const budget = makeBudget(known);
    budget.show(game.draft.value);
    const calendar = makeCalendar(known, game.draft, (choice) => {
      game.draft.value = choice;
      budget.show(choice);
    });
    const plot = h("div", { class: "chart" });
    const seen = h("section", { class: "seen", "aria-label": "How it goes" });
    replace(element,
      h("div", { class: "game-top" },
        h("div", { class: "title" }, h("h1", { tabIndex: -1 }, `Quarter ${known.quarter + 1} of ${known.quarters}`), chooser()),
        budget.element,
        button(`Play the quarter`, play, { class: "main go", id: "play" })),
      h("div", { class: "board" }, h("section", { "aria-label": "Plan" }, calendar), seen),
      known.quarter ? news(known) : null);
    game.redraw = null;
    if (!known.quarter) return replace(seen, introduction(known));
    replace(seen, plot, facts(known));
    const chart = makeChart(plot, { height: 238, label: "Participation so far" });
    game.redraw = () => chart.draw({
      lines: linesOf(known.weekly, known.weeks.played), marks: marksOf(known.news), axis: "visit in a week",
    });
    game.redraw();
    element.querySelector("h1").focus({ preventScroll: true });
    return null;
  }

  function showDebrief() {
    game.debrief = makeDebrief(app, game, { chooser: chooser(), again: () => app.go(`game/${game.company}`) });
    game.redraw = game.debrief.redraw;
    replace(element, game.debrief.element);
    element.querySelector("h1").focus({ preventScroll: true });
    game.debrief.start();
  }

  async function play() {
    const pressed = element.querySelector("#play");
    if (!pressed || pressed.disabled) return;
    Object.assign(pressed, { disabled: true, textContent: "Playing …" });
    const decisions = [...game.decisions, done(game.draft.value)];
    if (!(await load(game.company, decisions))) app.go(`game/${place()}`);
    else Object.assign(pressed, { disabled: false, textContent: "Play the quarter" });
  }

  function chooser() {
    const number = h("input", {
      type: "number", id: "company", min: "0", max: String(rules.largest_company), value: String(game.company), required: true,
    });
    const begin = (event) => {
      event.preventDefault();
      if (number.reportValidity()) app.go(`game/${Number(number.value)}`);
    };
    return h("form", { class: "row chooser", onsubmit: begin }, h("label", { for: "company" }, "Company"), number,
      h("button", { type: "submit" }, game.decisions.length ? "Start anew" : "Start"));
  }

  function place() {
    return encode(game.company, game.decisions, rules.rows);
  }

  function done(choice) {
    return Object.fromEntries(rules.rows.map((row) => [row.name, choice[row.name]])
      .filter(([, value], n) => value !== undefined && value !== rules.rows[n].stops[0].value));
  }

  return {
    element, enter,
    keys: [{ key: "p", says: "play the quarter", act: play }],
  };
}

// What goes on is chosen again; what is done once or paid for is not.
function carriedOver(quarter = {}) {
  return Object.fromEntries(Object.entries(quarter).filter(([name]) => !ONCE.includes(name)));
}
