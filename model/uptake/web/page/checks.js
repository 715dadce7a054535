// What decides whether a slide's task is done. Pure functions on answers; the tests call these too.

// A quantity of a run: `runs` holds the measures of the `choice` and of what stands `beside` it.
export function valueOf({ measure, weeks, part = "mean", run = "choice" }, runs) {
  const series = runs[run][measure];
  const cut = (values) => values.slice(weeks[0], weeks[1] + 1);
  if (part === "spread") {
    const low = cut(series.low);
    return mean(cut(series.high).map((high, week) => (high === null || low[week] === null ? null : high - low[week])));
  }
  const values = cut(series.mean);
  if (part === "mean") return mean(values);
  const known = values.filter((value) => value !== null);
  return part === "lowest" ? Math.min(...known) : Math.max(...known);
}

// A quantity by itself, as a ratio to another, or less another.
export function figureOf(figure, runs) {
  const value = valueOf(figure, runs);
  if (figure.ratio_to) return value / valueOf(figure.ratio_to, runs);
  if (figure.minus) return value - valueOf(figure.minus, runs);
  return value;
}

export function lies({ at_least: least, below }, value) {
  return (least === undefined || least === null || value >= least) && (below === undefined || below === null || value < below);
}

// Which of the answers is right: its place among the options.
export function rightAnswer({ figure, options }, runs) {
  const value = figureOf(figure, runs);
  return options.findIndex((option) => lies(option, value));
}

// `did` holds what was done on the slide: `choice`, complete `runs` of it (null while they are made),
// `moved` levers with their stops, `drawn` and `picked` predictions, `tried` stops and `met` people.
export function passed(task, did) {
  if (task.draw) return did.drawn !== null && did.runs !== null;
  if (task.pick) return did.picked !== null && did.runs !== null;
  if (task.move) return task.move.to.includes(did.moved[task.move.lever]);
  if (task.reach) return did.runs !== null && task.reach.goals.every((goal) => lies(goal, figureOf(goal, did.runs)));
  if (task.attempts) return did.tried.length >= task.attempts.count;
  return did.met.length >= task.person.count;
}

// A slide on which nothing has been done yet.
export function nothingDone(choice) {
  return { choice, runs: null, moved: {}, drawn: null, picked: null, tried: [], met: [] };
}

// How a drawn line (a value a week, null where nothing was drawn) lies to the model's; `inside` is the
// share of it within the band, null where the answer has none.
export function compareLines(drawn, { mean: line, low, high }) {
  const weeks = [...drawn.keys()].filter((week) => drawn[week] !== null && line[week] !== null);
  const last = weeks.at(-1);
  return {
    last,
    drawn: drawn[last],
    found: line[last],
    apart: mean(weeks.map((week) => Math.abs(drawn[week] - line[week]))),
    inside: low ? mean(weeks.map((week) => Number(drawn[week] >= low[week] && drawn[week] <= high[week]))) : null,
  };
}

function mean(values) {
  const known = values.filter((value) => value !== null && !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
