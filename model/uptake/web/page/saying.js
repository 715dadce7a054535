// The answer of Explore in a sentence.

import { sameChoice } from "uptake/link.js";
import { percent, points, when } from "uptake/words.js";

export function sayAnswer(part, choice, pinned) {
  const weeks = choice.weeks ?? 156;
  const end = `After ${when(weeks)} ${percent(part.totals.participation)} of employees visit in a week`;
  if (sameChoice(choice, pinned) || !part.gain) return `${end}.`;
  const [mean, low, high] = part.gain;
  const more = mean >= 0 ? "more" : "fewer";
  const of = mean >= 0 ? part.helps : part.of - part.helps;
  if (Math.abs(mean) < 0.0005) return `${end}: no different from the pinned programme.`;
  if (!part.complete) return `${end}: about ${points(mean)} ${more} than pinned.`;
  const range = `${signed(low)} to ${signed(high)} in 9 of 10 runs`;
  return `${end}: ${points(mean)} ${more} than pinned (${range}), ${more} in ${of} of ${part.of} runs.`;
}

function signed(difference) {
  const number = (100 * difference).toFixed(1);
  return Number(number) > 0 ? `+${number}` : number.replace("-", "−");
}

export function sayRuns(part) {
  const band = `bands hold 9 of 10 of ${part.of} runs`;
  if (part.coarse) return "A first answer, from a smaller company like this one; sharper in a moment";
  if (part.between) return `Between two stored programmes: interpolated; ${band}`;
  return part.complete ? `${part.of} runs; ${band.replace(` of ${part.of} runs`, " of them")}` : `${part.runs} of ${part.of} runs so far; ${band}`;
}
