// All requests of the page, to its own server and nobody else.

let session = "";

export function makeSource() {
  session = crypto.randomUUID();
  return { offers: () => true, get, post, answer, stream, prepare, bytes };
}

async function get(path, { signal } = {}) {
  return read(await fetch(path, { signal, headers: { "X-Session": session } }));
}

async function post(path, body, { signal, headers } = {}) {
  return read(await send(path, body, signal, headers));
}

async function bytes(path, body, { signal } = {}) {
  const response = await send(path, body, signal);
  if (!response.ok) await read(response);
  return response.arrayBuffer();
}

function send(path, body, signal, headers = {}) {
  const raw = body instanceof Blob || body instanceof ArrayBuffer;
  return fetch(path, {
    method: "POST",
    signal,
    headers: { "X-Session": session, "Content-Type": raw ? "application/octet-stream" : "application/json", ...headers },
    body: raw ? body : JSON.stringify(body),
  });
}

async function read(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.message ?? `The server says ${response.status}.`), answer);
  return answer;
}

// Lines of JSON, each told as it comes.
async function stream(path, body, { signal, onPart }) {
  const response = await send(path, body, signal);
  if (!response.ok) await read(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const lines = text.split("\n");
    text = lines.pop();
    for (const line of lines) {
      const part = JSON.parse(line);
      if (part.kind === "error") throw Object.assign(new Error(part.message), part);
      onPart(part);
    }
  }
}

function answer(choice, { before, baseline, measures, replicates, signal, onPart }) {
  return stream("/api/answer", { choice, before, baseline, measures, replicates }, { signal, onPart });
}

function prepare(choice, lever) {
  return post("/api/prepare", { choice, lever }).catch(() => {});
}
