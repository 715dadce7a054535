// Play, pause, step, scrub: which week is shown.

import { button, h } from "uptake/dom.js";
import { when } from "uptake/words.js";

const SPEEDS = [[4, "slow"], [10, "usual"], [26, "fast"]];

export function makePlayer(onWeek, onPause = () => {}) {
  let weeks = 1;
  let week = 0;
  let speed = 10;
  let running = 0;
  let before = 0;
  let due = 0;

  const start = button("Play", toggle, { class: "play main", "aria-label": "Play" });
  const slider = h("input", {
    type: "range", min: 0, max: 0, step: 1, "aria-label": "Week",
    oninput: () => { pause(); seek(Number(slider.value)); },
  });
  const said = h("output", { class: "week" });
  const pace = h("select", { "aria-label": "Speed", onchange: () => { speed = Number(pace.value); } },
    SPEEDS.map(([value, words]) => h("option", { value: String(value), selected: value === speed }, words)));
  const element = h("div", { class: "row player", role: "group", "aria-label": "Weeks" }, start,
    button("‹", () => step(-1), { class: "stepper", "aria-label": "One week back", title: "One week back" }), slider,
    button("›", () => step(1), { class: "stepper", "aria-label": "One week on", title: "One week on" }), said, pace);

  function tick(now) {
    if (!running) return;
    due += ((now - before) / 1000) * speed;
    before = now;
    if (due >= 1) {
      const weeksOn = Math.floor(due);
      due -= weeksOn;
      seek(Math.min(weeks - 1, week + weeksOn));
    }
    if (week >= weeks - 1) pause();
    else running = requestAnimationFrame(tick);
  }

  function play() {
    if (running || weeks < 2) return;
    if (week >= weeks - 1) seek(0);
    before = performance.now();
    due = 0;
    running = requestAnimationFrame(tick);
    show();
  }

  function pause() {
    if (!running) return;
    cancelAnimationFrame(running);
    running = 0;
    show();
    onPause();
  }

  function toggle() {
    if (running) pause();
    else play();
  }

  function step(by) {
    pause();
    seek(week + by);
  }

  function seek(to) {
    week = Math.max(0, Math.min(weeks - 1, Math.round(to)));
    slider.value = week;
    slider.style.setProperty("--at", `${weeks > 1 ? (100 * week) / (weeks - 1) : 0}%`);
    said.textContent = `Week ${week}`;
    slider.setAttribute("aria-valuetext", `Week ${week}, ${week ? `${when(week)} in` : "the first"}`);
    onWeek(week);
  }

  function show() {
    start.textContent = running ? "Pause" : "Play";
    start.setAttribute("aria-label", running ? "Pause" : "Play");
  }

  return {
    element, play, pause, toggle, step, seek,
    get week() { return week; },
    get playing() { return running !== 0; },
    length(count) { weeks = count; slider.max = count - 1; },
  };
}
