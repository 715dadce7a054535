// The facilitator's notes of a slide: hidden until asked for.

import { button, h, replace } from "uptake/dom.js";

const PARTS = [["ask", "Ask the room"], ["hear", "You may hear"], ["watch", "Watch out"]];

export function makeNotes() {
  const element = h("aside", { class: "notes", "aria-label": "Facilitator's notes", hidden: true });
  const opener = button("Notes", toggle, { class: "notes-button", "aria-expanded": "false", title: "Facilitator's notes (n)" });

  function toggle() {
    element.hidden = !element.hidden;
    opener.setAttribute("aria-expanded", String(!element.hidden));
  }

  return {
    element,
    opener,
    toggle,
    close() { if (!element.hidden) toggle(); },
    show(notes) {
      replace(element,
        h("p", { class: "time" }, `${notes.minutes} minutes`),
        PARTS.filter(([name]) => notes[name].length).map(([name, words]) =>
          h("section", {}, h("h2", {}, words), h("ul", {}, notes[name].map((one) => h("li", {}, one))))));
    },
  };
}
