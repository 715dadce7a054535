// The shell: parts, tools, keys, theme, link. Each part is a module with `makeView(app)`.

import { button, h, openDialog, replace } from "uptake/dom.js";
import { decode, decodeBase, decodePins, encode, encodeBase, encodePins } from "uptake/link.js";
import { offerCopy } from "uptake/take_home.js";
import { icon } from "uptake/icons.js";
import { makeHistory } from "uptake/history.js";
import { makeSource } from "uptake/source.js";

const PARTS = [
  ["explore", "Explore"], ["compare", "Compare"], ["lessons", "Lessons"],
  ["game", "Game"], ["own", "Your organisation"], ["method", "Method"],
];
const views = new Map();
const listeners = new Map();
const app = {
  setup: null, source: null, pins: [], base: null, dark: false, view: null, name: "",
  get state() { return app.history.choice; },
  on(event, act) { listeners.set(event, [...(listeners.get(event) ?? []), act]); },
  tell(event) { for (const act of listeners.get(event) ?? []) act(); },
  announce(text) { document.querySelector("#said").textContent = text; },
  alarm, change, go, undo, redo, pin, keepLink, showKeys,
};

export async function start(makeFrom = makeSource) {
  app.source = makeFrom();
  setTheme(stored("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  const query = new URLSearchParams(location.hash.split("?")[1] ?? "");
  app.history = makeHistory(decode(query));
  app.pins = decodePins(query);
  app.base = decodeBase(query);
  showTabs();
  showTools();
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", follow);
  try {
    app.setup = await app.source.get("/api/setup");
  } catch (error) {
    return alarm(`The page cannot reach its server: ${error.message}`);
  }
  return follow();
}

function offered() {
  return PARTS.filter(([name]) => app.source.offers(name));
}

function showTabs() {
  replace(document.querySelector("#tabs"),
    ...offered().map(([name, words]) => h("a", { href: `#${name}`, "data-part": name }, words)));
}

function showTools() {
  const tools = [
    ["undo", "Undo", undo], ["redo", "Redo", redo], ["link", "Copy the link", copyLink], ["full", "Full screen", fullScreen],
    ...(app.source.offers("copy") ? [["copy", "A copy to take home", () => offerCopy(app)]] : []),
    ["theme", "Light or dark", () => setTheme(app.dark ? "light" : "dark")], ["keys", "Keys", showKeys],
  ];
  replace(document.querySelector("#tools"), ...tools.map(([id, words, act]) =>
    button(icon(id), act, { id, title: words, "aria-label": words })));
  showSteps();
}

function showSteps() {
  document.querySelector("#undo").disabled = !app.history.canUndo();
  document.querySelector("#redo").disabled = !app.history.canRedo();
}

// Follows the link: the part, the rest of its path, and the state.
async function follow() {
  const [path, query] = location.hash.slice(1).split("?");
  const [asked, ...rest] = path.split("/");
  const name = offered().some(([known]) => known === asked) ? asked : offered()[0][0];
  if (query !== undefined && query !== ownQuery()) {
    app.history.add(decode(new URLSearchParams(query)), "a link");
    app.pins = decodePins(new URLSearchParams(query));
  }
  for (const tab of document.querySelectorAll("#tabs a")) {
    if (tab.dataset.part === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  try {
    await show(name, rest.join("/"));
  } catch (error) {
    console.error(error);
    alarm(`This part cannot be shown: ${error.message}`);
  }
}

async function show(name, rest) {
  if (!views.has(name)) {
    const module = await import(`uptake/${name}.js`);
    views.set(name, await module.makeView(app));
  }
  const view = views.get(name);
  if (app.view !== view) {
    app.view?.leave?.();
    app.view = view;
    app.name = name;
    alarm("");
    replace(document.querySelector("#main"), view.element);
    document.title = `${PARTS.find(([known]) => known === name)[1]} · uptake`;
  }
  await view.enter?.(rest);
  keepLink();
}

function go(place) {
  location.hash = place.includes("?") ? place : `${place}?${ownQuery()}`;
}

function ownQuery() {
  return String(encodePins(encodeBase(encode(app.state), app.base), app.pins));
}

// Keeps the link in step with the state without a new entry in the browser's history.
function keepLink() {
  const path = location.hash.slice(1).split("?")[0] || app.name;
  history.replaceState(null, "", `#${path}?${ownQuery()}`);
  showSteps();
}

function change(choice, { label = "", drag } = {}) {
  if (!app.history.add(choice, label, drag)) return;
  app.tell("change");
  setTimeout(keepLink);
}

function undo() {
  if (!app.history.canUndo()) return;
  const label = app.history.label;
  app.history.undo();
  stepped(`Undone: ${label}`);
}

function redo() {
  if (!app.history.canRedo()) return;
  app.history.redo();
  stepped(`Done again: ${app.history.label}`);
}

function stepped(words) {
  keepLink();
  app.announce(words);
  app.tell("change");
}

function pin(name, choice = app.state) {
  if (app.pins.length >= 6) return alarm("Six programmes are pinned already; remove one in Compare.");
  app.pins = [...app.pins, { name, choice }];
  keepLink();
  app.announce(`${name} is pinned for Compare: ${app.pins.length} of 6`);
  return app.tell("pins");
}

function alarm(text) {
  const place = document.querySelector("#alarm");
  place.textContent = text;
  place.hidden = !text;
}

function setTheme(theme) {
  app.dark = theme === "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* A file from disk may have no storage. */ }
  app.tell("theme");
}

function stored(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.href);
    app.announce("The link is copied. It holds everything that is chosen.");
    flash("#link");
  } catch {
    openDialog("Copy the link", h("p", {}, "It holds everything that is chosen:"),
      h("input", { type: "text", readOnly: true, value: location.href, "aria-label": "Link" }));
  }
}

function flash(selector) {
  const element = document.querySelector(selector);
  element.replaceChildren(icon("done"));
  setTimeout(() => element.replaceChildren(icon("link")), 1200);
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => alarm("This browser shows no full screen."));
}

const KEYS = [
  { key: "z", says: "undo", act: undo }, { key: "y", says: "redo", act: redo },
  { key: "f", says: "full screen", act: fullScreen },
  { key: "d", says: "light or dark", act: () => setTheme(app.dark ? "light" : "dark") },
  { key: "?", says: "these keys", act: showKeys },
];

function keys() {
  const parts = offered().map(([name, words], n) => ({ key: String(n + 1), says: words, act: () => go(name) }));
  return [...(app.view?.keys ?? []), ...parts, ...KEYS];
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=range]):not([type=checkbox]), select, textarea")) return;
  const found = keys().find((one) => one.key === event.key);
  if (!found || (found.key === " " && event.target.closest("button, a, input, summary"))) return;
  event.preventDefault();
  found.act();
}

function showKeys() {
  openDialog("Keys", h("dl", { class: "keys" }, keys().map(({ key, says }) =>
    h("div", {}, h("dt", {}, h("kbd", {}, key === " " ? "Space" : key)), h("dd", {}, says)))));
}
