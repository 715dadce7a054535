// Your organisation: open an HR export, a scenario or sets of assumptions; use them; forget them.

import { button, h, replace } from "uptake/dom.js";
import { makeReadingControl, showEnsemble, showExample, showOrganisation, showProblems, showScenario } from "uptake/reading.js";

const KINDS = {
  organisation: {
    title: "Your organisation", takes: ".csv,.tsv,.txt,.gz", shows: showOrganisation,
    says: "An HR export with one row a person: employee number, manager's number, department. CSV or TSV.",
    choice: (app, key) => ({ ...app.state, organisation: key }),
    uses: (state, key) => state.organisation === key,
    without: ({ organisation, ...rest }) => rest,
  },
  scenario: {
    title: "Your programme", takes: ".yaml,.yml", shows: showScenario,
    says: "A scenario file, as uptake new writes one. It becomes a programme to start from.",
    choice: (app, key) => ({ ...app.state, levers: {}, scenario: key }),
    uses: (state, key) => state.scenario === key,
    without: ({ scenario, ...rest }) => rest,
  },
  ensemble: {
    title: "Your assumptions", takes: ".csv", shows: showEnsemble,
    says: "Sets of assumptions, as uptake calibrate writes them after it has seen your own use.",
    choice: (app, key) => ({ ...app.state, assumptions: { ...app.state.assumptions, basis: key } }),
    uses: (state, key) => state.assumptions?.basis === key,
    without: (state) => ({ ...state, assumptions: Object.fromEntries(Object.entries(state.assumptions).filter(([name]) => name !== "basis")) }),
  },
};
const LARGEST = { organisation: 20e6, scenario: 1e6, ensemble: 20e6 };
const PLAIN = { columns: {}, repairs: {}, encoding: "utf-8" };

export async function makeView(app) {
  const offered = await app.source.get("/api/own/controls");
  const result = h("div", { class: "result", "aria-live": "polite" });
  const offers = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, makeOffer(app, kind, open)]));
  const element = h("div", { class: "own" },
    h("h1", {}, "Open what is yours"),
    h("p", { class: "promise" }, "Files are read on this machine, in memory, and are gone when the program ends. Names and e-mail addresses are never read, employee numbers are never shown, and groups under five are not named."),
    h("div", { class: "offers" }, Object.values(offers).map((one) => one.element)), result);
  replace(result, showExample());

  async function open(kind, file, asked = PLAIN) {
    const offer = offers[kind];
    if (file.size > LARGEST[kind]) return app.alarm(`${file.name} is too large: at most ${LARGEST[kind] / 1e6} MB are read here.`);
    offer.wait(true);
    app.alarm("");
    replace(result, h("p", { class: "wait" }, `Reading ${file.name} …`));
    try {
      const said = { name: file.name, ...asked, ...(app.state.organisation ? { organisation: app.state.organisation } : {}) };
      // Read first: a file that changes on the disk while it is sent ends the request without words.
      const body = new Blob([JSON.stringify(said), "\n", await file.arrayBuffer()]);
      const read = await app.source.post(`/api/own/${kind}`, body);
      replaced(kind, read, file.name);
      replace(result, KINDS[kind].shows(read), kind === "organisation" && again(kind, file, asked, read.columns));
      app.announce(`${file.name} is open.`);
    } catch (error) {
      if (!error.problems) app.alarm(`${file.name} was not opened: ${error.message}`);
      replace(result, error.problems && showProblems(file.name, error.problems,
        kind === "organisation" && makeReadingControl(offered, error.columns ?? [], asked, (chosen) => open(kind, file, chosen))));
    } finally {
      offer.wait(false);
    }
  }

  function again(kind, file, asked, columns) {
    return h("details", {}, h("summary", {}, "Columns and repairs"),
      makeReadingControl(offered, columns, asked, (chosen) => open(kind, file, chosen)));
  }

  // What was opened before in its place is forgotten; a choice that named it names the new one.
  function replaced(kind, read, name) {
    const before = offers[kind].key;
    const words = kind === "organisation" ? read.headline : kind === "scenario" ? `${read.name} (yours)` : read.headline;
    list(app, kind, read.key, words);
    offers[kind].show(read.key, words, name);
    if (!before) return;
    if (KINDS[kind].uses(app.state, before)) app.change(KINDS[kind].choice(app, read.key), { label: `${name} opened again` });
    drop(before);
    unlist(app, kind, before);
  }

  function drop(key) {
    app.source.post("/api/own/forget", { key }).catch(() => app.alarm("The server could not be told to forget it."));
  }

  function forget(kind) {
    const { key } = offers[kind];
    drop(key);
    unlist(app, kind, key);
    if (KINDS[kind].uses(app.state, key)) app.change(KINDS[kind].without(app.state), { label: "an opened file forgotten" });
    offers[kind].clear();
    replace(result, showExample());
    app.announce("Forgotten: it is no longer in memory.");
  }

  for (const kind of Object.keys(KINDS)) offers[kind].onForget(() => forget(kind));
  return {
    element,
    enter() { for (const offer of Object.values(offers)) offer.mark(); },
    keys: [],
  };
}

const LISTS = { organisation: "organisations", scenario: "presets", ensemble: "ensembles" };

function list(app, kind, key, words) {
  const name = LISTS[kind];
  app[name] = { ...app[name], [key]: kind === "scenario" ? { words, levers: {}, scenario: key } : { words } };
}

function unlist(app, kind, key) {
  const name = LISTS[kind];
  app[name] = Object.fromEntries(Object.entries(app[name] ?? {}).filter(([known]) => known !== key));
}

function makeOffer(app, kind, open) {
  const spec = KINDS[kind];
  let forget = () => {};
  const input = h("input", {
    type: "file", id: `open-${kind}`, accept: spec.takes, "aria-label": `Open ${spec.title.toLowerCase()}`,
    onchange: () => { if (input.files[0]) open(kind, input.files[0]); input.value = ""; },
  });
  const chooser = h("span", { class: "file" }, h("span", { class: "button", "aria-hidden": "true" }, "Open a file"), input);
  const opened = h("p", { class: "opened", hidden: true });
  const use = button("Use it", () => {
    app.change(spec.choice(app, offer.key), { label: `${spec.title} in place` });
    app.go("explore");
  }, { class: "main", hidden: true });
  const away = button("Forget it", () => forget(), { hidden: true });
  const element = h("section", {
    class: "offer", "aria-label": spec.title,
    ondragover: (event) => { event.preventDefault(); element.classList.add("over"); },
    ondragleave: () => element.classList.remove("over"),
    ondrop: (event) => {
      event.preventDefault();
      element.classList.remove("over");
      if (event.dataTransfer.files[0]) open(kind, event.dataTransfer.files[0]);
    },
  }, h("h2", {}, spec.title), h("p", {}, spec.says), opened, h("div", { class: "row" }, chooser, use, away));
  const offer = {
    element, key: null,
    onForget(act) { forget = act; },
    wait(waiting) { input.disabled = waiting; use.disabled = waiting; away.disabled = waiting; },
    show(key, words) { offer.key = key; opened.textContent = words; shown(true); offer.mark(); },
    clear() { offer.key = null; opened.textContent = ""; shown(false); input.focus(); },
    mark() { use.textContent = offer.key && spec.uses(app.state, offer.key) ? "In use: to Explore" : "Use it"; },
  };
  function shown(yes) { for (const one of [opened, use, away]) one.hidden = !yes; }
  return offer;
}
