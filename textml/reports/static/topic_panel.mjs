// Shows the chosen topic: words and articles beside the map, share over time, sections and stability below it.

import { articlesOf, dateOf } from "./articles.mjs";
import { byId, element, percent, say } from "./elements.mjs";
import { headline } from "./reader.mjs";
import { bar, shareChart } from "./topic_charts.mjs";
import { rankWords } from "./topic_words.mjs";

const SHOWN_WORDS = 20;
const SHOWN_ARTICLES = 8;

/**
 * Fill the panel for the topic that the map has chosen; return how many articles show it.
 * map: state of the map; share: of the topic in the selected periods; leave, search: what its buttons do.
 */
export function showPanel(map, share, leave, search) {
  const topic = map.topics[map.chosen];
  const found = articlesOf(map.chosen, map.from, map.to);
  const small = element("small", {}, percent(share));
  byId("map-panel").replaceChildren(
    element("button", { type: "button", class: "leave", click: leave, "aria-label": say("map.close") }, "×"),
    element("h3", { class: "topic-name" }, dot(topic.color), topic.name, " ", small),
    ...wordsPart(map, topic, search),
    ...articlesPart(found),
  );
  byId("map-more").replaceChildren(
    element("div", {}, ...timePart(map, topic)),
    element("div", {}, ...sectionsPart(map, topic), ...stabilityPart(topic)),
  );
  return found.length;
}

export function emptyPanel() {
  byId("map-panel").replaceChildren(element("p", { class: "soft" }, say("map.choose")));
  byId("map-more").replaceChildren();
}

function dot(color) {
  const mark = element("span", { class: "dot", "aria-hidden": "true" });
  mark.style.background = color;
  return mark;
}

function wordsPart(map, topic, search) {
  const list = element("ol", { class: "bars words", id: "map-words" });
  const slider = element("input", { type: "range", id: "map-relevance", min: 0, max: 1, step: 0.1, value: map.weight });
  const show = () => {
    map.weight = Number(slider.value);
    slider.setAttribute("aria-valuetext", `λ ${map.weight}`);
    const words = rankWords(topic.words, map.weight, SHOWN_WORDS);
    const top = Math.max(...words.map(([, given]) => given));
    const line = ([word, given]) => bar(wordButton(word, search), given, top, topic.color, percent(given));
    list.replaceChildren(...words.map(line));
  };
  slider.addEventListener("input", show);
  show();
  const name = element("span", { class: "unseen" }, say("map.relevance"));
  const ends = [say("map.distinctive"), say("map.frequent")];
  const [left, right] = ends.map((end) => element("span", { "aria-hidden": "true" }, end));
  return [element("h4", {}, say("map.words")), element("label", { class: "slider" }, name, left, slider, right), list];
}

function wordButton(word, search) {
  return element("button", { type: "button", class: "link word", click: () => search(word) }, word);
}

function articlesPart(found) {
  const list = element("ul", { class: "titles", id: "map-articles" });
  const more = element("button", { type: "button" });
  const showMore = () => {
    const shown = list.children.length;
    const next = found.slice(shown, shown + SHOWN_ARTICLES);
    list.append(...next.map(([article, share]) => titleLine(article, share)));
    const left = found.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = say("map.more", { n: Math.min(left, SHOWN_ARTICLES) });
  };
  more.addEventListener("click", () => {
    const before = list.children.length;
    showMore();
    // the button may be hidden now, so the focus goes to the first new headline
    list.children[before].querySelector("button").focus();
  });
  showMore();
  return [element("h4", {}, say("map.articles", { n: found.length })), list, more];
}

function titleLine(article, share) {
  return element("li", {}, headline(article), " ", element("small", {}, `${dateOf(article)} ${percent(share)}`));
}

function timePart(map, topic) {
  const heading = element("h4", {}, say("map.course"));
  if (map.periods.groups.length < 2) return [heading, element("p", {}, say("map.one_period"))];
  return [heading, shareChart(map.chosen, topic.color, map.periods, map.from, map.to)];
}

function sectionsPart(map, topic) {
  if (!map.sections) return [];
  const { groups, share, low, high } = map.sections;
  const top = Math.max(...share[map.chosen]);
  const lines = groups.map((name, place) => {
    const ends = [low, high].map((end) => percent(end[map.chosen][place])).join("–");
    const value = share[map.chosen][place];
    return bar(element("span", {}, name), value, top, topic.color, `${percent(value)} (${ends})`);
  });
  return [element("h4", {}, say("map.in_sections")), element("ul", { class: "bars wide" }, ...lines)];
}

function stabilityPart(topic) {
  return [element("h4", {}, say("map.stability")), element("p", {}, describeStability(topic))];
}

function describeStability(topic) {
  if (topic.stability === null) return say("map.unmeasured");
  const stable = say("map.stable", { share: percent(topic.stability) });
  return topic.fragile ? `${stable} ${say("map.fragile")}` : stable;
}
