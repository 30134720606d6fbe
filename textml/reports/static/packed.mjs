// Unpacks the values that Python packed into the page, when they are needed.

import { byId } from "./elements.mjs";

const unpacked = new Map();

/** The value packed under a name, as a promise; it is unpacked once, however often it is asked for. */
export function unpack(name) {
  if (!unpacked.has(name)) unpacked.set(name, unpackText(byId(`packed-${name}`).textContent.trim()));
  return unpacked.get(name);
}

/** The value in a packed text: base64 of gzip of JSON in UTF-16. */
export async function unpackText(packed) {
  const stream = new Blob([decodeBase64(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const json = await new Response(stream).arrayBuffer();
  return JSON.parse(new TextDecoder("utf-16le").decode(json));
}

function decodeBase64(base64) {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
