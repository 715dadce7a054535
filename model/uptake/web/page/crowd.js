// Everyone on a canvas, one square a person, stamped as pixels.

import { layOut, personAt, spot } from "uptake/treemap.js";

export function makeCrowd(canvas) {
  const context = canvas.getContext("2d");
  let image = null;
  let pixels = null;
  let corner = new Int32Array(0);
  let shown = new Uint8Array(0);
  let ink = 1;
  let side = 1;
  let blocks = [];
  let starts = [];
  let palette = new Uint32Array(4);

  // Lays everyone out on so many pixels; the labels' height and least width are pixels too.
  function layout({ sizes, teams }, width, height, header, headerWidth) {
    canvas.width = width;
    canvas.height = height;
    image = context.createImageData(width, height);
    pixels = new Uint32Array(image.data.buffer);
    ({ side, blocks } = layOut(sizes, width, height, header, headerWidth));
    ink = side >= 3 ? Math.max(1, Math.round(side - Math.max(1, Math.min(0.16 * side, 4)))) : Math.max(1, Math.floor(side));
    starts = [0];
    for (const size of sizes) starts.push(starts.at(-1) + size);
    corner = new Int32Array(starts.at(-1));
    shown = new Uint8Array(corner.length).fill(255);
    blocks.forEach((one, department) => {
      const left = Math.floor(one.x + 1);
      const top = Math.floor(one.y + one.header + 1);
      for (let n = 0; n < one.size; n += 1) {
        const [column, row] = spot(one, n);
        corner[starts[department] + n] = (top + Math.floor(row * side)) * width + left + Math.floor(column * side);
      }
    });
    drawTeams(teams);
    return blocks;
  }

  let edges = [];

  // Remembers the gaps between squares of different teams, to be drawn as lines.
  function drawTeams(teams) {
    edges = [];
    if (side < 6) return;
    const team = new Int32Array(corner.length);
    let at = 0;
    teams.forEach((size, number) => { team.fill(number, at, at + size); at += size; });
    blocks.forEach((one, department) => {
      for (let n = 0; n < one.size; n += 1) {
        const mine = starts[department] + n;
        const [column, row] = spot(one, n);
        const right = personAt(one, column + 1, row);
        const below = personAt(one, column, row + 1);
        if (right >= 0 && team[starts[department] + right] !== team[mine]) edges.push([corner[mine] + ink, 1]);
        if (below >= 0 && team[starts[department] + below] !== team[mine]) edges.push([corner[mine] + ink * canvas.width, 0]);
      }
    });
  }

  function colours(list, edge) {
    palette = Uint32Array.from(list, packed);
    shown.fill(255);
    if (!pixels) return;
    pixels.fill(0);
    const line = packed(edge);
    // A line is as long as a square and its gap, and as thick as half of the gap.
    const cell = Math.ceil(side);
    const thick = Math.max(1, Math.round((side - ink) / 2));
    for (const [from, upright] of edges) {
      const [along, across] = upright ? [canvas.width, 1] : [1, canvas.width];
      for (let n = 0; n < cell * thick; n += 1) {
        const at = from + (n % cell) * along + Math.floor(n / cell) * across;
        if (at < pixels.length) pixels[at] = line;
      }
    }
  }

  // Paints the states of one week: two bits a person, from a byte of the packed states on.
  function paint(packedStates, from) {
    const width = canvas.width;
    for (let n = 0; n < corner.length; n += 1) {
      const state = (packedStates[from + (n >> 2)] >> ((n & 3) << 1)) & 3;
      if (state === shown[n]) continue;
      shown[n] = state;
      const colour = palette[state];
      let at = corner[n];
      for (let down = 0; down < ink; down += 1) {
        pixels.fill(colour, at, at + ink);
        at += width;
      }
    }
    context.putImageData(image, 0, 0);
  }

  function placeAt(x, y) {
    const department = blocks.findIndex((one) => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height);
    if (department < 0) return -1;
    const one = blocks[department];
    const column = Math.floor((x - Math.floor(one.x + 1)) / side);
    const row = Math.floor((y - Math.floor(one.y + one.header + 1)) / side);
    const n = personAt(one, column, row);
    return n < 0 ? -1 : starts[department] + n;
  }

  return {
    layout, colours, paint, placeAt,
    get side() { return side; },
    state: (place) => shown[place],
    squareOf: (place) => ({ x: corner[place] % canvas.width, y: Math.floor(corner[place] / canvas.width), ink }),
    // The next person in a direction, over gaps and into the next department; the same one at an edge.
    neighbour(place, right, down) {
      const { x, y } = { x: corner[place] % canvas.width, y: Math.floor(corner[place] / canvas.width) };
      const step = Math.max(1, side);
      for (let n = 1; n < 400; n += 1) {
        const [atX, atY] = [x + ink / 2 + right * n * step, y + ink / 2 + down * n * step];
        if (atX < 0 || atY < 0 || atX >= canvas.width || atY >= canvas.height) break;
        const found = placeAt(atX, atY);
        if (found >= 0 && found !== place) return found;
      }
      return place;
    },
  };
}

// "#rrggbb" as the canvas holds it: alpha, blue, green, red.
function packed(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
