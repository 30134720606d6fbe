// Lists the pages, doubtful ones first.

import { read } from "../base/api.mjs";
import { element, fill, reveal } from "../base/elements.mjs";
import { failureWords } from "../base/server_words.mjs";
import { count, say } from "../base/texts.mjs";

// More rows than this are shown when the person has narrowed the list down.
const SHOWN = 200;
// Milliseconds without a key before pages are looked for.
const PAUSE = 160;

/** The list of pages with a field that narrows it down. */
export class PageList {
  constructor() {
    this.pages = [];
    this.here = "";
    this.list = element("ul", { class: "pages" });
    this.line = element("p", { class: "soft", role: "status" });
    this.field = element("input", { type: "search", placeholder: say("cuts.find_page"), "aria-label": say("cuts.find_page") });
    let timer = null;
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.load().catch((error) => fill(this.line, failureWords(error))), PAUSE);
    });
    this.node = element("nav", { class: "page-list", "aria-label": say("cuts.pages") }, this.field, this.line, this.list);
  }

  /** Read the pages that have the words of the field. */
  async load() {
    const words = this.field.value.trim();
    const { pages } = await read("/api/pages", { q: words });
    if (words !== this.field.value.trim()) return;
    this.pages = pages;
    this.draw();
  }

  /** Read the counts anew after a correction; the order stays, so that nobody loses the place. */
  async update() {
    const { pages } = await read("/api/pages", { q: this.field.value.trim() });
    const fresh = new Map(pages.map((page) => [page.id, page]));
    this.pages = this.pages.map((page) => fresh.get(page.id) ?? page);
    this.draw();
  }

  draw() {
    const doubtful = this.pages.filter((page) => page.n_doubtful).length;
    this.line.textContent = say("cuts.n_pages", { n: count(this.pages.length), doubtful: count(doubtful) });
    fill(this.list, this.pages.slice(0, SHOWN).map(row));
    this.mark(this.here);
  }

  /** Mark the page that is open. */
  mark(id) {
    this.here = id;
    for (const link of this.list.querySelectorAll("a")) {
      if (link.dataset.page === id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    reveal(this.list.querySelector("[aria-current]"));
  }

  /** The page before the open one (-1) or after it (1); undefined at an end. */
  beside(direction) {
    const place = this.pages.findIndex(({ id }) => id === this.here);
    return this.pages[place + direction]?.id;
  }
}

function row(page) {
  const doubtful = page.n_doubtful > 0 && element("span", { class: "doubt" }, say("cuts.n_doubtful", { n: page.n_doubtful }));
  return element(
    "li",
    {},
    element(
      "a",
      { href: `#cuts?page=${encodeURIComponent(page.id)}`, "data-page": page.id },
      element("span", { class: "page-id" }, page.id),
      element("span", { class: "page-counts soft" }, say("cuts.n_articles", { n: page.n_articles }), " ", doubtful),
    ),
  );
}
