// What became of one person, beside everyone: dated sentences, and the weeks with a visit.

import { button, h, replace } from "uptake/dom.js";

export function makeStory(app, { onWeek, onClose }) {
  const heading = h("h2", { tabindex: "-1" });
  const body = h("div", { class: "told" });
  const element = h("aside", {
    class: "story", "aria-label": "One person's story", hidden: true,
    onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } },
  }, h("div", { class: "row" }, heading, button("×", close, { class: "shut", "aria-label": "Close the story" })), body);
  let asked = null;

  async function show(choice, replicate, place) {
    asked?.abort();
    asked = new AbortController();
    const mine = asked;
    element.hidden = false;
    heading.textContent = "One moment …";
    replace(body);
    heading.focus();
    try {
      const story = await app.source.post("/api/story", { choice, replicate, place }, { signal: mine.signal });
      if (mine !== asked) return null;
      draw(story);
      return story;
    } catch (error) {
      if (error.name !== "AbortError") {
        heading.textContent = "No story";
        replace(body, h("p", {}, `The story cannot be told: ${error.message}`));
      }
      return null;
    }
  }

  function draw(story) {
    heading.textContent = story.position;
    replace(body, strip(story), h("ol", {}, story.sentences.map((one) => h("li", { class: `about-${one.kind}` },
      button(`Week ${one.week}`, () => onWeek(one.week), { class: "quiet", title: "Show this week" }), h("span", {}, one.says)))));
    app.announce(`${story.position} ${story.sentences.length} sentences.`);
  }

  // A bar for each week with a visit, taller with posts; a line for the habit.
  function strip(story) {
    const weeks = story.visits.length;
    const drawing = svg("svg", { viewBox: `0 0 ${weeks} 30`, preserveAspectRatio: "none", class: "strip", "aria-hidden": "true" });
    story.visits.forEach((visited, week) => {
      if (!visited) return;
      const high = story.posts[week] ? 22 : 11;
      drawing.append(svg("rect", { x: week + 0.1, y: 30 - high, width: 0.8, height: high, class: story.posts[week] ? "posted" : "visited" }));
    });
    const points = story.habit.map((habit, week) => `${week + 0.5},${29 - 28 * habit}`).join(" ");
    drawing.append(svg("polyline", { points, class: "habit" }));
    const count = story.visits.filter(Boolean).length;
    return h("figure", {}, drawing, h("figcaption", { class: "note" },
      `Bars: ${count} weeks with a visit of ${weeks}, tall with a post. Line: habit, none to full.`));
  }

  function close() {
    asked?.abort();
    element.hidden = true;
    onClose();
  }

  return { element, show, close };
}

function svg(tag, properties) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  return element;
}
