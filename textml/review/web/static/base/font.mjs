// Draws the texts anew when the Chinese font has come that a computer without one loads.

/** Chromium keeps the boxes of some texts that it drew before: another kerning makes it shape all of them again. */
export function drawAgainWithFont() {
  document.fonts.addEventListener("loadingdone", () => {
    document.body.style.fontKerning = "none";
    requestAnimationFrame(() => {
      document.body.style.fontKerning = "";
    });
  });
}
