// Stored runs, unpacked: participation of each run, means of other measures, and what a chart shows.

const STEPS = 65535;
const LAST_WEEKS = 26;

// A weighted mean of stored points, run by run.
export function means(points) {
  let found = null;
  for (const { set, place, weight } of points) {
    const one = unpack(set, place);
    if (!found) found = { head: set.head, each: one.each.map((run) => run.map((v) => weight * v)), other: {}, totals: {} };
    else one.each.forEach((run, n) => run.forEach((v, week) => { found.each[n][week] += weight * v; }));
    for (const [name, values] of Object.entries(one.other)) {
      found.other[name] = values.map((v, week) => weight * v + (found.other[name]?.[week] ?? 0));
    }
    for (const [name, value] of Object.entries(set.head.totals[place])) found.totals[name] = weight * value + (found.totals[name] ?? 0);
  }
  return found;
}

// The part that a server would send.
export function summarise({ head, each, other, totals }) {
  const measures = { [head.each]: band(each) };
  for (const [name, mean] of Object.entries(other)) measures[name] = { mean, low: mean, high: mean };
  return { kind: "part", runs: head.runs, of: head.runs, complete: true, measures, totals };
}

// What pairs of runs with the same chance say about the difference from a baseline.
export function pairUp(part, found, baseline) {
  const differences = found.each.map((run, n) => run.map((value, week) => value - baseline.each[n][week]));
  const gains = differences.map((run) => mean(run.slice(-LAST_WEEKS)));
  const order = [...gains].sort((a, b) => a - b);
  part.difference = { [found.head.each]: band(differences) };
  part.helps = gains.filter((gain) => gain > 0).length;
  part.gain = [mean(gains), quantile(order, 0.05), quantile(order, 0.95)];
}

function unpack(set, place) {
  if (!set.values) set.values = unpackAll(set);
  const { each, other } = set.values;
  const { weeks, runs } = set.head;
  const run = (n) => each.subarray((place * runs + n) * weeks, (place * runs + n + 1) * weeks);
  return {
    each: Array.from({ length: runs }, (_, n) => Array.from(run(n))),
    other: Object.fromEntries(Object.entries(other).map(([name, all]) => [name, Array.from(all.subarray(place * weeks, (place + 1) * weeks))])),
  };
}

function unpackAll({ head, bytes }) {
  const { weeks, runs, choices } = head;
  const size = choices.length * weeks;
  let at = 2 * size * runs;
  const each = values(bytes.subarray(0, at), weeks, head.most[head.each]);
  const other = {};
  for (const name of head.means) {
    other[name] = values(bytes.subarray(at, at + 2 * size), weeks, head.most[name]);
    at += 2 * size;
  }
  return { each, other };
}

// Low bytes, then high bytes, of differences from week to week.
function values(bytes, weeks, most) {
  const count = bytes.length / 2;
  const found = new Float32Array(count);
  let steps = 0;
  for (let n = 0; n < count; n += 1) {
    const step = bytes[n] | (bytes[n + count] << 8);
    steps = n % weeks === 0 ? step : (steps + step) & 0xffff;
    found[n] = (steps / STEPS) * most;
  }
  return found;
}

function band(runs) {
  const found = { mean: [], low: [], high: [] };
  for (let week = 0; week < runs[0].length; week += 1) {
    const order = runs.map((run) => run[week]).sort((a, b) => a - b);
    found.mean.push(mean(order));
    found.low.push(quantile(order, 0.05));
    found.high.push(quantile(order, 0.95));
  }
  return found;
}

function quantile(order, share) {
  const at = share * (order.length - 1);
  const under = Math.floor(at);
  return order[under] + (at - under) * ((order[under + 1] ?? order[under]) - order[under]);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
