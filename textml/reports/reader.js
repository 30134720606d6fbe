// One article to read, over the page.

/** The headline of an article as a button that opens it. */
function headline(article) {
  return element("button", { type: "button", class: "link", click: () => openArticle(article) }, columns.titles[article]);
}

async function openArticle(article) {
  const [text, why] = await Promise.all([textOf(article), reasons()]);
  byId("reader-title").textContent = columns.titles[article];
  byId("reader-facts").textContent = [dateOf(article), columns.ids[article], why && why[article]].filter(Boolean).join(" · ");
  byId("reader-text").replaceChildren(...text.split("\n").map((paragraph) => element("p", {}, paragraph)));
  byId("reader").showModal();
  byId("reader").scrollTop = 0;
  byId("reader-title").focus();
}

function startReader() {
  byId("reader-close").addEventListener("click", () => byId("reader").close());
}
