// Finds articles by their words in a box over the page.

import { read } from "../base/api.mjs";
import { button, element, fill, reveal } from "../base/elements.mjs";
import { failureWords } from "../base/server_words.mjs";
import { sectionTag } from "../base/story.mjs";
import { count, say } from "../base/texts.mjs";

const PAUSE = 160;
const SHOWN = 30;

/** Open the search; `open` gets the id of the article that was picked. */
export function openSearch(open) {
  const box = element("dialog", { class: "search", "aria-label": say("search.title") });
  const field = element("input", {
    type: "search",
    class: "search-field",
    placeholder: say("search.words"),
    "aria-label": say("search.words"),
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "found",
    "aria-autocomplete": "list",
    autocomplete: "off",
    enterkeyhint: "search",
  });
  const list = element("ul", { id: "found", class: "found", role: "listbox", "aria-label": say("search.found") });
  const line = element("p", { class: "soft found-line", role: "status" }, hint());
  const pick = (id) => (box.close(), open(id));
  box.append(element("div", { class: "search-head" }, field, button(say("page.close"), () => box.close(), { class: "small" })), line, list);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  let timer = null;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(field.value.trim(), list, line, pick), PAUSE);
  });
  field.addEventListener("keydown", async (event) => {
    // a field for searches would take the key to empty itself
    if (event.key === "Escape" && !event.isComposing) return event.preventDefault(), box.close();
    // what is listed may still be what the words before have found
    if (event.key === "Enter" && !event.isComposing && list.dataset.shown !== field.value.trim()) {
      event.preventDefault();
      clearTimeout(timer);
      await find(field.value.trim(), list, line, pick);
      if (list.firstElementChild) pick(list.firstElementChild.dataset.id);
    } else steer(event, field, list, pick);
  });
  document.body.append(box);
  box.showModal();
  field.focus();
  find("", list, line, pick);
}

/** How to choose; hidden where there are no keys. */
function hint() {
  return element("span", { class: "for-keys" }, " ", say("search.hint"));
}

async function find(words, list, line, pick) {
  list.dataset.asked = words;
  try {
    const answer = await read("/api/articles", { q: words, size: SHOWN });
    if (list.dataset.asked !== words) return;
    list.dataset.shown = words;
    fill(line, answer.n ? [say("look.n", { n: count(answer.n) }), hint()] : say("search.nothing"));
    fill(list, answer.articles.map((article, place) => row(article, place, pick)));
  } catch (error) {
    fill(line, failureWords(error));
  }
}

function row(article, place, pick) {
  return element(
    "li",
    { id: `found-${place}`, role: "option", "data-id": article.id, "aria-selected": place === 0 ? "true" : "false", click: () => pick(article.id) },
    element("span", { class: "found-title", lang: "zh-Hans" }, article.title || article.snippet),
    element("span", { class: "soft" }, article.date, " ", article.label ? sectionTag(article.label) : ""),
  );
}

function steer(event, field, list, pick) {
  const rows = [...list.children];
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "Enter" && !event.isComposing && rows[at]) return event.preventDefault(), pick(rows[at].dataset.id);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !rows.length) return;
  event.preventDefault();
  const next = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at]?.setAttribute("aria-selected", "false");
  rows[next].setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", rows[next].id);
  reveal(rows[next]);
}
