// The charts of a slide: its choice's line, what stands beside it, guesses, goals, earlier tries.

import { makeChart, seriesColours } from "uptake/chart.js";
import { h } from "uptake/dom.js";
import { measureWords } from "uptake/lesson_words.js";

const STEPS = 28;

export function makeLessonChart(app, slide) {
  const tall = heightOf(slide.measures.length);
  const charts = slide.measures.map((name) => {
    const spec = app.setup.measures[name];
    const place = h("div", { class: "chart" }, h("p", { class: "measure" }, measureWords(spec)));
    return { name, place, chart: makeChart(place, { height: tall, share: spec.unit === "share", label: measureWords(spec) }) };
  });
  const note = h("p", { class: "note" }, "The model runs …");
  const element = h("div", { class: `lesson-charts of-${charts.length}` }, charts.map((one) => one.place), note);
  let shown = null;
  let animation = 0;

  // `hidden`: first week of the choice's line that is not shown, or null.
  function draw(what) {
    shown = what;
    const colours = palette();
    for (const { name, chart } of charts) chart.draw({ ...whole(name, what, colours), marks: marksOf(what.choice) });
    note.textContent = sayRuns(what);
    element.dataset.complete = String(Boolean(what.part?.complete));
  }

  function whole(name, { part, beside, hidden, tries, goals, guess, tops }, colours) {
    const weeks = part.measures[name].mean.length;
    const lines = [];
    if (beside) lines.push({ name: slide.words.beside, colour: colours.beside, dash: "dash", quiet: true, ...beside.measures[name] });
    for (const [n, one] of (tries ?? []).entries()) {
      lines.push({ name: one.words, colour: colours.tries[n % colours.tries.length], quiet: true, mean: one.measures[name].mean });
    }
    lines.push({ name: slide.words?.choice ?? "the model", colour: colours.main, ...cut(part.measures[name], hidden) });
    if (guess && guess.measure === name) lines.push({ name: "your line", colour: colours.guess, dash: "dot", mean: guess.line });
    for (const goal of goals ?? []) if (goal.measure === name) lines.push(goalLine(goal, weeks, colours.goal));
    return { lines, most: slide.task.draw?.measure === name ? slide.task.draw.most : tops?.[name] };
  }

  // Uncovers the hidden part of the line week by week, or at once where motion is not wanted.
  function reveal(what) {
    cancelAnimationFrame(animation);
    const weeks = what.part.measures[slide.measures[0]].mean.length;
    const from = shown?.hidden ?? weeks;
    const tops = Object.fromEntries(charts.map(({ name }) => [name, topOf(name, what)]));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let step = calm ? STEPS : 0;
    return new Promise((done) => {
      const tick = () => {
        step += 1;
        if (step >= STEPS) {
          draw({ ...what, hidden: null });
          return done();
        }
        draw({ ...what, tops, hidden: Math.round(from + ((weeks - from) * step) / STEPS) });
        animation = requestAnimationFrame(tick);
        return undefined;
      };
      tick();
    });
  }

  return {
    element,
    draw,
    reveal,
    redraw: () => shown && draw(shown),
    dim: (stale) => element.classList.toggle("stale", stale),
    plot: (name) => charts.find((one) => one.name === name).place.querySelector(".plot"),
    leave: () => cancelAnimationFrame(animation),
  };
}

// Charts fill what the window has below the shell's bar and above the slides' one.
function heightOf(charts) {
  const stacked = window.innerWidth <= 860;
  const room = stacked ? 350 : Math.min(620, Math.max(420, window.innerHeight - 205));
  return charts > 1 ? Math.round(room / (stacked ? 1.6 : 2)) - 38 : room - 34;
}

// The axis stands still while a line is uncovered.
function topOf(name, { part, beside }) {
  const highs = [part, beside].filter(Boolean).flatMap(({ measures }) => measures[name].high ?? measures[name].mean);
  return 1.06 * Math.max(...highs.filter((value) => value !== null));
}

function cut({ mean, low, high }, hidden) {
  if (hidden === null || hidden === undefined) return { mean, low, high };
  const until = (values) => values?.map((value, week) => (week < hidden ? value : null));
  return { mean: until(mean), low: until(low), high: until(high) };
}

function goalLine({ name, weeks: [first, last], level }, weeks, colour) {
  return { name, colour, mean: Array.from({ length: weeks }, (_, week) => (week >= first && week <= last ? level : null)) };
}

function marksOf(choice) {
  const found = /week (\d+)/.exec(choice.levers?.champion_leaves ?? "");
  return found ? [{ week: Number(found[1]), words: "the champion leaves" }] : [];
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim();
  const [blue, orange, ...others] = seriesColours();
  return { main: blue, guess: orange, beside: named("--base"), goal: named("--good"), tries: others };
}

function sayRuns({ part }) {
  const band = `Line: mean of ${part.of} runs. Band: nine of ten of them.`;
  return part.complete ? band : `${part.runs} of ${part.of} runs so far. ${band}`;
}
