// Runs the map of topics: choose one by mouse, finger or keys, search for a word, select a period.

import { byId, element, percent, say, valueOf } from "./elements.mjs";
import { showNames } from "./map_names.mjs";
import { unpack } from "./packed.mjs";
import { orderPeriod, shareWithin } from "./periods.mjs";
import { largestInside, nearest } from "./places.mjs";
import { emptyPanel, showPanel } from "./topic_panel.mjs";
import { topicsUsing } from "./topic_words.mjs";

// Pixels: a narrower map lies on its side.
const NARROW = 600;
const state = { topics: [], periods: null, sections: null, chosen: null, from: "", to: "", word: "", weight: 0.6 };
const places = [];

export async function startMap() {
  if (!byId("map")) return;
  Object.assign(state, await unpack("topics"));
  const picture = byId("map-picture");
  for (const node of picture.querySelectorAll(".topic")) rememberPlace(node);
  picture.addEventListener("click", (event) => event.target.closest(".topic") && chooseTopic(topicAt(event.target)));
  picture.addEventListener("keydown", pressKey);
  byId("map-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("map-word").addEventListener("input", (event) => showUses(event.target.value.trim(), true));
  for (const id of ["map-from", "map-to"]) if (byId(id)) byId(id).addEventListener("change", selectPeriod);
  for (const name of document.querySelectorAll("[data-choose]")) makeButton(name);
  new ResizeObserver(layOut).observe(byId("map"));
  layOut();
  makeReachable(0);
  chooseTopic(0, false);
}

function rememberPlace(node) {
  const [x, y] = node.getAttribute("transform").match(/[\d.]+/g).map(Number);
  const circle = node.querySelector("circle");
  const text = node.querySelector("text");
  const words = [...text.querySelectorAll("tspan")];
  places.push({ node, circle, text, words, x, y, full: Number(circle.getAttribute("r")) });
}

function topicAt(target) {
  return Number(target.closest(".topic").dataset.topic);
}

/** Lay the map on its side where the screen is narrow, with letters as large as on a wide one. */
function layOut() {
  const { width, height } = byId("map").dataset;
  const picture = byId("map-picture");
  const narrow = byId("map").clientWidth < NARROW;
  const size = narrow ? [height, width] : [width, height];
  picture.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
  for (const place of places) {
    [place.left, place.top] = narrow ? [place.y, place.x] : [place.x, place.y];
    place.node.setAttribute("transform", `translate(${place.left} ${place.top})`);
  }
  const scale = picture.clientWidth / size[0] || 1;
  picture.style.setProperty("--font", `${(narrow ? 12 : 13) / scale}px`);
  showNames(places, size);
}

function pressKey(event) {
  const here = topicAt(event.target.closest(".topic") || places[0].node);
  const turns = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (event.key in turns) focusTopic(nearest(places, here, ...turns[event.key]));
  else if (event.key === "Home") focusTopic(0);
  else if (event.key === "End") focusTopic(places.length - 1);
  else if (event.key === "Enter" || event.key === " ") chooseTopic(here);
  else if (event.key === "Escape") leaveTopic();
  else return;
  event.preventDefault();
}

function focusTopic(topic) {
  makeReachable(topic);
  places[topic].node.focus();
}

/** One topic at a time can be reached with the tab key; the arrow keys reach the others. */
function makeReachable(topic) {
  places.forEach(({ node }, other) => node.setAttribute("tabindex", other === topic ? 0 : -1));
}

/** Share of a topic in the selected periods, in all articles where none is selected. */
function currentShare(topic) {
  if (!state.from && !state.to) return state.topics[topic].share;
  return shareWithin(state.periods, topic, state.from, state.to);
}

function chooseTopic(topic, announce = true) {
  state.chosen = topic;
  makeReachable(topic);
  markChosen();
  const share = currentShare(topic);
  const n = showPanel(state, share, () => focusTopic(leaveTopic()), searchFor);
  if (!announce) return;
  byId("map-status").textContent = say("map.chosen", { name: state.topics[topic].name, share: percent(share), n });
}

/** Choose no topic; return the one that was chosen. */
function leaveTopic() {
  const before = state.chosen || 0;
  state.chosen = null;
  markChosen();
  emptyPanel();
  byId("map-status").textContent = say("map.choose");
  return before;
}

function markChosen() {
  places.forEach(({ node }, topic) => node.setAttribute("aria-selected", topic === state.chosen));
}

/** Search for a word of the panel; its topic stays chosen. */
function searchFor(word) {
  byId("map-word").value = word;
  showUses(word, false);
}

/** Show which topics use a word, and choose the one that uses it most if asked to. */
async function showUses(word, choose) {
  state.word = word;
  const found = word ? topicsUsing(word, await unpack("words")) : [];
  // another word may have been typed while the words were unpacked
  if (state.word !== word) return;
  const shares = new Map(found);
  byId("map-picture").classList.toggle("searched", word !== "");
  places.forEach(({ node }, topic) => node.style.setProperty("--use", shares.get(topic) || 0));
  byId("map-found").textContent = word ? describeUses(word, found) : "";
  if (choose && found.length && state.chosen !== found[0][0]) chooseTopic(found[0][0], false);
}

function describeUses(word, found) {
  if (!found.length) return say("map.not_found", { word });
  const topics = found.slice(0, 5).map(([topic, share]) => `${state.topics[topic].name} ${percent(share)}`);
  return say("map.found", { word, topics: topics.join("; ") });
}

function selectPeriod() {
  [state.from, state.to] = orderPeriod(valueOf("map-from"), valueOf("map-to"));
  const { width, height } = byId("map").dataset;
  places.forEach(({ node, circle, full, x, y }, topic) => {
    const share = currentShare(topic);
    const radius = full * Math.sqrt(share / Math.max(state.topics[topic].share, 1e-4));
    circle.setAttribute("r", Math.min(radius, largestInside(x, y, width, height)));
    node.setAttribute("aria-label", say("map.topic", { name: state.topics[topic].name, share: percent(share) }));
  });
  if (state.chosen !== null) chooseTopic(state.chosen);
}

/** The name of a topic in a table becomes a button that chooses it on the map. */
function makeButton(name) {
  const topic = Number(name.dataset.choose);
  const button = element("button", { type: "button", class: "link", click: () => showOnMap(topic) }, name.textContent);
  name.replaceChildren(button);
}

function showOnMap(topic) {
  chooseTopic(topic);
  byId("map").scrollIntoView({ block: "start" });
  focusTopic(topic);
}
