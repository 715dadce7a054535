// One question at a time to the model: the latest change wins, and a drag still sees answers.

// `ask(choice, {signal, onPart})` answers; `onPart(part, choice)` is told of every part.
export function makeAsking(ask, { onPart, onError, onWait }) {
  let running = null;
  let next = null;

  async function start(choice) {
    const mine = { choice, control: new AbortController(), told: false };
    running = mine;
    onWait(true);
    try {
      await ask(choice, {
        signal: mine.control.signal,
        onPart(part) {
          if (running !== mine) return;
          mine.told = true;
          onPart(part, choice);
          if (next) stop();
        },
      });
    } catch (error) {
      if (running === mine && error.name !== "AbortError") onError(error, choice);
      if (running !== mine) return;
    }
    if (running !== mine) return;
    running = null;
    onWait(false);
    const waiting = next;
    next = null;
    if (waiting) start(waiting);
  }

  // What is being answered has been seen once; go on with the latest.
  function stop() {
    const waiting = next;
    next = null;
    running.control.abort();
    start(waiting);
  }

  return function put(choice) {
    if (!running) return start(choice);
    next = choice;
    if (running.told) stop();
    return undefined;
  };
}
