// A copy of the page to take home: one file, made by the server, saved by the browser.

import { button, h, openDialog, replace, save } from "uptake/dom.js";

export function offerCopy(app) {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Progress", hidden: true });
  const said = h("p", { role: "status" }, "One file that opens from disk, without a server or a network: levers over stored runs, and the lessons. Making it takes a minute or two.");
  const make = button("Make the copy", start, { class: "main" });
  const control = new AbortController();
  const dialog = openDialog("A copy to take home", said, bar, h("p", { class: "row end" }, make));
  dialog.addEventListener("close", () => control.abort());

  async function start() {
    make.disabled = true;
    bar.hidden = false;
    try {
      await app.source.stream("/api/copy", {}, { signal: control.signal, onPart: told });
    } catch (error) {
      if (error.name !== "AbortError") replace(said, `The copy could not be made: ${error.message}`);
    }
  }

  async function told(part) {
    if (part.kind === "progress") {
      bar.value = part.done / part.of;
      said.textContent = `${part.done} of ${part.of} pieces of work are done.`;
      return;
    }
    bar.value = 1;
    const response = await fetch("/api/copy");
    save(await response.blob(), part.name);
    said.textContent = `${part.name}: ${(part.bytes / 1e6).toFixed(1)} MB, saved by your browser.`;
  }
}
