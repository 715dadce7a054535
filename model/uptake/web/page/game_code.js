// A game in a link: the number of the company, and for each quarter a digit a row.

export function encode(company, decisions, rows) {
  const quarters = decisions.map((quarter) =>
    rows.map((row) => Math.max(0, row.stops.findIndex((stop) => stop.value === quarter[row.name]))).join(""));
  return [company, ...(quarters.length ? [quarters.join(".")] : [])].join("/");
}

// What cannot be read is nothing done: the server says what is wrong with the rest.
export function decode(path, rows) {
  const [company, code = ""] = path.split("/");
  const decisions = code.split(".").filter(Boolean).slice(0, 8).map((digits) =>
    Object.fromEntries(rows
      .map((row, n) => [row.name, row.stops[Number(digits[n] ?? 0)]?.value])
      .filter(([, value], n) => value !== undefined && value !== rows[n].stops[0].value)));
  return { company: company === "" ? null : Number(company), decisions };
}
