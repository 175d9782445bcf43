// Icons, category glyphs and photographs.
import { html } from "./dom.js";

const GLYPHS = {
  clothing: "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z", shoe: "M6 1l5.500 10H.5z", bag: "M1.500 1.500h9v9h-9z", snack: "M6 .5L11.500 6 6 11.500.5 6z",
  bottle: "M3 .8h6L12 6 9 11.200H3L0 6z", beauty: "M4.300 1h3.400v3.300H11v3.400H7.700V11H4.300V7.700H1V4.300h3.300z", other: "M6 2.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z",
};
const ICONS = {
  play: "M7 5l9 5-9 5z", pause: "M7 5v10M13 5v10", check: "M4 10.500l4 4 8-9", cross: "M5 5l10 10M15 5L5 15", plus: "M10 4v12M4 10h12",
  undo: "M7 5L3.500 8.500 7 12M4 8.500h7.500a4 4 0 0 1 0 8H8", redo: "M13 5l3.500 3.500L13 12M16 8.500H8.500a4 4 0 0 0 0 8H12",
  search: "M9 3.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM13 13l4 4", sun: "M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.500 4.500l1.300 1.300M14.200 14.200l1.300 1.300M4.500 15.500l1.300-1.300M14.200 5.800l1.300-1.300",
  upload: "M10 14V4M6 8l4-4 4 4M4 16.500h12", film: "M3 4.500h14v11H3zM6.500 4.500v11M13.500 4.500v11M3 8h3.500M3 12h3.500M13.500 8H17M13.500 12H17", tag: "M3.500 3.500h6l7 7-6 6-7-7zM7 7h.01",
  external: "M8 5H4.500v10.500H15V12M11 4h5v5M16 4l-7 7", gear: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM10 2.500v2M10 15.500v2M2.500 10h2M15.500 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M4.700 15.300l1.400-1.400M13.900 6.100l1.400-1.400",
  help: "M7.500 7.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M10 14.500h.01M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15z", left: "M12.500 4.500L7 10l5.500 5.500", right: "M7.500 4.500L13 10l-5.500 5.500",
  skip: "M5 5l6 5-6 5zM14 5v10", box: "M4 7V4h3M13 4h3v3M16 13v3h-3M7 16H4v-3", eye: "M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z", link: "M8.500 11.500l3-3M9 6.500l2-2a3 3 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2A3 3 0 0 1 4.500 11l2-2",
  split: "M10 3v14M7 6L3.500 10 7 14M13 6l3.500 4-3.500 4", join: "M3 10h5M17 10h-5M5.500 6.500L9 10l-3.500 3.500M14.500 6.500L11 10l3.500 3.500",
  menu: "M4 6h12M4 10h12M4 14h12", down: "M10 4v10M6 10l4 4 4-4M4 16.500h12", chevron: "M5 8l5 5 5-5",
};
export const CATEGORIES = Object.keys(GLYPHS);

export const icon = (name) => html`<svg viewBox="0 0 20 20" aria-hidden="true" class="ico"><path d=${ICONS[name]} /></svg>`;

/** The category that a product's or tracklet's class path begins with. */
export const categoryOf = (path) => (path && CATEGORIES.includes((path[0] || "").toLowerCase()) ? path[0].toLowerCase() : "other");

export const glyph = (category) => html`<svg viewBox="0 0 12 12" aria-hidden="true" class=${`glyph c-${category}`}><path d=${GLYPHS[category]} /></svg>`;

/** A product's photograph, or its category's glyph where it has none. */
export function photo(product, size, base = "/media/pictures/") {
  const picture = product && (product.picture || (product.pictures || [])[0]);
  const style = { width: `${size}px`, height: `${size}px` };
  if (!picture) return html`<span class="photo" style=${style}>${glyph(product ? categoryOf([].concat(product.category)) : "other")}</span>`;
  return html`<span class="photo" style=${style}><img src=${base + picture} alt="" loading="lazy" decoding="async" width=${size} height=${size} /></span>`;
}
