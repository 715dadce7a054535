// What was chosen, step by step: undo, redo, and the last change once more.

import { sameChoice } from "uptake/link.js";

export function makeHistory(first) {
  const steps = [{ choice: first, label: "" }];
  let at = 0;
  return {
    get choice() { return steps[at].choice; },
    get label() { return steps[at].label; },
    get before() { return steps[Math.max(0, at - 1)].choice; },
    canUndo: () => at > 0,
    canRedo: () => at < steps.length - 1,
    undo() { if (at > 0) at -= 1; },
    redo() { if (at < steps.length - 1) at += 1; },
    // Steps of one drag (the same `drag`) are one step.
    add(choice, label, drag) {
      if (sameChoice(choice, steps[at].choice)) return false;
      if (drag !== undefined && steps[at].drag === drag) steps[at] = { choice, label, drag };
      else {
        steps.splice(at + 1, steps.length, { choice, label, drag });
        at += 1;
      }
      return true;
    },
  };
}
