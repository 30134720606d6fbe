// Fetches the Chinese font before anything is drawn, on a computer that has none.

const SIZE = 24;

/** Wait for the font where it is needed: Chromium does not draw all texts anew when a font comes later. */
export async function fetchFontIfNeeded() {
  if (drawCharacter("标") !== drawCharacter("切")) return;
  await document.fonts.load(`${SIZE}px "textml Han"`, "标").catch(() => {});
}

/** The pixels of a character: without a font, all are the same box. */
function drawCharacter(character) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2 * SIZE;
  const pen = canvas.getContext("2d");
  pen.font = `${SIZE}px sans-serif`;
  pen.fillText(character, 0, SIZE);
  return canvas.toDataURL();
}
