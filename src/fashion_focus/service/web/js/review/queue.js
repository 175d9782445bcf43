// The queue: what waits for a decision comes first; looking at a focus decides nothing.
import { html, useEffect, useLayoutEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock } from "../core/times.js";
import { categoryOf, icon, photo } from "../core/pictures.js";

const FILTERS = ["open", "accepted", "changed", "rejected", "all"];

export function Filters({ counts, filter, onFilter }) {
  return html`<div class="filters" role="group" aria-label=${t("filter")}>${FILTERS.map((name) => html`<button type="button" aria-pressed=${filter === name} onClick=${() => onFilter(name)}>
    ${t(`f-${name}`)} <b class=${`num ${name === "open" && counts.open ? "ask" : ""}`}>${counts[name]}</b></button>`)}</div>`;
}

export const standingChip = (focus) => html`<span class=${`stand s-${focus.standing}`}>${t(`s-${focus.standing}`)}</span>`;

// A row's height is that of the style sheet. Rows out of view are not drawn: a show may have thousands.
const ROW_PX = 60, SPARE = 5;

/** The part of a long list that its box shows: [first, last), and what to put on the box. */
export function useWindow(n, rowPx, box) {
  const [place, setPlace] = useState([0, 600]);
  const look = () => { const node = box.current; if (node) setPlace((old) => (old[0] === node.scrollTop && old[1] === node.clientHeight ? old : [node.scrollTop, node.clientHeight])); };
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [n > 0]);
  const [top, high] = place, last = Math.min(n, Math.ceil((top + high) / rowPx) + SPARE);
  return [Math.max(0, Math.min(last, Math.floor(top / rowPx) - SPARE)), last, look];
}

/** Bring a row into view within its box. The box scrolls, never the page: on a phone the player stays in view. */
export function reveal(box, k, rowPx) {
  if (!box || k < 0) return;
  if (k * rowPx < box.scrollTop) box.scrollTop = k * rowPx;
  else if ((k + 1) * rowPx > box.scrollTop + box.clientHeight) box.scrollTop = (k + 1) * rowPx - box.clientHeight;
}

export function Queue({ rows, model, current, onOpen, words, onWords, onNever }) {
  const list = useRef(null), [first, last, look] = useWindow(rows.length, ROW_PX, list);
  const at = rows.findIndex((focus) => focus.id === current);
  useEffect(() => { reveal(list.current, at, ROW_PX); }, [current, at]);
  return html`<section class="queue" aria-label=${t("queue")}>
    <label class="find"><span class="sr">${t("search")}</span>${icon("search")}<input type="search" placeholder=${t("search-product")} value=${words} onInput=${(event) => onWords(event.target.value)} /></label>
    ${rows.length ? html`<div class="rows" role="listbox" aria-label=${t("queue")} tabindex="0" ref=${list} onScroll=${look} aria-activedescendant=${at >= first && at < last ? `q-${current}` : null}><div role="none" class="whole" style=${{ height: `${rows.length * ROW_PX}px` }}>${rows.slice(first, last).map((focus, k) => {
      const product = model.products.get(focus.product_id);
      return html`<div class="qrow" role="option" id=${`q-${focus.id}`} key=${focus.id} aria-setsize=${rows.length} aria-posinset=${first + k + 1} style=${{ top: `${(first + k) * ROW_PX}px` }} aria-selected=${focus.id === current} onClick=${() => onOpen(focus.id)}>
        ${photo(product, 44)}<div class="grow"><b class="clip">${model.title(focus.product_id)}</b>
        <span class="row small"><span class="num dim grow">${clock(focus.start)} – ${clock(focus.end)}</span>
        ${focus.found && html`<span class=${`band b-${focus.found.band}`} title=${t(`b-${focus.found.band}`)}><i></i><i></i><i></i><span class="sr">${t(`b-${focus.found.band}`)}</span></span>`}${standingChip(focus)}</span></div></div>`;
    })}</div></div>` : html`<p class="none dim">${t("queue-empty")}</p>`}
    <button type="button" class="btn quiet never" onClick=${onNever}>${icon("plus")}${t("add-by-hand")} <kbd>C</kbd></button></section>`;
}

export const categoryIn = (model, focus) => categoryOf(model.products.get(focus.product_id)?.category);
