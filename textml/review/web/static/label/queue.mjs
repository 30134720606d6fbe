// Holds the articles that come next, so that nobody waits for one.

import { read } from "../base/api.mjs";
import { tabName } from "../base/settings.mjs";

const AHEAD = 8;
const FEW = 5;
// The server answers at most so many.
const MOST = 100;
// Two people without names are told apart by their tabs.
const SCREEN = tabName();

/** The articles behind the one on screen. */
export class Queue {
  constructor() {
    this.articles = [];
    this.done = new Set();
    this.skipped = new Set();
    this.generation = -1;
    this.loading = null;
    this.problem = null;
    this.ended = false;
    this.name = "";
  }

  /** The next article, or null if it is not here yet. */
  take() {
    const next = this.articles.shift() ?? null;
    if (this.articles.length < FEW) this.refill();
    return next;
  }

  /** Put an article in front, as when a label is taken back. */
  putBack(article) {
    this.reopen(article.id);
    this.articles = [article, ...this.articles.filter(({ id }) => id !== article.id)];
  }

  /** An article may be suggested again. */
  reopen(id) {
    this.done.delete(id);
    this.skipped.delete(id);
  }

  /** An article was skipped: the server, which does not know, is asked for one more. */
  skip(id) {
    this.skipped.add(id);
    this.finish(id);
  }

  /** An article was labelled or skipped: it is not suggested again. */
  finish(id) {
    this.done.add(id);
    this.articles = this.articles.filter((article) => article.id !== id);
  }

  /** Ask for suggestions; what is here stays until they have come. One request at a time. */
  refill(onScreen = null) {
    this.loading ??= this.load(onScreen).finally(() => (this.loading = null));
    return this.loading;
  }

  async load(onScreen) {
    const n = Math.min(AHEAD + 2 + this.skipped.size, MOST);
    try {
      const answer = await read("/api/suggestions", { n, by: this.name || SCREEN });
      const fresh = answer.articles.filter(({ id }) => !this.done.has(id) && id !== onScreen);
      // Articles that were put back come first again: the person asked for them.
      const kept = this.articles.filter((article) => article.putBack);
      const ids = new Set(kept.map(({ id }) => id));
      this.articles = [...kept, ...fresh.filter(({ id }) => !ids.has(id))].slice(0, AHEAD + kept.length);
      this.generation = answer.generation;
      this.ended = this.articles.length === 0;
      this.problem = null;
    } catch (error) {
      this.problem = error;
    }
  }
}
