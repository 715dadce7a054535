// Numbers and weeks in words.

export function percent(share, digits = 0) {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  return `${(100 * share).toFixed(digits)} %`;
}

export function points(difference) {
  const size = Math.abs(100 * difference);
  const number = size < 9.95 ? size.toFixed(1) : size.toFixed(0);
  return `${number} ${number === "1.0" ? "point" : "points"}`;
}

export function count(number) {
  return Math.round(number).toLocaleString("en-GB");
}

export function when(week) {
  if (week < 13) return week === 1 ? "1 week" : `${week} weeks`;
  const halves = Math.round(week / 26);
  if (Math.abs(week - 26 * halves) > 2) return `${week} weeks`;
  if (halves === 1) return "half a year";
  const years = Math.floor(halves / 2);
  const half = halves % 2 ? "½" : "";
  return `${years}${half} ${years === 1 && !half ? "year" : "years"}`;
}

export function list(words) {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
