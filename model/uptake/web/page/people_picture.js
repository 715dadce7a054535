// The people of one week as a picture: squares, names, shares and the key.

import { percent } from "uptake/words.js";

const TOP = 56;
const BOTTOM = 44;
const FONT = "system-ui, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

export function drawPicture(crowd, ratio, departments, { title, states, palette, ink, paper }) {
  const canvas = document.createElement("canvas");
  canvas.width = crowd.width + 32 * ratio;
  canvas.height = crowd.height + (TOP + BOTTOM) * ratio;
  const context = canvas.getContext("2d");
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(crowd, 16 * ratio, TOP * ratio);
  context.fillStyle = ink;
  context.textBaseline = "top";
  context.font = `600 ${22 * ratio}px ${FONT}`;
  context.fillText(title, 16 * ratio, 16 * ratio, canvas.width - 32 * ratio);
  context.font = `${13 * ratio}px ${FONT}`;
  for (const one of departments) {
    if (!one.header) continue;
    const words = `${percent(one.employed ? one.visited / one.employed : 0)} ${one.name}`;
    context.save();
    context.beginPath();
    context.rect(16 * ratio + one.x, TOP * ratio + one.y, one.width - 4 * ratio, one.header);
    context.clip();
    context.fillText(words, 16 * ratio + one.x + 2 * ratio, TOP * ratio + one.y + 3 * ratio);
    context.restore();
  }
  drawKey(context, ratio, canvas.height - (BOTTOM - 14) * ratio, states, palette, ink);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

function drawKey(context, ratio, y, states, palette, ink) {
  let x = 16 * ratio;
  states.forEach((words, n) => {
    context.fillStyle = palette[n];
    context.fillRect(x, y, 15 * ratio, 15 * ratio);
    context.fillStyle = ink;
    context.fillText(words, x + 21 * ratio, y + 1 * ratio);
    x += context.measureText(words).width + 44 * ratio;
  });
}
