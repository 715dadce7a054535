// The figures of Compare: each turns what the server found into traces, numbers and words.

import { plain } from "uptake/chart.js";
import { axis, colour, faded } from "uptake/figures.js";
import { percent } from "uptake/words.js";

const DOT = 7;
const COST_HEIGHT = 400;

// Paired differences of one outcome: a dot for each run, the mean and its interval.
export function differenceFigure(found, outcome, colours, width) {
  const narrow = width < 560;
  const { name, scale } = found.outcomes.find((one) => one.name === outcome);
  const pins = found.differences;
  const at = pins.map((_, n) => pins.length - 1 - n);
  const traces = pins.flatMap((pin, n) => {
    const { each, mean, low, high } = pin.outcomes[outcome];
    const tint = colours[found.lines.findIndex((line) => line.name === pin.name)];
    return [
      { x: each.map((one) => one * scale), y: each.map((_, run) => at[n] + 0.22 * (((run * 7) % 5) / 2 - 1)), mode: "markers",
        marker: { size: DOT, color: faded(tint, 0.5) }, hovertemplate: "run %{customdata}: %{x:.2f}<extra></extra>", customdata: each.map((_, run) => run + 1) },
      low === null ? null : { x: [low * scale, high * scale], y: [at[n], at[n]], mode: "lines", line: { color: tint, width: 7 }, hoverinfo: "skip" },
      { x: [mean * scale], y: [at[n]], mode: "markers", marker: { size: 16, color: tint, line: { color: colour("--paper"), width: 2 } }, hovertemplate: "mean: %{x:.2f}<extra></extra>" },
    ];
  }).filter(Boolean);
  const unit = { participation: "percentage points", accounts: "accounts", hours: "hours a week", money: "$ a year" }[name];
  return {
    traces,
    tall: 90 + 58 * pins.length,
    layout: {
      margin: { l: narrow ? 112 : 210, r: 24, t: 10, b: 54 },
      xaxis: axis(narrow ? unit : `difference from the baseline, ${unit}`, { zeroline: true, zerolinewidth: 2 }),
      yaxis: axis("", { tickvals: at, ticktext: pins.map((pin) => broken(pin.name, narrow ? 13 : 24)), range: [-0.6, pins.length - 0.4], showgrid: false, zeroline: false, tickfont: { size: 15 } }),
    },
    rows: [["programme", "outcome", "run", "difference"], ...pins.flatMap((pin) => pin.outcomes[outcome].each.map((one, run) => [pin.name, outcome, run + 1, one]))],
    spoken: pins.map((pin) => pin.outcomes[outcome].says).join(" "),
  };
}

// Cost against participation, with the line of what nothing cheaper beats.
export function costFigure(found, colours) {
  const { points, frontier, says } = found.cost;
  const line = frontier.map((name) => points.find((point) => point.name === name));
  const tint = (name) => colours[found.lines.findIndex((one) => one.name === name)];
  const most = Math.max(...points.map((point) => point.money), 1);
  const top = 1.08 * Math.max(...points.map((point) => point.spread[1]), 0.01);
  const traces = [
    { x: line.map((one) => one.money), y: line.map((one) => one.participation), mode: "lines", line: { color: colour("--ink"), width: 2 }, hoverinfo: "skip" },
    ...points.map((point) => ({
      x: [point.money], y: [point.participation], mode: "markers", cliponaxis: false,
      marker: { size: 18, color: point.bought ? tint(point.name) : "rgba(0,0,0,0)", line: { width: point.bought ? 0 : 3, color: tint(point.name) } },
      error_y: { type: "data", symmetric: false, array: [point.spread[1] - point.participation], arrayminus: [point.participation - point.spread[0]], color: faded(tint(point.name), 0.55), thickness: 2, width: 0 },
      hovertemplate: `${plain(point.name)}<br>$%{x:,.0f} a year, %{y:.1%}<extra></extra>`,
    })),
  ];
  return {
    traces,
    tall: COST_HEIGHT,
    layout: {
      annotations: nameLabels(points, most, top, tint),
      xaxis: axis("cost a year, hours included", { tickprefix: "$", tickformat: ",.0f", rangemode: "tozero", range: [-0.03 * most, 1.12 * most] }),
      yaxis: axis("employees who visit in a week, last half-year", { tickformat: ".0%", range: [0, top] }),
    },
    rows: [["programme", "money a year", "participation", "participation, low", "participation, high", "on the frontier"],
      ...points.map((one) => [one.name, one.money, one.participation, ...one.spread, String(one.frontier)])],
    spoken: says.join(" "),
  };
}

// Names beside their points, on the side with room, moved apart where they would lie on each other.
function nameLabels(points, most, top, tint) {
  const pixels = (COST_HEIGHT - 66) / top;
  const sides = [points.filter((point) => point.money > 0.6 * most), points.filter((point) => point.money <= 0.6 * most)];
  return sides.flatMap((side, right) => {
    let last = -Infinity;
    return [...side].sort((a, b) => b.participation - a.participation).map((point) => {
      const y = (top - point.participation) * pixels;
      const at = Math.max(y, last + 24);
      last = at;
      return {
        x: point.money, y: point.participation, text: plain(point.name), ax: right ? 26 : -40, ay: at - y,
        xanchor: right ? "left" : "right", font: { size: 16, color: tint(point.name) }, arrowcolor: faded(tint(point.name), 0.6), arrowwidth: 1.2, arrowhead: 0, standoff: 10,
      };
    });
  });
}

