// Shows what the server said, in English, on a page in either language.

import { element } from "./elements.mjs";
import { language, say } from "./texts.mjs";

/** A message of the server, as nodes; on a Chinese page it is said whose words these are. */
export function serverWords(message) {
  if (language() === "en") return [message];
  return [say("page.server_says"), element("span", { lang: "en" }, message)];
}

/** What an error of a request means to the reader, as nodes. */
export function failureWords(error) {
  return error.status && error.message ? serverWords(error.message) : [say("page.away")];
}
