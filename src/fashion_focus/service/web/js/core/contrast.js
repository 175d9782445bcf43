// Whether the colours that a host gives can be read on each other.
const LEAST = 4.5, TOLD = new Set();
const PAIRS = [["--ff-text", "--text", "--bg"], ["--ff-text-2", "--text-2", "--bg"], ["--ff-accent", "--accent", "--bg"], ["--ff-on-accent", "--on-accent", "--accent"]];

/** Red, green and blue of any CSS colour; null where it has no fixed one. */
function channels(pen, colour) {
  pen.fillStyle = "#010203";
  pen.fillStyle = colour;
  return /^#[0-9a-f]{6}$/.test(pen.fillStyle) ? [1, 3, 5].map((k) => parseInt(pen.fillStyle.slice(k, k + 2), 16) / 255) : null;
}

/** WCAG 2.2, relative luminance. */
const luminance = (rgb) => rgb.map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)).reduce((sum, light, k) => sum + light * [0.2126, 0.7152, 0.0722][k], 0);

/** Say once in the console which of a host's own colours are hard to read. */
export function warnOfContrast(element) {
  const style = getComputedStyle(element);
  const pen = document.createElement("canvas").getContext("2d");
  for (const [given, ink, ground] of PAIRS) {
    const [one, two] = [ink, ground].map((name) => channels(pen, style.getPropertyValue(name).trim()));
    if (!one || !two) continue;
    const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b), ratio = (light + 0.05) / (dark + 0.05);
    const text = `fashion-focus: ${given} has a contrast of ${ratio.toFixed(1)} on its ground; text needs ${LEAST}`;
    if (ratio >= LEAST || TOLD.has(text)) continue;
    TOLD.add(text);
    console.warn(text);
  }
}
