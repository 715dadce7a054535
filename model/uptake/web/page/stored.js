// In a copy of the page, answers come from the runs that it holds, not from a server.

import { means, pairUp, summarise } from "uptake/stored_runs.js";

const HELD = ["explore", "lessons", "method", "people"];
const NOT_HELD = "This copy does not hold that; the app itself has it.";

export async function unpackPage() {
  const [plotly, known, content] = await Promise.all(["plotly", "known", "content"].map(unpack));
  const script = document.createElement("script");
  script.src = URL.createObjectURL(new Blob([plotly], { type: "text/javascript" }));
  const ready = new Promise((done) => { script.onload = done; });
  document.head.append(script);
  await ready;
  return { known: JSON.parse(new TextDecoder().decode(known)), content };
}

async function unpack(id) {
  const text = document.getElementById(id).textContent.trim();
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export function makeStored({ known, content }) {
  const { runs } = known;
  const setup = known["/api/setup"];
  const sets = runs.sets.map((head) => ({ head, bytes: content.subarray(head.start, head.start + head.length) }));
  const places = new Map();
  sets.forEach((set) => set.head.choices.forEach((choice, place) => places.set(keyOf(choice), { set, place })));

  // The stored choices about a choice, with weights that sum to one; one alone if it is stored.
  function around(choice) {
    const exact = places.get(keyOf(choice));
    if (exact) return [{ ...exact, weight: 1 }];
    let found = [{ levers: {}, weight: 1 }];
    for (const [name, stops] of Object.entries(runs.grid)) {
      const value = choice.levers?.[name] ?? setup.levers[name].default;
      found = found.flatMap((one) => between(name, stops, value).map(([stop, weight]) => ({
        levers: stop === setup.levers[name].default ? one.levers : { ...one.levers, [name]: stop }, weight: one.weight * weight,
      })));
    }
    const rest = { ...choice };
    return found.map(({ levers, weight }) => ({ ...nearest({ ...rest, levers: settled(levers) }), weight }));
  }

  // Who follows does not matter where nobody leaves, and is not stored then.
  function settled(levers) {
    if (levers.champion_leaves) return levers;
    const { succession, ...others } = levers;
    return others;
  }

  function nearest(choice) {
    const found = places.get(keyOf(choice));
    if (!found) throw new Error(NOT_HELD);
    return found;
  }

  function between(name, stops, value) {
    if (stops.includes(value)) return [[value, 1]];
    const order = setup.levers[name].stops.map((stop) => stop.value);
    const at = order.indexOf(value);
    const stored = stops.map((stop) => order.indexOf(stop)).sort((a, b) => a - b);
    const low = stored.filter((place) => place < at).at(-1);
    const high = stored.find((place) => place > at);
    if (low === undefined || high === undefined) throw new Error(NOT_HELD);
    const weight = (at - low) / (high - low);
    return [[order[low], 1 - weight], [order[high], weight]];
  }

  // Everything of a choice: each run's participation, and means of the rest.
  function read(choice) {
    const points = around(choice);
    return { ...means(points), between: points.length > 1 };
  }

  async function answer(choice, { baseline, onPart }) {
    const found = read(choice);
    const part = summarise(found);
    if (baseline && (baseline.weeks ?? 156) === (choice.weeks ?? 156)) pairUp(part, found, read(baseline));
    part.between = found.between;
    onPart(part);
  }

  async function bytes(path, { choice, replicate = 0 }) {
    if (path !== "/api/people" || replicate !== 0) throw new Error("This copy holds the people of the first run only.");
    const best = closest(choice);
    const message = content.slice(best.start, best.start + best.length);
    return message.buffer;
  }

  // The people of the stored run that differs in the fewest levers.
  function closest(choice) {
    const same = runs.people.filter((one) => (one.choice.organisation ?? "thousand") === (choice.organisation ?? "thousand")
      && (one.choice.weeks ?? 156) === (choice.weeks ?? 156) && sameAssumptions(one.choice, choice));
    if (!same.length) throw new Error(NOT_HELD);
    return same.map((one) => [distance(one.choice, choice), one]).sort((a, b) => a[0] - b[0])[0][1];
  }

  function distance(one, other) {
    const names = new Set([...Object.keys(one.levers ?? {}), ...Object.keys(other.levers ?? {})]);
    let sum = 0;
    for (const name of names) {
      const stops = setup.levers[name]?.stops.map((stop) => stop.value);
      const place = (choice) => (stops ? stops.indexOf(choice.levers?.[name] ?? setup.levers[name].default) : 0);
      sum += stops ? 1 + Math.abs(place(one) - place(other)) : 1;
    }
    return sum;
  }

  async function get(path) {
    if (!(path in known)) throw new Error(NOT_HELD);
    return known[path];
  }

  async function post() { throw new Error(NOT_HELD); }

  return { offers: (what) => HELD.includes(what), get, post, answer, bytes, stream: post };
}

function sameAssumptions(one, other) {
  return JSON.stringify(sorted(one.assumptions)) === JSON.stringify(sorted(other.assumptions));
}

function sorted(mapping) {
  return Object.entries(mapping ?? {}).sort();
}

function keyOf(choice) {
  const { organisation = "thousand", weeks = 156, seed = 1 } = choice;
  return JSON.stringify([organisation, weeks, seed, sorted(choice.levers), sorted(choice.assumptions)]);
}
