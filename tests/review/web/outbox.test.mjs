// No label is lost between the page and the server.

import assert from "node:assert/strict";
import { test } from "node:test";

const kept = new Map();
const listeners = new Map();
globalThis.navigator ??= {};
globalThis.window = { matchMedia: () => ({ matches: false }) };
globalThis.localStorage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) };
globalThis.addEventListener = (name, listen) => listeners.set(name, listen);

const { openOutbox, post, waiting, watchOutbox, withdraw } = await import("../../../textml/review/web/static/base/outbox.mjs");

const news = [];
let server = null;
watchOutbox((one) => news.push(one));
globalThis.fetch = async (address, { body }) => server(JSON.parse(body));
const saved = [];

function saves(label) {
  saved.push(`${label.id}=${label.section}`);
  return answer(200, { ...label, at: "2026-11-27T09:31:05.123Z", before: null });
}

function answer(status, body) {
  return { ok: status < 400, status, statusText: "", json: async () => body };
}

async function until(condition) {
  for (let turn = 0; turn < 400 && !condition(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(condition());
}

test("labels go out one after the other in the order in which they were given", async () => {
  openOutbox("february");
  server = saves;
  for (const id of ["a", "b", "c"]) post({ id, section: "economy", by: "hy" });
  assert.equal(waiting().length, 3);
  await until(() => waiting().length === 0);
  assert.deepEqual(saved.splice(0), ["a=economy", "b=economy", "c=economy"]);
});

test("while the server is away they stay in the browser, and are sent when it is back", async () => {
  server = () => Promise.reject(new TypeError("Failed to fetch"));
  post({ id: "d", section: "culture", by: "" });
  const { nonce } = post({ id: "e", section: "culture", by: "" });
  await until(() => news.some(({ delayed }) => delayed));
  assert.equal(JSON.parse(kept.get("textml.review.outbox")).length, 2);
  let warned = false;
  listeners.get("beforeunload")({ preventDefault: () => (warned = true) });
  assert.ok(warned);
  assert.ok(withdraw(nonce));
  server = saves;
  await until(() => waiting().length === 0);
  assert.deepEqual(saved.splice(0), ["d=culture"]);
  assert.ok(!withdraw(nonce));
});

test("a label that the server refuses is told, and does not hold up the next one", async () => {
  server = (label) => (label.id === "gone" ? answer(404, { error: "gone: no such article" }) : saves(label));
  post({ id: "gone", section: "economy", by: "" });
  post({ id: "f", section: "economy", by: "" });
  await until(() => waiting().length === 0);
  assert.deepEqual(saved.splice(0), ["f=economy"]);
  const refused = news.filter(({ error }) => error);
  assert.deepEqual(refused.map(({ entry, error }) => [entry.id, error.status, error.message]), [["gone", 404, "gone: no such article"]]);
});

test("an answer that is cut off counts for nothing: the label is sent again", async () => {
  let calls = 0;
  server = (label) => {
    calls += 1;
    return calls === 1 ? { ok: true, status: 200, json: () => Promise.reject(new SyntaxError("cut off")) } : saves(label);
  };
  post({ id: "g", section: "economy", by: "" });
  await until(() => waiting().length === 0);
  assert.deepEqual([calls, saved.splice(0)], [2, ["g=economy"]]);
});
