// A figure that Plotly draws, with its numbers as a table: for charts other than lines over weeks.

import { h, pictureOf, save } from "uptake/dom.js";

const CALM = { displayModeBar: false, responsive: true, doubleClick: false, showTips: false };
const FONT = "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

export function makeFigure(element, { height = 360, label = "Figure" } = {}) {
  const place = h("div", { class: "plot", role: "img", "aria-label": label });
  element.append(place);
  let last = null;

  // `rows` are the numbers drawn, the first row their names; `spoken` says the figure in words.
  function draw({ traces, layout, rows, spoken, tall = height }) {
    last = { traces, layout, rows };
    place.style.height = `${tall}px`;
    place.setAttribute("aria-label", `${label}. ${spoken}`);
    return Plotly.react(place, traces, { ...base(), ...layout, height: tall }, CALM).then(() => fit(place));
  }

  async function picture(name, title) {
    if (!last) return;
    const layout = { ...base(), ...last.layout, paper_bgcolor: colour("--paper"), autosize: false };
    const margin = { ...layout.margin, t: (layout.margin.t ?? 20) + 60 };
    const text = { text: wrapped(title), x: 0.02, xanchor: "left", y: 0.97, yanchor: "top", font: { size: 20 } };
    const address = await Plotly.toImage(
      { data: last.traces, layout: { ...layout, margin, title: text, width: 1280, height: 720 } },
      { format: "png", width: 1280, height: 720, scale: 1.5 });
    save(pictureOf(address), `${name}.png`);
  }

  return {
    draw, picture,
    csv: (name) => last && save(new Blob([csvOf(last.rows)], { type: "text/csv" }), `${name}.csv`),
  };
}

// A figure that was hidden while the window changed has the old width.
export function fit(place) {
  if (place.clientWidth && place._fullLayout.width !== place.clientWidth) Plotly.Plots.resize(place);
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function axis(title, more = {}) {
  return {
    gridcolor: colour("--line"), zerolinecolor: colour("--quiet"), linecolor: colour("--line"), fixedrange: true,
    title: { text: title, font: { size: 15, color: colour("--quiet") }, standoff: 8 }, ...more,
  };
}

export function faded(hex, alpha) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${alpha})`;
}

function base() {
  return {
    font: { family: FONT, size: 15, color: colour("--ink") }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 64, r: 18, t: 14, b: 52 }, showlegend: false, hovermode: "closest",
    hoverlabel: { bgcolor: colour("--card"), bordercolor: colour("--line"), font: { color: colour("--ink") } },
  };
}

function wrapped(title) {
  const lines = [""];
  for (const word of title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").split(" ")) {
    if (lines.at(-1).length + word.length > 105) lines.push("");
    lines[lines.length - 1] += `${lines.at(-1) ? " " : ""}${word}`;
  }
  return lines.slice(0, 2).join("<br>");
}

function csvOf(rows) {
  const cell = (value) => (typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : value ?? "");
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}
