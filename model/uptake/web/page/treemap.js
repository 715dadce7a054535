// Where each department lies: a squarified treemap, and people in squares inside it.
// After Bruls, Huizing and van Wijk (2000); the same as uptake/figures/treemap.py.

const STRIP = 3; // People fill a department in strips of this many rows: a team makes a patch.
const ROUNDS = 6;

// Divides {x, y, width, height} into rectangles of given areas (falling), each as square as can be.
export function squarify(areas, frame) {
  const total = areas.reduce((sum, area) => sum + area, 0);
  const scale = total ? (frame.width * frame.height) / total : 0;
  const placed = [];
  let free = frame;
  let from = 0;
  while (from < areas.length) {
    const short = Math.min(free.width, free.height);
    let to = from + 1;
    let sum = areas[from] * scale;
    let worst = worstRatio(areas[from] * scale, areas[from] * scale, sum, short);
    while (to < areas.length) {
      const more = sum + areas[to] * scale;
      const next = worstRatio(areas[from] * scale, areas[to] * scale, more, short);
      if (next > worst) break;
      worst = next;
      sum = more;
      to += 1;
    }
    free = layRow(areas.slice(from, to).map((area) => area * scale), sum, free, placed);
    from = to;
  }
  return placed;
}

function worstRatio(largest, smallest, total, side) {
  return Math.max((side ** 2 * largest) / total ** 2, total ** 2 / (side ** 2 * smallest));
}

function layRow(row, total, free, placed) {
  if (free.width >= free.height) {
    const thick = total / free.height;
    let at = free.y;
    for (const area of row) {
      placed.push({ x: free.x, y: at, width: thick, height: area / thick });
      at += area / thick;
    }
    return { x: free.x + thick, y: free.y, width: Math.max(free.width - thick, 0), height: free.height };
  }
  const thick = total / free.width;
  let at = free.x;
  for (const area of row) {
    placed.push({ x: at, y: free.y, width: area / thick, height: thick });
    at += area / thick;
  }
  return { x: free.x, y: free.y + thick, width: free.width, height: Math.max(free.height - thick, 0) };
}

// The largest square with which every group of people fits its rectangle.
// Returns {side, blocks}: a block is {x, y, width, height, header, columns, rows, size}.
export function layOut(sizes, width, height, header, headerWidth) {
  const people = sizes.reduce((sum, size) => sum + size, 0);
  const order = sizes.map((size, n) => n).sort((a, b) => sizes[b] - sizes[a] || a - b);
  const falling = order.map((n) => sizes[n]);
  let side = stepDown(Math.sqrt((width * height) / Math.max(1, people)) + 1);
  for (;;) {
    const fitted = fit(falling, { x: 0, y: 0, width, height }, side, header, headerWidth);
    if (fitted) {
      const blocks = [];
      order.forEach((n, place) => { blocks[n] = { ...fitted[place], size: sizes[n] }; });
      return { side, blocks };
    }
    // Where squares would vanish, names give way.
    if (side <= 2 && header) return layOut(sizes, width, height, 0, headerWidth);
    side = stepDown(side);
  }
}

function stepDown(side) {
  return side > 1 ? Math.ceil(side) - 1 : 0.9 * side;
}

function fit(sizes, frame, side, header, headerWidth) {
  let room = sizes.map((size) => (Math.sqrt(size) + 0.5) ** 2 * side ** 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    const blocks = squarify(room, frame).map((outline) => block(outline, side, header, headerWidth));
    if (blocks.every((one, n) => one.columns * one.rows >= sizes[n])) return blocks;
    room = blocks.map((one, n) => roomFor(one, sizes[n], side));
    if (room.reduce((sum, area) => sum + area, 0) > frame.width * frame.height) return null;
  }
  return null;
}

function block(outline, side, header, headerWidth) {
  const top = outline.width >= headerWidth && outline.height >= 2 * header ? header : 0;
  return {
    ...outline, header: top,
    columns: Math.max(0, Math.floor((outline.width - gap(side)) / side)),
    rows: Math.max(0, Math.floor((outline.height - gap(side) - top) / side)),
  };
}

function roomFor(one, size, side) {
  const columns = Math.max(one.columns, 1);
  const rows = Math.ceil(size / columns);
  const width = Math.max(one.width, columns * side + gap(side));
  return width * (rows * side + one.header + gap(side));
}

// White between departments, in pixels.
function gap(side) {
  return side >= 1 ? Math.max(Math.min(side, 8), 4) : side;
}

// Column and row of the n-th person of a block.
export function spot(one, n) {
  const strip = Math.floor(n / (STRIP * one.columns));
  const within = n - strip * STRIP * one.columns;
  const deep = depth(one, strip);
  return [Math.floor(within / deep), STRIP * strip + (within % deep)];
}

// The person of a block at a column and row; -1 if nobody stands there.
export function personAt(one, column, row) {
  if (column < 0 || column >= one.columns || row < 0) return -1;
  const strip = Math.floor(row / STRIP);
  const deep = depth(one, strip);
  const within = row - STRIP * strip;
  if (within >= deep) return -1;
  const n = strip * STRIP * one.columns + column * deep + within;
  return n < one.size ? n : -1;
}

function depth(one, strip) {
  return Math.min(STRIP, Math.ceil(one.size / one.columns) - STRIP * strip);
}
