// The whole state in the link: what is chosen, what is pinned.

const PLAIN = ["organisation", "scenario", "weeks", "seed"];

export function encode(choice) {
  const query = new URLSearchParams();
  for (const name of PLAIN) if (choice[name] !== undefined && choice[name] !== "") query.set(name, choice[name]);
  for (const [name, value] of Object.entries(choice.levers ?? {})) query.set(`lever.${name}`, value);
  for (const [name, value] of Object.entries(choice.assumptions ?? {})) query.set(`assume.${name}`, value);
  return query;
}

export function decode(query) {
  const choice = { levers: {}, assumptions: {} };
  for (const [key, value] of query) {
    if (key.startsWith("lever.")) choice.levers[key.slice(6)] = value;
    else if (key.startsWith("assume.")) choice.assumptions[key.slice(7)] = numberIfOne(value);
    else if (key === "weeks" || key === "seed") choice[key] = Number(value);
    else if (PLAIN.includes(key)) choice[key] = value;
  }
  return choice;
}

function numberIfOne(value) {
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}

// The programme that Explore compares with, if it is not the usual one.
export function encodeBase(query, base) {
  if (base) query.set("base", encode(base));
  return query;
}

export function decodeBase(query) {
  return query.has("base") ? decode(new URLSearchParams(query.get("base"))) : null;
}

export function encodePins(query, pins) {
  for (const pin of pins) query.append("pin", `${pin.name}|${encode(pin.choice)}`);
  return query;
}

export function decodePins(query) {
  return query.getAll("pin").slice(0, 6).map((text) => {
    const cut = text.lastIndexOf("|");
    return { name: text.slice(0, cut), choice: decode(new URLSearchParams(text.slice(cut + 1))) };
  });
}

export function sameChoice(one, other) {
  return sorted(one) === sorted(other);
}

function sorted(choice) {
  const query = encode(choice);
  query.sort();
  return String(query);
}
