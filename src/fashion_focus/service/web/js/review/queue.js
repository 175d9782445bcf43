// The queue: what waits for a decision comes first; looking at a focus decides nothing.
import { html, useEffect, useRef } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock } from "../core/times.js";
import { categoryOf, icon, photo } from "../core/pictures.js";

const FILTERS = ["open", "accepted", "changed", "rejected", "all"];

export function Filters({ counts, filter, onFilter }) {
  return html`<div class="filters" role="group" aria-label=${t("filter")}>${FILTERS.map((name) => html`<button type="button" aria-pressed=${filter === name} onClick=${() => onFilter(name)}>
    ${t(`f-${name}`)} <b class=${`num ${name === "open" && counts.open ? "ask" : ""}`}>${counts[name]}</b></button>`)}</div>`;
}

export const standingChip = (focus) => html`<span class=${`stand s-${focus.standing}`}>${t(`s-${focus.standing}`)}</span>`;

export function Queue({ rows, model, current, onOpen, words, onWords, onNever }) {
  const list = useRef(null);
  useEffect(() => { 
    // The list scrolls, never the page: on a phone the player stays in view.
    const box = list.current, row = box?.querySelector("[aria-selected=true]");
    if (row && row.offsetTop < box.scrollTop) box.scrollTop = row.offsetTop;
    else if (row && row.offsetTop + row.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = row.offsetTop + row.offsetHeight - box.clientHeight;
  }, [current]);
  return html`<section class="queue" aria-label=${t("queue")}>
    <label class="find"><span class="sr">${t("search")}</span>${icon("search")}<input type="search" placeholder=${t("search-product")} value=${words} onInput=${(event) => onWords(event.target.value)} /></label>
    ${rows.length ? html`<div class="rows" role="listbox" aria-label=${t("queue")} tabindex="0" ref=${list} aria-activedescendant=${current ? `q-${current}` : null}>${rows.map((focus) => {
      const product = model.products.get(focus.product_id);
      return html`<div class="qrow" role="option" id=${`q-${focus.id}`} key=${focus.id} aria-selected=${focus.id === current} onClick=${() => onOpen(focus.id)}>
        ${photo(product, 44)}<div class="grow"><b class="clip">${model.title(focus.product_id)}</b>
        <span class="row small"><span class="num dim grow">${clock(focus.start)} – ${clock(focus.end)}</span>
        ${focus.found && html`<span class=${`band b-${focus.found.band}`} title=${t(`b-${focus.found.band}`)}><i></i><i></i><i></i><span class="sr">${t(`b-${focus.found.band}`)}</span></span>`}${standingChip(focus)}</span></div></div>`;
    })}</div>` : html`<p class="none dim">${t("queue-empty")}</p>`}
    <button type="button" class="btn quiet never" onClick=${onNever}>${icon("plus")}${t("add-by-hand")} <kbd>C</kbd></button></section>`;
}

export const categoryIn = (model, focus) => categoryOf(model.products.get(focus.product_id)?.category);
