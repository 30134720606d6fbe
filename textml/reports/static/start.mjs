// Starts everything that needs a script; without it the page can still be read.

import { startTable } from "./article_table.mjs";
import { loadArticles } from "./articles.mjs";
import { byId } from "./elements.mjs";
import { startReader } from "./reader.mjs";
import { startMap } from "./topic_map.mjs";

async function start() {
  if (!("DecompressionStream" in window)) {
    byId("old-browser").hidden = false;
    return;
  }
  document.documentElement.classList.add("alive");
  await loadArticles();
  startReader();
  startTable();
  await startMap();
  addEventListener("beforeprint", openParts);
  document.documentElement.dataset.ready = Math.round(performance.now());
}

/** On paper nothing can be opened, so everything is printed open, except whole articles. */
function openParts() {
  for (const part of document.querySelectorAll("details:not(.inline)")) part.open = true;
}

start();
