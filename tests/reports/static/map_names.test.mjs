// Names on the map stand inside the frame and over no other name; where there is little room they have fewer words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { showNames } from "../../../textml/reports/static/map_names.mjs";

/** A topic with words of 20 by 10 each, a line a word, centred on its place. */
function place(left, top, n) {
  const words = Array.from({ length: n }, () => ({ style: { display: "" }, setAttribute: () => {} }));
  const text = {
    style: {},
    shift: null,
    removeAttribute: () => (text.shift = null),
    setAttribute: (_, value) => (text.shift = value),
    getBBox: () => {
      const height = 10 * words.filter((word) => word.style.display !== "none").length;
      return { x: -10, y: -height / 2, width: 20, height };
    },
  };
  return { left, top, text, words };
}

const shown = ({ words }) => words.filter((word) => word.style.display !== "none").length;

test("a name with room has all its words, and stays where its circle is", () => {
  const places = [place(50, 50, 3)];
  showNames(places, [100, 100]);
  assert.equal(shown(places[0]), 3);
  assert.equal(places[0].text.shift, "translate(0 0)");
  assert.equal(places[0].text.style.visibility, "visible");
});

test("a name at the edge moves inside the frame, sideways and down", () => {
  const places = [place(4, 3, 3), place(98, 96, 2)];
  showNames(places, [100, 100]);
  assert.deepEqual(places.map(({ text }) => text.shift), ["translate(6 12)", "translate(-8 -6)"]);
});

test("the first topic keeps its words, its neighbour has those for which there is room", () => {
  const places = [place(50, 50, 3), place(50, 71, 3), place(50, 60, 2)];
  showNames(places, [100, 100]);
  assert.deepEqual(places.map(shown).slice(0, 2), [3, 1]);
  assert.equal(places[2].text.style.visibility, "hidden");
});
