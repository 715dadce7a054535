// The organisation: one square a person, by department and team, in the colour of what they do.

import { makeCrowd } from "uptake/crowd.js";
import { button, h, replace, save } from "uptake/dom.js";
import { csvOf, readPeople } from "uptake/people_data.js";
import { drawPicture } from "uptake/people_picture.js";
import { makeLegend, makeTable } from "uptake/people_words.js";
import { makePlayer } from "uptake/player.js";
import { makeStory } from "uptake/story.js";
import { percent } from "uptake/words.js";

const NAME_HEIGHT = 19;
const LEAST_NAME = 62;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEPT = 4;
const RUNS = 20;

export function makePeople(element, app) {
  const heard = { week: [], person: [] };
  const kept = new Map();
  let data = null;
  let asked = null;
  let current = { choice: null, replicate: 0 };
  let place = -1;
  let ratio = 1;
  let blocks = [];
  let outOfDate = false;

  const canvas = h("canvas", { "aria-hidden": "true" });
  const crowd = makeCrowd(canvas);
  const names = h("div", { class: "names", "aria-hidden": "true" });
  const ring = h("div", { class: "ring", hidden: true });
  const stage = h("div", {
    class: "crowd", tabindex: "0", role: "application", "aria-roledescription": "people",
    "aria-label": "People. Arrow keys move from one to the next, Page up and down between departments, Enter tells the story.",
    onkeydown: onKey, onfocus: () => point(Math.max(place, 0), true),
    onpointermove: (event) => point(placeOf(event)), onpointerleave: () => point(-1),
    onclick: (event) => { const found = placeOf(event); if (found >= 0) { point(found); tell(); } },
  }, canvas, names, ring);
  const who = h("p", { class: "note who" });
  const legend = makeLegend();
  const table = makeTable();
  const player = makePlayer(showWeek, () => table.update(data, player.week));
  const story = makeStory(app, {
    onWeek: (week) => { player.pause(); player.seek(week); },
    onClose: () => stage.focus(),
  });
  const run = button("Run 1", anotherRun, { class: "run", title: "Another run: the same programme, other chance and other assumptions" });
  const large = button("Enlarge", enlarge, { "aria-pressed": "false" });
  replace(element, h("div", { class: "row" }, player.element, run, large,
    button("Picture", () => picture("people"), { title: "This week as PNG" }),
    button("Table", () => csv("people"), { title: "Departments by week as CSV" })),
  h("div", { class: "row said" }, legend.element, who), stage, table.element, story.element);
  run.hidden = !app.source.offers("story"); // A copy to take home holds one run.
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.classList.contains("large")) enlarge();
  });
  new ResizeObserver(() => { if (data) relay(); }).observe(stage);
  app.on("theme", () => { if (data) recolour(); });

  async function show(choice, replicate = current.replicate) {
    current = { choice, replicate };
    const key = JSON.stringify([choice, replicate]);
    if (asked?.key === key) return;
    asked?.abort();
    const control = new AbortController();
    control.key = key;
    asked = control;
    run.textContent = `Run ${replicate + 1}`;
    try {
      if (!kept.has(key)) {
        stage.classList.add("waiting");
        const buffer = await app.source.bytes("/api/people", { choice, replicate }, { signal: control.signal });
        kept.set(key, readPeople(buffer));
        if (kept.size > KEPT) kept.delete(kept.keys().next().value);
      }
    } catch (error) {
      if (error.name !== "AbortError") failed(error);
      if (asked === control) asked = null;
      return;
    }
    if (asked !== control) return;
    asked = null;
    receive(kept.get(key));
  }

  function failed(error) {
    stage.classList.remove("waiting");
    stage.classList.add("stale");
    who.textContent = `The people cannot be shown: ${error.message}`;
    app.alarm(`The people cannot be shown: ${error.message}`);
  }

  function receive(found) {
    const week = data ? Math.min(player.week, found.head.weeks - 1) : found.head.weeks - 1;
    const same = data && String(data.head.sizes) === String(found.head.sizes);
    data = found;
    stage.classList.remove("waiting", "stale");
    if (!same) place = -1;
    player.length(found.head.weeks);
    if (!same || !blocks.length) relay(false);
    player.seek(week);
    table.update(data, week);
    if (!story.element.hidden) story.close();
    stage.dataset.people = found.head.positions;
  }

  function relay(paint = true) {
    const { width, height } = stage.getBoundingClientRect();
    if (width < 40 || height < 40) { outOfDate = true; return; }
    outOfDate = false;
    ratio = Math.max(1, Math.min(2, window.devicePixelRatio || 1));
    blocks = crowd.layout(data.head, Math.floor(width * ratio), Math.floor(height * ratio), NAME_HEIGHT * ratio, LEAST_NAME * ratio);
    replace(names, blocks.map((one, number) => (one.header ? nameOf(one, number) : null)));
    recolour(paint);
  }

  function nameOf(one, number) {
    const at = { left: `${one.x / ratio + 2}px`, top: `${one.y / ratio}px`, width: `${one.width / ratio - 4}px` };
    return h("span", { "data-department": String(number), style: at }, h("b", {}), h("span", {}, data.head.departments[number]));
  }

  function recolour(paint = true) {
    crowd.colours(palette(), colour("--track"));
    if (paint) showWeek(player.week, false);
  }

  function showWeek(week, tellOthers = true) {
    if (!data) return;
    if (outOfDate) relay(false);
    if (!blocks.length) return;
    crowd.paint(data.states, week * data.rowBytes);
    for (const span of names.children) {
      const { visited, employed } = data.department(Number(span.dataset.department), week);
      span.firstChild.textContent = percent(employed ? visited / employed : 0);
    }
    legend.update(data.everyone(week));
    stage.dataset.week = week;
    if (place >= 0) point(place);
    if (!player.playing) table.update(data, week);
    if (tellOthers) for (const act of heard.week) act(week);
  }

  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    return crowd.placeAt((event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio);
  }

  function point(found, aloud = false) {
    if (!data || found >= data.head.positions) return;
    if (found < 0) {
      ring.hidden = document.activeElement !== stage;
      return;
    }
    place = found;
    const { x, y, ink } = crowd.squareOf(place);
    Object.assign(ring.style, { left: `${x / ratio - 3}px`, top: `${y / ratio - 3}px`, width: `${ink / ratio + 6}px`, height: `${ink / ratio + 6}px` });
    ring.hidden = false;
    const { name, team } = data.where(place);
    const words = `${name}, in a team of ${team}: ${data.head.states[data.state(place, player.week)]}`;
    who.textContent = words;
    if (aloud) app.announce(words);
  }

  function onKey(event) {
    if (!data) return;
    const arrow = ARROWS[event.key];
    if (arrow) point(crowd.neighbour(Math.max(place, 0), ...arrow), true);
    else if (event.key === "Home") point(0, true);
    else if (event.key === "End") point(data.head.positions - 1, true);
    else if (event.key === "PageDown" || event.key === "PageUp") {
      const { department } = data.where(Math.max(place, 0));
      const next = department + (event.key === "PageDown" ? 1 : -1);
      point(data.starts[Math.max(0, Math.min(data.head.sizes.length - 1, next))], true);
    } else if (event.key === "Enter") tell();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async function tell() {
    player.pause();
    const told = await story.show(current.choice, current.replicate, place);
    if (told) for (const act of heard.person) act(place, told);
  }

  function anotherRun() {
    player.pause();
    show(current.choice, (current.replicate + 1) % RUNS);
  }

  function enlarge() {
    const on = element.classList.toggle("large");
    large.textContent = on ? "Back" : "Enlarge";
    large.setAttribute("aria-pressed", String(on));
  }

  function picture(name) {
    if (!data) return;
    const everyone = data.everyone(player.week);
    drawPicture(canvas, ratio, blocks.map((one, number) => ({ ...one, ...data.department(number, player.week) })), {
      title: `Week ${player.week}: ${percent(everyone.employed ? everyone.visited / everyone.employed : 0)} visited in the last four weeks`,
      states: data.head.states, palette: palette(), ink: colour("--ink"), paper: colour("--paper"),
    }).then((blob) => save(blob, `${name}.png`));
  }

  function csv(name) {
    if (data) save(new Blob([csvOf(data)], { type: "text/csv" }), `${name}.csv`);
  }

  return {
    show, picture, csv,
    play: player.play, pause: player.pause, toggle: player.toggle, step: player.step, seek: player.seek,
    onWeek: (act) => heard.week.push(act),
    onPerson: (act) => heard.person.push(act),
  };
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function palette() {
  return ["--p0", "--p1", "--p2", "--p3"].map(colour);
}
