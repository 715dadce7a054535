// What a lesson says about guesses and answers.

import { compareLines, figureOf, lies, rightAnswer } from "uptake/checks.js";
import { percent, points } from "uptake/words.js";

// The words of a measure, for the axis of its chart.
export function measureWords({ unit, meaning }) {
  return unit === "share" ? `share ${meaning}` : meaning;
}

export function sayValue({ unit }, value) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (unit === "share") return percent(value, value < 0.0995 ? 1 : 0);
  return Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0);
}

// A figure in the form in which it was asked for.
export function sayFigure(form, value) {
  if (form === "points") {
    if (Math.abs(value) < 0.0005) return "no more and no fewer visitors";
    return `${points(value)} of staff ${value > 0 ? "more" : "fewer"}`;
  }
  if (form === "width") return `${points(value)} of staff apart`;
  if (form === "times") return `${value.toFixed(value < 2 ? 2 : 1)} times`;
  return percent(value, value < 0.0995 ? 1 : 0);
}

// The answer of the model beside the one that was picked.
export function sayPicked(pick, picked, runs) {
  const right = rightAnswer(pick, runs);
  const said = sayFigure(pick.form, figureOf(pick.figure, runs));
  const answer = pick.answer.replace("{figure}", said);
  if (picked === right) return `The model: ${answer}. As you said.`;
  return `The model: ${answer}. You said: ${pick.options[picked].words}.`;
}

// The drawn line beside the model's.
export function sayDrawn(drawn, line, spec) {
  const { last, drawn: guessed, found, apart, inside } = compareLines(drawn, line);
  const share = spec.unit === "share";
  const far = (value) => (share ? points(value) : Math.abs(value).toFixed(2));
  const gap = guessed - found;
  const end = Math.abs(gap) < (share ? 0.005 : 0.02)
    ? "you met it"
    : `you were ${far(gap)} too ${gap > 0 ? "high" : "low"}`;
  const where = inside > 0.95 ? ", all inside the band" : `, ${percent(inside)} of it inside the band`;
  return `At the end (week ${last}) you drew ${sayValue(spec, guessed)}, the model says ${sayValue(spec, found)}: ${end}. `
    + `On average your line is ${far(apart)} away${inside === null ? "" : where}.`;
}

// How far a goal is away.
export function sayGoal(goal, runs, specs) {
  const value = figureOf(goal, runs);
  const spec = specs[goal.measure];
  const say = (number) => {
    if (goal.minus) return points(number);
    return goal.ratio_to || spec.unit === "share" ? percent(number, number < 0.2 ? 1 : 0) : sayValue(spec, number);
  };
  const bounds = [goal.at_least !== undefined && `at least ${say(goal.at_least)}`, goal.below !== undefined && `below ${say(goal.below)}`];
  const rise = goal.minus ? "it rises by " : "";
  return {
    reached: lies(goal, value),
    words: `${rise}${say(value)}; wanted: ${bounds.filter(Boolean).join(" and ")}`,
  };
}
