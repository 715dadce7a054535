// One slide at work: asks the model, hides what is to be predicted, checks the task.

import { makeAsking } from "uptake/asking.js";
import { nothingDone, passed, valueOf } from "uptake/checks.js";
import { button, h } from "uptake/dom.js";
import { makeLessonChart } from "uptake/lesson_chart.js";
import { makeLessonPeople } from "uptake/lesson_people.js";
import { makeTask } from "uptake/lesson_task.js";
import { sayDrawn, sayPicked, sayValue } from "uptake/lesson_words.js";
import { makePredict } from "uptake/predict.js";

// `onPassed` is told once when the task is done.
export function makeSlide(app, slide, { onPassed, heading }) {
  const did = { ...nothingDone(slide.choice), guessing: false };
  const { draw: toDraw, pick, attempts, reach } = slide.task;
  const measures = measuresOf(slide);
  const tries = [];
  let part = null;
  let partOf = null;
  let beside = null;
  let predict = null;
  let done = false;
  let outcome = "";
  let gone = false;

  const task = makeTask(app, slide, { pick: pickAnswer, draw: finishDrawing, move, near: (lever) => app.source.prepare?.(did.choice, lever) });
  const idea = h("p", { class: "idea", hidden: true, tabindex: "-1" }, slide.idea);
  const title = h("h1", { tabindex: "-1" }, slide.title);
  const picture = slide.show === "people" ? makeLessonPeople(app, meet) : makeLessonChart(app, slide);
  const again = button("Start over", () => heading.restart(), { class: "quiet" });
  const element = h("article", { class: "slide", "aria-label": slide.title },
    h("div", { class: "said" }, heading.element, title, h("p", { class: "lead" }, slide.text), task.element, idea, again),
    h("div", { class: "shown" }, picture.element));

  const ask = makeAsking((choice, options) => app.source.answer(choice, { ...options, measures }), { onPart, onError, onWait });

  function start() {
    task.show(did, done, outcome);
    if (slide.show === "people") picture.start(slide.choice);
    else if (slide.beside) askBeside();
    if (slide.show !== "people") ask(slide.choice);
    if (slide.moves.length === 1) app.source.prepare?.(slide.choice, slide.moves[0]);
  }

  async function askBeside() {
    try {
      await app.source.answer(slide.beside, { measures, onPart: (one) => { beside = one; if (part) refresh(); } });
    } catch (error) {
      onError(error);
    }
  }

  function onPart(one, choice) {
    if (gone) return;
    if (!measures.every((name) => one.measures[name])) {
      onError(new Error("this copy of the page does not hold what the slide shows."));
      return;
    }
    app.alarm("");
    picture.dim(false);
    part = one;
    partOf = choice;
    if (one.complete) keepTry(choice);
    refresh();
  }

  // What was tried stays in the chart, and counts.
  function keepTry(choice) {
    if (!attempts) return;
    const value = choice.levers[attempts.lever] ?? app.setup.levers[attempts.lever].default;
    if (tries.some((one) => one.value === value)) return;
    if (attempts.stops.includes(value)) did.tried.push(value);
    const words = app.setup.levers[attempts.lever].stops.find((stop) => stop.value === value).words;
    tries.push({ value, words, measures: part.measures });
  }

  function refresh() {
    if (gone || !part) return;
    // Runs count once all are there, of both lines, and of what the levers say now.
    const whole = part.complete && partOf === did.choice && (!slide.beside || beside?.complete);
    did.runs = whole ? { choice: part.measures, beside: beside?.measures } : null;
    if (!predict || done) picture.draw(shown());
    if (toDraw && !predict && part.complete) beginDrawing();
    judge();
  }

  function shown() {
    const goals = (reach?.goals ?? []).filter((goal) => !goal.minus && goal.at_least !== undefined && did.runs)
      .map((goal) => ({ ...goal, name: "goal", level: goal.at_least * (goal.ratio_to ? valueOf(goal.ratio_to, did.runs) : 1) }));
    const guess = toDraw && did.drawn ? { measure: toDraw.measure, line: did.drawn } : null;
    const now = partOf.levers[attempts?.lever];
    return { part, beside, choice: partOf, hidden: hiddenFrom(), goals, guess, tries: tries.filter((one) => one.value !== now) };
  }

  function hiddenFrom() {
    if (toDraw && !did.drawn) return toDraw.from_week;
    if (pick && (did.picked === null || !did.runs)) return pick.hidden_from;
    return null;
  }

  function judge() {
    const isDone = done || passed(slide.task, did);
    if (isDone && did.runs) outcome = sayOutcome();
    task.show(did, isDone, outcome);
    if (!isDone || done) return;
    done = true;
    finish();
  }

  async function finish() {
    if (toDraw || pick) {
      predict?.remove();
      await picture.reveal({ ...shown(), hidden: null });
    }
    if (gone) return;
    idea.hidden = false;
    again.classList.add("after");
    onPassed(`${outcome} ${slide.idea}`);
  }

  function sayOutcome() {
    if (pick) return sayPicked(pick, did.picked, did.runs);
    if (toDraw) return sayDrawn(did.drawn, did.runs.choice[toDraw.measure], app.setup.measures[toDraw.measure]);
    return "";
  }

  function pickAnswer(number) {
    did.picked = number;
    judge();
  }

  function beginDrawing() {
    const spec = app.setup.measures[toDraw.measure];
    const line = part.measures[toDraw.measure].mean;
    predict = makePredict(picture.plot(toDraw.measure), {
      from: toDraw.from_week, weeks: line.length, start: line[toDraw.from_week - 1], most: toDraw.most,
      say: (value) => sayValue(spec, value), label: `Your guess from week ${toDraw.from_week} on`,
      onChange: () => { did.guessing = true; task.show(did, done, outcome); },
    });
  }

  function finishDrawing() {
    did.drawn = predict.guess();
    judge();
  }

  function move(lever, value) {
    did.moved[lever] = value;
    const { [lever]: _, ...others } = did.choice.levers;
    did.choice = { ...did.choice, levers: value === app.setup.levers[lever].default ? others : { ...others, [lever]: value } };
    did.runs = null;
    ask(did.choice);
    task.show(did, done, outcome);
  }

  function meet(person) {
    if (!did.met.includes(person)) did.met.push(person);
    judge();
  }

  function onError(error) {
    if (gone || error.name === "AbortError") return;
    picture.dim(true);
    app.alarm(`No answer for this slide: ${error.message}`);
  }

  function onWait(waiting) {
    element.classList.toggle("waiting", waiting);
  }

  return {
    element,
    start,
    focus: () => title.focus({ preventScroll: true }),
    get choice() { return did.choice; },
    redraw() { picture.redraw(); predict?.place(); },
    leave() { gone = true; predict?.remove(); picture.leave(); },
  };
}

// The measures that a slide shows or checks.
function measuresOf({ measures, task }) {
  const figures = [...(task.reach?.goals ?? []), ...(task.pick ? [task.pick.figure] : [])];
  const asked = figures.flatMap((one) => [one, one.ratio_to, one.minus]).filter(Boolean).map((one) => one.measure);
  return [...new Set([...measures, ...asked, ...(task.draw ? [task.draw.measure] : [])])];
}
