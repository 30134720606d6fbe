// Lists the pages, doubtful ones first.

import { element, fill, reveal } from "../base/elements.mjs";
import { count, say } from "../base/texts.mjs";

// More rows than this are shown when the person has narrowed the list down.
const SHOWN = 200;

/** The list with a field that narrows it down. */
export function pageList(pages, here) {
  const list = element("ul", { class: "pages" });
  const line = element("p", { class: "soft", role: "status" });
  const field = element("input", { type: "search", placeholder: say("cuts.find_page"), "aria-label": say("cuts.find_page") });
  const draw = () => {
    const found = pages.filter(({ id }) => id.includes(field.value.trim()));
    line.textContent = say("cuts.n_pages", { n: count(found.length), doubtful: count(found.filter((page) => page.n_doubtful).length) });
    fill(list, found.slice(0, SHOWN).map((page) => row(page, page.id === here)));
  };
  field.addEventListener("input", draw);
  draw();
  requestAnimationFrame(() => reveal(list.querySelector("[aria-current]")));
  return element("nav", { class: "page-list", "aria-label": say("cuts.pages") }, field, line, list);
}

function row(page, here) {
  const doubtful = page.n_doubtful > 0 && element("span", { class: "doubt" }, say("cuts.n_doubtful", { n: page.n_doubtful }));
  return element(
    "li",
    {},
    element(
      "a",
      { href: `#cuts?page=${encodeURIComponent(page.id)}`, "aria-current": here ? "page" : null },
      element("span", { class: "page-id" }, page.id),
      element("span", { class: "page-counts soft" }, say("cuts.n_articles", { n: page.n_articles }), " ", doubtful),
    ),
  );
}
