// What stands under the chart: the people, the four steps to taking part, the difference, the effort.

import { makeChart, seriesColours, themeColour } from "uptake/chart.js";
import { button, h } from "uptake/dom.js";
import { count, percent } from "uptake/words.js";

const STEPS = [
  ["headcount", "employees", false], ["account_share", "with an account", true],
  ["returning", "of these came in the last four weeks", true], ["participation_four_weekly", "so take part", true],
];
const ALL = ["participation", "participation_four_weekly", "account_share", "headcount"];

export async function makePanels(app, { onWeek }) {
  const people = await makePeoplePanel(app, onWeek);
  const panels = [people, makeSteps(), makeDifference(), makeEffort()].filter(Boolean);
  let open = 0;
  let last = null;
  const tabs = panels.map((panel, n) => button(panel.words, () => choose(n), { role: "tab", "aria-selected": "false" }));
  const element = h("section", { class: "panels" },
    h("div", { role: "tablist", "aria-label": "More to see", class: "row" }, tabs),
    panels.map((panel) => h("div", { role: "tabpanel", "aria-label": panel.words }, panel.element)));

  function choose(number) {
    open = number;
    tabs.forEach((tab, n) => tab.setAttribute("aria-selected", String(n === number)));
    panels.forEach((panel, n) => {
      panel.element.parentElement.hidden = n !== number;
      if (n !== number) panel.leave?.();
    });
    if (last) panels[open].show(...last);
  }
  choose(0);
  return {
    element,
    measures: (main) => [...new Set([main, ...ALL])],
    show(...shown) { last = shown; panels[open].show(...shown); },
    redraw: () => last && panels[open].show(...last),
    leave: () => panels[open].leave?.(),
    keys: people?.keys ?? [],
  };
}

// The organisation as squares; another module draws it, where the source has people.
async function makePeoplePanel(app, onWeek) {
  if (!app.source.offers("people")) return null;
  const { makePeople } = await import("uptake/people.js").catch(() => ({}));
  if (!makePeople) return null;
  const element = h("div", { class: "people" });
  const people = makePeople(element, app);
  people.onWeek(onWeek);
  let timer = 0;
  return {
    words: "People", element,
    show(part, choice) {
      clearTimeout(timer);
      if (part.complete) timer = setTimeout(() => people.show(choice, 0), 60);
    },
    leave() { people.pause(); onWeek(null); },
    keys: [{ key: " ", says: "play or pause the people", act: () => people.toggle?.() }],
  };
}

function makeSteps() {
  const charts = STEPS.map(([, words, share]) => {
    const place = h("div", { class: "step" }, h("p", {}, words));
    return { place, chart: makeChart(place, { height: 150, share, small: true, label: words }) };
  });
  return {
    words: "Four steps", element: h("div", { class: "steps" }, charts.map((one) => one.place)),
    show(part, choice, pinned) {
      const [blue] = seriesColours();
      const quiet = themeColour("--base");
      STEPS.forEach(([name], n) => {
        const lines = pinned ? [{ name: "pinned", colour: quiet, dash: "dash", quiet: true, mean: means(pinned, name) }] : [];
        lines.push({ name: "now", colour: blue, mean: means(part, name) });
        charts[n].chart.draw({ lines });
      });
    },
  };
}

function means({ measures }, name) {
  if (name !== "returning") return measures[name].mean;
  return measures.participation_four_weekly.mean.map((share, week) => {
    const accounts = measures.account_share.mean[week];
    return accounts > 0 ? share / accounts : null;
  });
}

function makeDifference() {
  const place = h("div", { class: "chart" });
  const chart = makeChart(place, { height: 210, label: "Difference from the pinned programme" });
  const words = h("p", { class: "note" }, "Nothing differs from the pinned programme yet.");
  return {
    words: "Difference", element: h("div", {}, place, words),
    show(part) {
      if (!part.difference) return;
      const [blue] = seriesColours();
      chart.draw({ lines: [{ name: "now less pinned", colour: blue, ...part.difference.participation }], zero: false, axis: "of employees" });
      words.textContent = "Pairs of runs with the same chance and the same assumptions; the band holds 9 of 10.";
    },
  };
}

function makeEffort() {
  const list = h("dl", { class: "effort" });
  return {
    words: "Effort", element: list,
    show({ totals }, choice, pinned) {
      const was = pinned?.totals;
      const rows = [
        ["The champion's hours a week, on average", totals.champion_hours.toFixed(1), was?.champion_hours.toFixed(1)],
        ["Deputies' hours a week", totals.deputy_hours.toFixed(1), was?.deputy_hours.toFixed(1)],
        ["Work that waits at the end, hours", totals.backlog_hours.toFixed(1), was?.backlog_hours.toFixed(1)],
        ["Money in all, hours included", count(totals.money), was && count(was.money)],
        ["Hours that answered questions saved", count(totals.hours_saved), was && count(was.hours_saved)],
        ["Managers' stance at the end, 0 to 100 %", percent(totals.manager_stance), was && percent(was.manager_stance)],
      ];
      list.replaceChildren(...rows.map(([term, now, before]) => h("div", {}, h("dt", {}, term),
        h("dd", {}, h("b", {}, now), before !== undefined && before !== now ? ` (pinned: ${before})` : ""))));
    },
  };
}
