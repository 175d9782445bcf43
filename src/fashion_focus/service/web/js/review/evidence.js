// Why this product, why here: pictures side by side, scores, words, and what else it may be.
import { html, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock, percent } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { standingChip } from "./queue.js";

const Share = ({ name, share }) => html`<div class="share"><span>${t(`m-${name}`)}</span><span class="bar"><i style=${{ width: `${100 * share}%` }}></i></span><b class="num">${percent(share)}</b></div>`;

export function Evidence({ focus, model, show, onSeek, onRelink, onOther }) {
  const [at, setAt] = useState(0);
  if (!focus) return html`<aside class="evidence"><p class="none dim">${t("choose-focus")}</p></aside>`;
  const found = focus.found, product = model.products.get(focus.product_id), evidence = found?.evidence ?? {};
  const stills = found?.stills ?? [], still = stills[Math.min(at, stills.length - 1)];
  const others = (found?.alternatives ?? []).filter((other) => other.product_id !== focus.product_id);
  if (found && found.product_id !== focus.product_id) others.unshift({ product_id: found.product_id, confidence: found.confidence });
  const shares = Object.entries(evidence.shares ?? {}), words = evidence.words ?? [], comments = evidence.comments ?? [], printed = evidence.printed ?? [];
  return html`<aside class="evidence" aria-label=${t("evidence")}>
    <div class="row top2"><h2 class="grow two">${model.title(focus.product_id)}</h2>${standingChip(focus)}</div>
    <p class="small faint">${focus.product_id}${product?.price ? ` · ${product.price}` : ""}</p>
    <div class="pair"><figure>${photo(product, 148)}<figcaption>${t("from-shelf")}</figcaption></figure>
      <figure>${still ? html`<span class="photo still"><img src=${`/media/videos/${show.id}/stills/${still}`} alt=${t("still-alt")} /></span>` : html`<span class="photo still empty">${icon("eye")}</span>`}
      <figcaption class="row">${t("from-show")}${stills.length > 1 && html`<span class="dots">${stills.map((name, k) => html`<button type="button" aria-label=${`${t("from-show")} ${k + 1}`} aria-pressed=${k === at} onClick=${() => setAt(k)}></button>`)}</span>`}</figcaption></figure></div>
    ${found ? html`<div class="sure"><span class=${`band big b-${found.band}`}><i></i><i></i><i></i></span><b>${t(`b-${found.band}`)}</b><span class="num dim">${found.confidence.toFixed(2)}</span></div>` : html`<p class="dim">${t("by-hand")}</p>`}
    ${shares.length > 0 && html`<div class="shares"><h3>${t("rests-on")}</h3>${shares.map(([name, share]) => html`<${Share} name=${name} share=${share} />`)}</div>`}
    ${found && html`<div class="said"><h3>${t("said")}</h3>${words.length ? html`<p>${words.slice(0, 14).map((word) => html`<button type="button" class="word" title=${clock(word.start)} onClick=${() => onSeek(word.start)}>${word.word}</button> `)}</p>` : html`<p class="faint small">${t("nothing-said")}</p>`}</div>`}
    ${comments.length > 0 && html`<div class="said"><h3>${t("written")}</h3><ul class="small">${comments.slice(0, 4).map((comment) => html`<li>“${comment.text}” <button type="button" class="word num" onClick=${() => onSeek(comment.time)}>${clock(comment.time)}</button></li>`)}</ul></div>`}
    ${printed.length > 0 && html`<div class="said"><h3>${t("printed")}</h3><p class="small">${printed.slice(0, 8).map((line) => html`<q>${line.text}</q> `)}</p></div>`}
    <h3>${t("may-be")}</h3><ol class="others">${others.slice(0, 9).map((other, k) => html`<li key=${other.product_id}><button type="button" onClick=${() => onRelink(other.product_id)} aria-keyshortcuts=${String(k + 1)}>
      <kbd>${k + 1}</kbd>${photo(model.products.get(other.product_id), 36)}<span class="grow two small">${model.title(other.product_id)}</span><span class="num dim small">${other.confidence.toFixed(2)}</span></button></li>`)}
      <li><button type="button" onClick=${onOther} aria-keyshortcuts="0"><kbd>0</kbd><span class="photo icon36">${icon("search")}</span><span class="grow small">${t("other-product")}</span></button></li></ol></aside>`;
}

/** The alternatives in the order of their keys. */
export function alternativesOf(focus) {
  const others = (focus?.found?.alternatives ?? []).filter((other) => other.product_id !== focus.product_id).map((other) => other.product_id);
  if (focus?.found && focus.found.product_id !== focus.product_id) others.unshift(focus.found.product_id);
  return others;
}
