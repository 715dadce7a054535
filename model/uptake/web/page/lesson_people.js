// The people of a slide, where the source has people; else the words that say what is missing.

import { h } from "uptake/dom.js";

export function makeLessonPeople(app, onPerson) {
  const place = h("div", { class: "people" });
  const element = h("div", { class: "lesson-people" }, place);
  let people = null;
  let gone = false;

  async function start(choice) {
    if (!app.source.offers("people")) return missing("The people are not in this copy of the page; the other slides are.");
    try {
      const { makePeople } = await import("uptake/people.js");
      if (gone) return undefined;
      people = makePeople(place, app);
      people.onPerson(onPerson);
      await people.show(choice, 0);
    } catch (error) {
      missing(`The people cannot be shown: ${error.message}`);
    }
    return undefined;
  }

  function missing(words) {
    place.replaceChildren(h("p", { class: "wait" }, words));
  }

  return {
    element,
    start,
    draw() {},
    dim() {},
    redraw() {},
    leave() { gone = true; people?.pause(); },
  };
}
