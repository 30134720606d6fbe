// Names on the map that overlap are seen, and an arrow key finds the nearest topic in its direction.

import assert from "node:assert/strict";
import { test } from "node:test";
import { largestInside, moveInside, nearest, overlap } from "../../../textml/reports/static/places.mjs";

const box = (left, top, right, bottom) => ({ left, top, right, bottom });

test("boxes overlap when they share an area; a common edge is none", () => {
  assert.equal(overlap(box(0, 0, 10, 10), box(9, 9, 20, 20)), true);
  assert.equal(overlap(box(0, 0, 10, 10), box(2, 2, 3, 3)), true);
  assert.equal(overlap(box(0, 0, 10, 10), box(10, 0, 20, 10)), false);
  assert.equal(overlap(box(0, 0, 10, 10), box(0, 11, 10, 20)), false);
});

test("the nearest place ahead is found in each direction", () => {
  const places = [[50, 50], [90, 50], [10, 50], [50, 90], [50, 10]].map(([left, top]) => ({ left, top }));
  assert.equal(nearest(places, 0, 1, 0), 1);
  assert.equal(nearest(places, 0, -1, 0), 2);
  assert.equal(nearest(places, 0, 0, 1), 3);
  assert.equal(nearest(places, 0, 0, -1), 4);
});

test("a place far to the side loses against one further ahead", () => {
  const places = [[0, 0], [10, 30], [50, 0]].map(([left, top]) => ({ left, top }));
  assert.equal(nearest(places, 0, 1, 0), 2);
});

test("where nothing lies ahead the place itself is the answer", () => {
  const places = [{ left: 0, top: 0 }, { left: 0.5, top: 0 }, { left: -5, top: 0 }];
  assert.equal(nearest(places, 0, 1, 0), 0);
  assert.equal(nearest(places.slice(0, 1), 0, 0, 1), 0);
});

test("what stands outside a frame moves just inside, what stands inside stays", () => {
  assert.equal(moveInside(-12, 40, 100), 12);
  assert.equal(moveInside(70, 40, 100), -10);
  assert.equal(moveInside(30, 40, 100), 0);
});

test("a circle grows no larger than the frame lets it", () => {
  assert.equal(largestInside(30, 50, 100, 100), 30);
  assert.equal(largestInside(90, 50, 100, 100), 10);
  assert.equal(largestInside(50, 80, 100, 90), 10);
});
