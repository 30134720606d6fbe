// Values that Python packed into the page, unpacked when they are wanted.

const unpacked = new Map();

/** The value packed under a name; asked twice, it is unpacked once. */
function unpack(name) {
  if (!unpacked.has(name)) unpacked.set(name, unpackNow(name));
  return unpacked.get(name);
}

async function unpackNow(name) {
  const bytes = bytesOf(byId(`packed-${name}`).textContent.trim());
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = await new Response(stream).arrayBuffer();
  return JSON.parse(new TextDecoder("utf-16le").decode(whole));
}

function bytesOf(base64) {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
