// Shows which key does what.

import { button, element } from "./elements.mjs";
import { say } from "./texts.mjs";

// Keys of each view, with the text that says what they do.
const KEYS = {
  label: [
    ["1 … 9", "keys.section"],
    ["0", "keys.none"],
    ["␣", "keys.skip"],
    ["u", "keys.undo"],
    ["/", "keys.search"],
    ["↑ ↓", "keys.scroll"],
  ],
  cuts: [
    ["j k", "keys.article"],
    ["↑ ↓", "keys.line"],
    ["s", "keys.lines"],
    ["r", "keys.right"],
    ["c", "keys.cut"],
    ["m", "keys.join"],
    ["h", "keys.headline"],
    ["f", "keys.furniture"],
    ["t", "keys.text"],
    ["e", "keys.title"],
    ["u", "keys.undo"],
    ["[ ]", "keys.page"],
    ["v", "keys.picture"],
    ["+ -", "keys.zoom"],
    ["Esc", "keys.stop"],
  ],
  look: [
    ["/", "keys.search"],
    ["j k", "keys.row"],
    ["l", "keys.label"],
    ["Esc", "keys.back"],
  ],
  errors: [
    ["k", "keys.keep"],
    ["↵", "keys.change"],
    ["0 … 9", "keys.change_to"],
    ["␣", "keys.skip"],
    ["u", "keys.undo"],
  ],
};

/** Open the list of keys. */
export function openHelp() {
  const box = element("dialog", { class: "help", "aria-label": say("page.keys") });
  const close = button(say("page.close"), () => box.close(), { class: "small" });
  const groups = Object.entries(KEYS).map(([view, rows]) =>
    element("section", {}, element("h3", {}, say(`view.${view}`)), element("dl", {}, rows.map(([key, text]) => line(key, text)))),
  );
  const everywhere = [line("g", "keys.views"), line("?", "keys.help")];
  groups.push(element("section", {}, element("h3", {}, say("keys.everywhere")), element("dl", {}, everywhere)));
  box.append(element("div", { class: "search-head" }, element("h2", {}, say("page.keys")), close), element("div", { class: "help-groups" }, groups));
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.addEventListener("keydown", (event) => event.key === "?" && box.close());
  document.body.append(box);
  box.showModal();
}

function line(keys, text) {
  const caps = keys.split(" ").map((key) => (key === "…" ? " … " : element("kbd", {}, key)));
  return element("div", {}, element("dt", {}, caps), element("dd", {}, say(text)));
}
