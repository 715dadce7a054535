// A chart over the weeks: lines with bands, marks, and a cursor. Drawn by Plotly.

import { h, pictureOf, save } from "uptake/dom.js";
import { percent, when } from "uptake/words.js";

const CALM = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };

export function makeChart(element, { height = 300, share = true, small = false, label = "Chart" } = {}) {
  const place = h("div", { class: "plot", role: "img", "aria-label": label });
  const cursor = h("div", { class: "cursor", hidden: true });
  element.append(h("div", { class: "plotted" }, place, cursor));
  place.style.height = `${height}px`;
  let last = null;
  let marked = null;

  function draw(shown) {
    const first = last === null;
    last = shown;
    place.setAttribute("aria-label", spoken(shown, share, label));
    const drawn = Plotly.react(place, traces(shown, share), layout(shown, place, share, small), CALM);
    // Wherever the chart is drawn anew, by a change of its size too, the cursor goes along.
    if (first) place.on("plotly_afterplot", () => mark(marked));
    return drawn;
  }

  // Shows where the people stand; moved without drawing the chart again.
  function mark(week) {
    marked = week;
    const axes = place._fullLayout;
    cursor.hidden = week === null || !axes;
    if (!cursor.hidden) cursor.style.left = `${axes._size.l + axes.xaxis.c2p(week)}px`;
  }

  return {
    draw,
    redraw: () => last && draw(last),
    dim: (stale) => element.classList.toggle("stale", stale),
    mark,
    async picture(name) {
      const size = { format: "png", width: 1600, height: 900, scale: 1 };
      const address = await Plotly.toImage(place, size);
      save(pictureOf(address), `${name}.png`);
    },
    csv: (name) => last && save(new Blob([table(last)], { type: "text/csv" }), `${name}.csv`),
    onWeek: (act) => place.on?.("plotly_click", (event) => act(Math.round(event.points[0].x))),
  };
}

function traces({ lines }, share) {
  const all = [];
  const weeks = [...lines[0].mean.keys()];
  const hover = share ? "%{y:.1%}" : "%{y:.2f}";
  for (const line of lines) {
    if (!line.low) continue;
    all.push({ ...outline(line, weeks), mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false,
      fill: "toself", fillcolor: faded(line.colour, line.band ?? (line.quiet ? 0.1 : 0.2)) });
  }
  for (const line of lines) {
    all.push({
      x: weeks, y: line.mean, name: line.name, mode: "lines", connectgaps: true,
      line: { color: line.colour, width: line.quiet ? 2 : 3.2, dash: line.dash ?? "solid" },
      hovertemplate: `${hover}<extra>${plain(line.name)}</extra>`,
    });
  }
  return all;
}

// A band as one outline, there and back: one trace is drawn sooner than two.
function outline(line, weeks) {
  const known = weeks.filter((week) => line.low[week] !== null && line.high[week] !== null);
  const back = [...known].reverse();
  return { x: [...known, ...back], y: [...known.map((week) => line.high[week]), ...back.map((week) => line.low[week])] };
}

function layout({ lines, marks = [], axis, zero = true, most }, place, share, small) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const weeks = lines[0].mean.length;
  const ticks = Array.from({ length: Math.floor(weeks / 26) + 1 }, (_, n) => 26 * n);
  const every = Math.ceil(ticks.length / (small || place.clientWidth < 520 ? 4 : 8));
  const font = { family: "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif", size: small ? 13 : 15, color: colour("--ink") };
  const line = { gridcolor: colour("--line"), zerolinecolor: colour("--quiet"), linecolor: colour("--line"), fixedrange: true };
  return {
    font, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: small ? 46 : 58, r: small ? 14 : 34, t: small ? 8 : 26, b: small ? 26 : 34 },
    showlegend: !small && lines.length > 1,
    legend: { orientation: "h", traceorder: "normal", x: 0, y: 1.02, yanchor: "bottom", font: { size: 15 } },
    hovermode: small ? false : "x unified",
    hoverlabel: { bgcolor: colour("--card"), bordercolor: colour("--line"), font: { color: colour("--ink") } },
    xaxis: {
      ...line, range: [0, weeks], showgrid: false, hoverformat: ".0f",
      tickvals: ticks.filter((_, n) => n % every === 0),
      ticktext: ticks.filter((_, n) => n % every === 0).map((week) => (week ? when(week) : "start")),
    },
    yaxis: {
      ...line, rangemode: zero ? "tozero" : "normal", tickformat: share ? ".0%" : "", nticks: small ? 3 : 6,
      ...(most ? { range: [0, most] } : {}),
      title: small || !axis ? undefined : { text: axis, font: { size: 14, color: colour("--quiet") }, standoff: 6 },
    },
    shapes: marks.map(({ week }) => ({
      type: "line", x0: week, x1: week, yref: "paper", y0: 0, y1: 1, line: { color: colour("--miss"), width: 1.6, dash: "dot" },
    })),
    annotations: small ? [] : marks.map(({ week, words }, n) => ({
      x: week, yref: "paper", y: 1, yanchor: "top", xanchor: week > weeks * 0.7 ? "right" : "left", xshift: week > weeks * 0.7 ? -5 : 5,
      yshift: -17 * marks.slice(0, n).filter((one) => week - one.week < weeks / 4).length,
      text: plain(words), showarrow: false, font: { size: 14, color: colour("--miss") },
    })),
  };
}

// Plotly reads tags in texts; what a user typed must stay text.
export function plain(text) {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function faded(colour, alpha) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${alpha})`;
}

function spoken({ lines, axis }, share, label) {
  const ends = lines.map((line) => {
    const end = line.mean.findLast((value) => value !== null);
    return `${line.name} ends at ${share ? percent(end, 1) : end?.toFixed(2)}`;
  });
  return `${label}: ${axis ?? ""}. ${ends.join("; ")}.`;
}

function table({ lines }) {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  const head = ["week", ...lines.flatMap((line) => [line.name, ...(line.low ? [`${line.name}, low`, `${line.name}, high`] : [])])];
  const rows = lines[0].mean.map((_, week) =>
    [week, ...lines.flatMap((line) => [line.mean[week], ...(line.low ? [line.low[week], line.high[week]] : [])])]);
  return [head.map(quoted), ...rows].map((row) => row.map((value) => value ?? "").join(",")).join("\r\n");
}

// A colour of the theme, such as "--base".
export function themeColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function seriesColours() {
  return ["--s1", "--s2", "--s3", "--s4", "--s5", "--s6"].map(themeColour);
}