// Of the first replies to a department's posts, who gave them.
export function answersFigure(found, width) {
  const { departments, shares, replies, says } = found;
  const names = departments.map((name) => broken(name, width < 560 ? 13 : 26));
  const text = shares.map((row) => departments.map((_, n) => (row === null || row[n] < 0.095 ? "" : (100 * row[n]).toFixed(0))));
  const few = shares.map((row, n) => (row === null ? departments[n] : null)).filter(Boolean);
  return {
    traces: [{
      type: "heatmap", z: shares.map((row) => row ?? departments.map(() => null)), x: departments.map((_, n) => n), y: departments.map((_, n) => n),
      text, texttemplate: "%{text}", textfont: { size: 13 }, xgap: 2, ygap: 2, zmin: 0, hoverongaps: false,
      customdata: replies.map((row, asked) => row.map((count, who) => [plain(departments[asked]), plain(departments[who]), count])),
      hovertemplate: "posts in %{customdata[0]},<br>answered first by %{customdata[1]}:<br>%{z:.0%} (%{customdata[2]} replies)<extra></extra>",
      colorscale: [[0, colour("--paper")], [0.5, colour("--p2")], [1, colour("--p3")]],
      colorbar: { tickformat: ".0%", outlinewidth: 0, thickness: 12, title: { text: "share", side: "right" } },
    }],
    tall: 128 + 21 * departments.length,
    layout: {
      margin: { l: width < 560 ? 100 : 190, r: 10, t: 6, b: 118 },
      xaxis: axis("", { tickvals: departments.map((_, n) => n), ticktext: names, tickangle: -40, automargin: true, showgrid: false, zeroline: false }),
      yaxis: axis("", { tickvals: departments.map((_, n) => n), ticktext: names, autorange: "reversed", showgrid: false, zeroline: false }),
    },
    rows: [["posts in", "answered first by", "replies"], ...replies.flatMap((row, asked) => row.map((count, who) => [departments[asked], departments[who], count]))],
    spoken: says.join(" "),
    note: few.length ? `Too few replies to show: ${few.join(", ")}.` : "",
  };
}

// What is left of the activity, by weeks from the champion's departure.
export function departureFigure(found, colours, width) {
  const narrow = width < 560;
  const pins = found.departures;
  const tint = (name) => colours[found.lines.findIndex((one) => one.name === name)];
  const traces = pins.flatMap((pin) => [
    { x: pin.weeks, y: pin.low, mode: "lines", line: { width: 0 }, hoverinfo: "skip" },
    { x: pin.weeks, y: pin.high, mode: "lines", line: { width: 0 }, hoverinfo: "skip", fill: "tonexty", fillcolor: faded(tint(pin.name), 0.14) },
  ]);
  for (const pin of pins) {
    traces.push({
      x: pin.weeks, y: pin.mean, mode: "lines", line: { width: 3.2, color: tint(pin.name) },
      hovertemplate: `${plain(pin.name)}, week %{x}: %{y:.0%}<extra></extra>`,
    });
  }
  pins.forEach((pin, n) => {
    const gone = pin.half_lives.filter((weeks) => weeks !== null);
    traces.push({
      x: gone, y: gone.map(() => 0.03 + 0.055 * n), mode: "markers", marker: { color: faded(tint(pin.name), 0.6), size: 8 },
      hovertemplate: `${plain(pin.name)}: half of what was built is gone after %{x} weeks in a run<extra></extra>`,
    });
  });
  const last = Math.max(...pins.map((pin) => pin.weeks.at(-1)));
  return {
    traces,
    tall: 340,
    layout: {
      margin: { l: 70, r: narrow ? 96 : 200, t: 14, b: 52 },
      xaxis: axis("weeks from the champion's departure", { range: [-26, last], tickvals: [-26, 0, 13, 26, 39, 52, 78, 104].filter((week) => week <= last), showgrid: false, zeroline: false }),
      yaxis: axis("weekly visitors, share of before", { tickformat: ".0%", rangemode: "tozero" }),
      shapes: [
        { type: "line", x0: 0, x1: 0, yref: "paper", y0: 0, y1: 1, line: { color: colour("--miss"), width: 1.6, dash: "dot" } },
        { type: "line", xref: "paper", x0: 0, x1: 1, y0: 1, y1: 1, line: { color: colour("--quiet"), width: 1, dash: "dot" } },
      ],
      annotations: apart(pins.map((pin) => ({ y: pin.mean.at(-1), text: `${broken(pin.name, narrow ? 10 : 15)}<br>${percent(pin.left)}`, tint: tint(pin.name) }))).map((one) => ({
        xref: "paper", x: 1.01, xanchor: "left", y: one.y, text: one.text, showarrow: false, align: "left", font: { size: 14, color: one.tint },
      })),
    },
    rows: [["programme", "what", "week from departure", "share of before", "low", "high"], ...pins.flatMap((pin) => [
      ...pin.weeks.map((week, n) => [pin.name, "weekly visitors", week, pin.mean[n], pin.low[n], pin.high[n]]),
      ...pin.half_lives.map((weeks) => [pin.name, "half of what was built is gone in a run", weeks ?? "never in this run", null, null, null]),
    ])],
    spoken: pins.map((pin) => pin.says).join(" "),
  };
}

// Labels of line ends, moved apart where they would lie on each other.
function apart(labels) {
  const sorted = [...labels].sort((a, b) => b.y - a.y);
  for (let n = 1; n < sorted.length; n += 1) sorted[n].y = Math.min(sorted[n].y, sorted[n - 1].y - 0.2);
  return sorted;
}

function broken(name, most = 24) {
  const lines = [""];
  for (const word of String(name).split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + word.length > most) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  return lines.map(plain).join("<br>");
}
