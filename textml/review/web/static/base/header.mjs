// Draws the top of the page: name, views, language, colour scheme, keys.

import { button, element, fill } from "./elements.mjs";
import { openHelp } from "./help.mjs";
import { switchScheme } from "./settings.mjs";
import { say } from "./texts.mjs";

export const VIEWS = ["label", "cuts", "look", "errors"];

/** Draw the top; `speak` is called when the language is to change. */
export function drawHeader(header, { run, view, speak }) {
  const tabs = VIEWS.map((name) => tab(name, name === view));
  const tools = [
    button(say("page.other_language"), speak, { class: "tool", lang: say("page.other_language_code"), "aria-label": say("page.switch_language") }),
    button("◐", switchScheme, { class: "tool", "aria-label": say("page.switch_scheme"), title: say("page.switch_scheme") }),
    button("?", openHelp, { class: "tool", "aria-label": say("page.keys"), title: say("page.keys"), "aria-keyshortcuts": "?" }),
  ];
  fill(
    header,
    element("h1", { class: "brand" }, element("b", {}, "textml"), " ", element("span", { class: "run", title: run }, run)),
    element("nav", { class: "tabs", "aria-label": say("page.views") }, tabs),
    element("div", { class: "tools" }, tools),
  );
}

function tab(name, here) {
  return element("a", { href: `#${name}`, class: "tab", "aria-current": here ? "page" : null }, say(`view.${name}`));
}
