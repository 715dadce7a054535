// What a slide asks for: the words of its task and the controls to do it with.

import { rightAnswer } from "uptake/checks.js";
import { button, h, replace } from "uptake/dom.js";
import { sayGoal } from "uptake/lesson_words.js";
import { makeLever } from "uptake/lever.js";

// `on` is told: `pick(answer)`, `draw()` (the guess is final), `move(lever, value)`, `near(lever)`.
export function makeTask(app, slide, on) {
  const tick = h("span", { class: "tick", "aria-hidden": "true" }, "");
  const state = h("span", { class: "unseen" }, "not done yet");
  const words = h("p", { class: "task-words" }, tick, h("span", {}, slide.task.words), state);
  const said = h("p", { class: "outcome", "aria-live": "polite" });
  const kind = makers[slide.task.kind](app, slide, on);
  const levers = makeLevers(app, slide, on);
  const element = h("section", { class: "task", "aria-label": "Task" }, words, levers.element, kind.element, said);

  return {
    element,
    // `did` as in checks.js; `outcome` are the words that stand under the controls.
    show(did, done, outcome) {
      element.classList.toggle("done", done);
      tick.textContent = done ? "✓" : "";
      state.textContent = done ? "done" : "not done yet";
      said.textContent = outcome;
      kind.show?.(did, done);
      levers.show(did.choice);
    },
  };
}

const makers = { draw: makeDraw, pick: makePick, move: makeMove, reach: makeReach, attempts: makeAttempts, person: makePerson };

function makeDraw(app, slide, on) {
  const run = button("Run the model", on.draw, { class: "main large", disabled: true });
  const hint = h("p", { class: "note" }, "Draw in the chart: mouse, finger or pen. Keyboard: Tab to a point, then the arrow keys.");
  return {
    element: h("div", { class: "row" }, run, hint),
    show(did, done) {
      run.disabled = done || !did.guessing;
      run.hidden = done;
      hint.hidden = done;
    },
  };
}

function makePick(app, slide, on) {
  const options = slide.task.pick.options.map((option, n) =>
    button(option.words, () => on.pick(n), { class: "option", "aria-pressed": "false" }));
  return {
    element: h("div", { class: "answers", role: "group", "aria-label": "Answers" }, options),
    show({ picked, runs }, done) {
      const right = done ? rightAnswer(slide.task.pick, runs) : null;
      options.forEach((one, n) => {
        one.setAttribute("aria-pressed", String(n === picked));
        one.disabled = picked !== null;
        one.classList.toggle("right", n === right);
        one.classList.toggle("missed", done && n === picked && n !== right);
        const mark = n === right ? " (the model's answer)" : "";
        if (done) one.setAttribute("aria-label", `${slide.task.pick.options[n].words}${mark}${n === picked ? " (your answer)" : ""}`);
      });
    },
  };
}

function makeMove() {
  return { element: null };
}

function makeReach(app, slide) {
  const goals = h("ul", { class: "goals" });
  return {
    element: goals,
    show({ runs }) {
      if (!runs) return;
      replace(goals, slide.task.reach.goals.map((goal) => {
        const { reached, words } = sayGoal(goal, runs, app.setup.measures);
        return h("li", { class: reached ? "reached" : "" }, h("span", { "aria-hidden": "true" }, reached ? "✓ " : "○ "), `Now ${words}.`);
      }));
    },
  };
}

function makeAttempts(app, slide) {
  const list = h("p", { class: "tries" });
  const { lever, count } = slide.task.attempts;
  return {
    element: list,
    show({ tried }) {
      const names = tried.map((value) => app.setup.levers[lever].stops.find((stop) => stop.value === value).words);
      list.textContent = `${tried.length} of ${count} tried${names.length ? `: ${names.join(", ")}` : ""}.`;
    },
  };
}

function makePerson(app, slide) {
  const list = h("p", { class: "tries" });
  return {
    element: list,
    show({ met }) { list.textContent = `${met.length} of ${slide.task.person.count} met.`; },
  };
}

function makeLevers(app, slide, on) {
  const levers = slide.moves.map((name) => {
    const spec = app.setup.levers[name];
    const value = slide.choice.levers[name] ?? spec.default;
    const made = makeLever(name, spec, value, (next) => on.move(name, next), { onNear: () => on.near(name) });
    return { name, spec, made };
  });
  return {
    element: levers.length ? h("div", { class: "slide-levers" }, levers.map((one) => one.made.element)) : null,
    show(choice) {
      for (const { name, spec, made } of levers) made.set(choice.levers[name] ?? spec.default);
    },
  };
}
