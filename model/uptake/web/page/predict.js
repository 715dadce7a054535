// Drawing a guess into a chart: with mouse, touch or pen, or point by point with the keyboard.

const SVG = "http://www.w3.org/2000/svg";
const POINTS = 5;

// `plot` is a chart that has been drawn. `from` is the first week to guess, `start` the value before
// it, `most` the upper end of the axis; `say(value)` puts a value in words, `onChange` is told of
// every change.
export function makePredict(plot, { from, weeks, start, most, say, label, onChange }) {
  const guess = Array(weeks).fill(null);
  const handles = pointsOf(from, weeks);
  let drawing = null;
  let strokes = 0;
  const line = svg("path", { class: "guess" });
  const invitation = svg("text", { class: "invitation", "text-anchor": "middle" });
  invitation.textContent = "Draw here";
  const field = svg("rect", { class: "field" });
  const dots = handles.map(makeHandle);
  const canvas = svg("svg", { class: "predict", role: "group", "aria-label": label }, field, invitation, line, ...dots);
  plot.parentElement.append(canvas);
  fill(start);
  plot.on("plotly_afterplot", place);
  canvas.addEventListener("pointerdown", begin);
  canvas.addEventListener("pointermove", go);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, stop);
  place();

  return {
    element: canvas,
    // Week by week, nothing before `from`; null as long as nothing has been drawn.
    guess: () => (strokes ? [...guess] : null),
    place,
    remove() { plot.removeListener("plotly_afterplot", place); canvas.remove(); },
  };

  function fill(value) {
    for (let week = from; week < weeks; week += 1) guess[week] = value;
  }

  // Where the chart's area is: Plotly keeps its margins and its axes' functions there.
  function axes() {
    const { _size: { l, t, w, h: tall }, xaxis } = plot._fullLayout;
    return {
      left: l, top: t, width: w, height: tall,
      x: (week) => l + xaxis.c2p(week),
      y: (value) => t + tall * (1 - value / most),
      week: (x) => Math.round(xaxis.p2c(x - l)),
      value: (y) => clamp(most * (1 - (y - t) / tall), 0, most),
    };
  }

  function place() {
    if (!plot._fullLayout) return;
    const at = axes();
    const left = at.x(from);
    const right = at.left + at.width;
    set(canvas, { width: plot.clientWidth, height: plot.clientHeight });
    set(field, { x: left, y: at.top, width: Math.max(0, right - left), height: at.height });
    set(invitation, { x: (left + right) / 2, y: at.top + 0.3 * at.height });
    show();
  }

  function show() {
    const at = axes();
    const path = [`M${at.x(from - 1)},${at.y(start)}`];
    for (let week = from; week < weeks; week += 1) path.push(`L${at.x(week)},${at.y(guess[week])}`);
    set(line, { d: path.join("") });
    canvas.classList.toggle("drawn", strokes > 0);
    dots.forEach((dot, n) => {
      const value = guess[handles[n]];
      set(dot, {
        cx: at.x(handles[n]), cy: at.y(value), "aria-valuenow": Math.round(1000 * value) / 1000,
        "aria-valuetext": `week ${handles[n]}: ${say(value)}`,
      });
    });
  }

  function begin(event) {
    field.setPointerCapture(event.pointerId);
    drawing = null;
    strokes += 1;
    event.preventDefault();
    drawTo(event);
  }

  function go(event) {
    if (field.hasPointerCapture(event.pointerId)) drawTo(event);
  }

  function stop() { drawing = null; }

  // Joins the last place of the pointer to this one. The first stroke goes on level to the end; later
  // ones mend it.
  function drawTo(event) {
    const box = canvas.getBoundingClientRect();
    const at = axes();
    const here = { week: clamp(at.week(event.clientX - box.left), from, weeks - 1), value: at.value(event.clientY - box.top) };
    const fresh = strokes === 1;
    join(drawing ?? (fresh ? { week: from - 1, value: start } : here), here);
    if (fresh) for (let later = here.week + 1; later < weeks; later += 1) guess[later] = here.value;
    drawing = here;
    tell();
  }

  function join(one, other) {
    const [left, right] = one.week <= other.week ? [one, other] : [other, one];
    for (let week = Math.max(from, left.week); week <= right.week; week += 1) {
      const share = right.week === left.week ? 1 : (week - left.week) / (right.week - left.week);
      guess[week] = left.value + share * (right.value - left.value);
    }
    guess[clamp(other.week, from, weeks - 1)] = other.value;
  }

  function tell() {
    show();
    onChange();
  }

  function makeHandle(week, n) {
    const dot = svg("circle", {
      class: "handle", r: 11, tabindex: 0, role: "slider", "aria-label": `Guess for week ${week}`,
      "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": most,
    });
    dot.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 }[event.key];
      const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const end = { Home: 0, End: most }[event.key];
      if (step === undefined && side === undefined && end === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (side !== undefined) return dots[clamp(n + side, 0, POINTS - 1)].focus();
      setPoint(n, end ?? clamp(guess[week] + step * scaleOf(most), 0, most));
    });
    return dot;
  }

  // Moves one of the five points; between them and its neighbours the guess becomes straight.
  function setPoint(n, value) {
    const known = [{ week: from - 1, value: start }, ...handles.map((week) => ({ week, value: guess[week] }))];
    known[n + 1].value = value;
    strokes += 1;
    join(known[n], known[n + 1]);
    if (n + 2 < known.length) join(known[n + 1], known[n + 2]);
    tell();
  }
}

// A step is one per cent where the axis is a share of staff, more where it is taller.
function scaleOf(most) {
  return most > 0.6 ? 5 : 1;
}

export function pointsOf(from, weeks) {
  return Array.from({ length: POINTS }, (_, n) => Math.round(from + ((weeks - 1 - from) * (n + 1)) / POINTS));
}

function svg(tag, properties, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, properties);
  element.append(...children);
  return element;
}

function set(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
