// Talks with the server; what goes wrong is an error with the server's own words.

/** An answer that is a refusal (status 4xx, 5xx), or no answer at all (status 0). */
export class ServerError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** Whether the same request may succeed later. */
  get passes() {
    return this.status === 0 || this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

/** Read JSON from the server. Values that are null, undefined or "" are left out of the query. */
export function read(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const tail = new URLSearchParams(given).toString();
  return ask(tail ? `${path}?${tail}` : path, { headers: { accept: "application/json" } });
}

/** Send JSON to the server, with more headers where they are needed. */
export function send(path, body, more = {}) {
  const headers = { "content-type": "application/json", accept: "application/json", ...more };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, cache: "no-store", signal: AbortSignal.timeout(30_000) });
  } catch (cause) {
    throw new ServerError(0, String(cause.message || cause));
  }
  let body;
  try {
    body = await answer.json();
  } catch {
    // Something else than the server of this page answered, or it was cut off while it spoke.
    throw new ServerError(answer.ok ? 0 : answer.status, answer.statusText);
  }
  if (!answer.ok) throw new ServerError(answer.status, body.error || answer.statusText);
  return body;
}
