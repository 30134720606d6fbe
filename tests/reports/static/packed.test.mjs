// What Python packed is unpacked once, when it is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { unpack, unpackText } from "../../../textml/reports/static/packed.mjs";

const pack = (value) => gzipSync(Buffer.from(JSON.stringify(value), "utf16le")).toString("base64");

test("a packed value comes back, rare characters too", async () => {
  const value = { 题: ["𠮷", 1, 0.25, null, "</script>"] };
  assert.deepEqual(await unpackText(pack(value)), value);
});

test("asked twice, a part of the page is unpacked once", async () => {
  const asked = [];
  globalThis.document = { getElementById: (id) => asked.push(id) && { textContent: `\n${pack([1, 2])}\n` } };
  const [one, other] = [await unpack("words"), await unpack("words")];
  assert.deepEqual(one, [1, 2]);
  assert.equal(one, other);
  assert.deepEqual(asked, ["packed-words"]);
});
