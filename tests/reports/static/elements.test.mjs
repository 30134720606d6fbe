// Shares are written in per cent, and texts of the page are filled with values.

import assert from "node:assert/strict";
import { test } from "node:test";
import { element, fillIn, percent, say, valueOf } from "../../../textml/reports/static/elements.mjs";

test("a share has a decimal below 10 per cent and none from there on", () => {
  const cases = [
    [0, "0 %"],
    [0.0004, "0.0 %"],
    [0.053, "5.3 %"],
    [0.0625, "6.3 %"],
    [0.0994, "9.9 %"],
    [0.0995, "10 %"],
    [0.125, "13 %"],
    [0.33, "33 %"],
    [0.575, "58 %"],
    [1, "100 %"],
  ];
  for (const [share, expected] of cases) assert.equal(percent(share), expected);
});

test("every name in braces is replaced by its value, which is not read again", () => {
  assert.equal(fillIn("{n} 篇，{share}", { n: 3, share: "{n} $& %" }), "3 篇，{n} $& %");
  assert.equal(fillIn("没有", {}), "没有");
});

test("texts come from the page", () => {
  globalThis.document = { getElementById: () => ({ textContent: '{"map.more": "再看 {n} 篇"}', value: "v" }) };
  assert.equal(say("map.more", { n: 8 }), "再看 8 篇");
  assert.equal(valueOf("articles-search"), "v");
  globalThis.document = { getElementById: () => null };
  assert.equal(valueOf("articles-topic"), "");
});

test("strings become text, functions listeners, and what is missing is no attribute", () => {
  const calls = [];
  const node = {
    setAttribute: (...call) => calls.push(["set", ...call]),
    addEventListener: (name) => calls.push(["listen", name]),
    append: (...children) => calls.push(["append", ...children]),
  };
  globalThis.document = { createElement: () => node };
  element("b", { id: "x", title: null, lang: undefined, tabindex: 0, click: () => {} }, "<i>", "y");
  assert.deepEqual(calls, [["set", "id", "x"], ["set", "tabindex", 0], ["listen", "click"], ["append", "<i>", "y"]]);
});
