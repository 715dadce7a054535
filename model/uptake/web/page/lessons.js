// The lessons: their list, and the slides of one with the way through them.

import { button, h, replace } from "uptake/dom.js";
import { makeNotes } from "uptake/lesson_notes.js";
import { makeSlide } from "uptake/lesson_slide.js";

const FIRST = "champion";
// The lesson for somebody who has two minutes.

export function makeView(app) {
  const { lessons } = app.setup;
  const done = new Set();
  const element = h("div", { class: "lessons" });
  const notes = makeNotes();
  let at = null;
  let slide = null;

  function enter(rest) {
    const [id, number] = (rest ?? "").split("/");
    const lesson = lessons.find((one) => one.id === id);
    leave();
    if (!lesson) return showList();
    const place = Math.min(lesson.slides.length, Math.max(1, Number(number) || 1)) - 1;
    return showSlide(lesson, place);
  }

  function showList() {
    at = null;
    const first = lessons.find((one) => one.id === FIRST) ?? lessons[0];
    replace(element,
      h("h1", {}, "Lessons"),
      h("div", { class: "hurry" },
        h("p", {}, h("b", {}, "Two minutes? "), "The champion leaves. Draw what happens next, then let the model run."),
        button("Start here", () => open(first, 0), { class: "main large" })),
      h("ol", { class: "lesson-cards" }, lessons.map((lesson, n) => h("li", {},
        h("a", { class: "lesson-card", href: `#lessons/${lesson.id}/1`, onclick: (event) => { event.preventDefault(); open(lesson, 0); } },
          h("span", { class: "number", "aria-hidden": "true" }, String(n + 1)),
          h("span", { class: "lesson-title" }, lesson.title),
          h("span", { class: "lesson-question" }, lesson.question),
          h("span", { class: "note" }, sayDone(lesson)))))));
  }

  function sayDone(lesson) {
    const passed = lesson.slides.filter((one) => done.has(keyOf(lesson, one))).length;
    const size = `${lesson.slides.length} slides, ${lesson.minutes} minutes`;
    return passed ? `${size} · ${passed} done` : size;
  }

  function showSlide(lesson, place) {
    at = { lesson, place };
    const spec = lesson.slides[place];
    const crumb = h("p", { class: "crumb" },
      h("a", { href: "#lessons", onclick: (event) => { event.preventDefault(); app.go("lessons"); } }, "Lessons"),
      ` · ${lessons.indexOf(lesson) + 1} ${lesson.title}`);
    const next = button(isLast() ? "All lessons" : "Next", forward, { class: "next" });
    const dots = h("ol", { class: "dots" }, lesson.slides.map((one, n) => h("li", {}, makeDot(lesson, one, n, place))));
    slide = makeSlide(app, spec, {
      heading: { element: crumb, restart: () => showSlide(lesson, place) },
      onPassed(words) {
        done.add(keyOf(lesson, spec));
        dots.children[place].firstChild.classList.add("done");
        next.classList.add("main");
        app.announce(words);
      },
    });
    notes.close();
    notes.show(spec.notes);
    replace(element, slide.element,
      h("div", { class: "steps-bar" }, notes.element,
        button("Back", back, { disabled: place === 0 }), h("nav", { "aria-label": "Slides" }, dots), notes.opener,
        button("Sandbox", openSandbox, { title: "Go on in Explore with what this slide shows (s)" }), next));
    slide.start();
    slide.focus();
  }

  function makeDot(lesson, one, n, place) {
    const passed = done.has(keyOf(lesson, one)) ? " done" : "";
    return button("", () => open(lesson, n), {
      class: `dot${passed}`, title: one.title, "aria-label": `${n + 1}: ${one.title}`, "aria-current": n === place ? "step" : undefined,
    });
  }

  function isLast() { return at.place === at.lesson.slides.length - 1; }

  function forward() {
    if (!at) return;
    if (isLast()) app.go("lessons");
    else open(at.lesson, at.place + 1);
  }

  function back() {
    if (at && at.place > 0) open(at.lesson, at.place - 1);
  }

  function open(lesson, place) { app.go(`lessons/${lesson.id}/${place + 1}`); }

  function openSandbox() {
    if (!slide) return;
    app.change(slide.choice, { label: `from the lesson ${at.lesson.title}` });
    app.go("explore");
  }

  function leave() {
    slide?.leave();
    slide = null;
  }

  // Arrow keys that move a slider do not turn the page.
  element.addEventListener("keydown", (event) => {
    if (event.target.closest("input, [role=application]") && /^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
  });
  app.on("theme", () => app.view === view && slide?.redraw());
  const view = {
    element,
    enter,
    leave,
    keys: [
      { key: "ArrowRight", says: "next slide", act: forward }, { key: "ArrowLeft", says: "slide before", act: back },
      { key: "PageDown", says: "next slide", act: forward }, { key: "PageUp", says: "slide before", act: back },
      { key: "n", says: "facilitator's notes", act: () => at && notes.toggle() },
      { key: "s", says: "go on in the sandbox", act: openSandbox },
    ],
  };
  return view;
}

function keyOf(lesson, slide) { return `${lesson.id}/${slide.id}`; }
