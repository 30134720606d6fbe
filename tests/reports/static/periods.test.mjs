// Periods are put in order, compared at their own precision, and weighted by articles.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isWithin, orderPeriod, selectedRange, shareWithin } from "../../../textml/reports/static/periods.mjs";

test("a period that ends before it begins is turned round; an open one is left alone", () => {
  assert.deepEqual(orderPeriod("2025-03", "2025-01"), ["2025-01", "2025-03"]);
  assert.deepEqual(orderPeriod("2025-01", "2025-03"), ["2025-01", "2025-03"]);
  assert.deepEqual(orderPeriod("2025-03", ""), ["2025-03", ""]);
  assert.deepEqual(orderPeriod("", "2025-01"), ["", "2025-01"]);
});

test("a date is compared at the precision of the period, both ends included", () => {
  const cases = [
    ["2025-02-13", "2025-02-13", "2025-02-13", true],
    ["2025-02-28", "2025-01", "2025-02", true],
    ["2025-03-01", "2025-01", "2025-02", false],
    ["2024-12-31", "2025", "", false],
    ["2025-12-31", "", "2025", true],
    ["2026-01-01", "", "2025", false],
  ];
  for (const [date, from, to, expected] of cases) assert.equal(isWithin(date, from, to), expected, date);
});

test("an unknown date lies in no period, but is there while none is selected", () => {
  assert.equal(isWithin("", "", ""), true);
  assert.equal(isWithin("", "2025", ""), false);
  assert.equal(isWithin("", "", "2025"), false);
});

test("an open end of the selection reaches to the first or the last period", () => {
  const groups = ["2025-01", "2025-02", "2025-03"];
  assert.deepEqual(selectedRange(groups, "", ""), [0, 2]);
  assert.deepEqual(selectedRange(groups, "2025-02", ""), [1, 2]);
  assert.deepEqual(selectedRange(groups, "", "2025-01"), [0, 0]);
});

test("a period with more articles counts more; periods without any give 0", () => {
  const periods = { groups: ["1", "2", "3", "4"], n_articles: [1, 3, 0, 0], share: [[0.8, 0.4, 0, 0], [0, 0, 0, 0]] };
  assert.equal(shareWithin(periods, 0, "", ""), (0.8 + 3 * 0.4) / 4);
  assert.equal(shareWithin(periods, 0, "1", "1"), 0.8);
  assert.equal(shareWithin(periods, 1, "1", "2"), 0);
  assert.equal(shareWithin(periods, 0, "3", "4"), 0);
});
