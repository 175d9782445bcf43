// All products of a show: a strip or a list; opened, it can be searched by words.
import { html, useState } from "../core/dom.js";
import { glyph, icon, photo } from "../core/pictures.js";
import { clock } from "../core/times.js";

export const Jumps = ({ product, starts, t, onJump }) => html`<span class="jumps">${starts.map((start) => html`<button type="button" class="jump" aria-label=${t("jump", { time: clock(start) })} onClick=${() => onJump(start, product)}>${clock(start)}</button>`)}</span>`;

/** props: products, pictures, current and jumped: product ids, open, t, onOpen(bool), onJump(start, product id). */
export function Shelf({ products, pictures, current, jumped, open, t, onOpen, onJump }) {
  const [words, setWords] = useState("");
  const wanted = open ? words.trim().toLowerCase() : "";
  const shown = products.filter((product) => `${product.title} ${product.brand}`.toLowerCase().includes(wanted));
  const second = (product) => product.price || (product.starts.length ? t("shown-times", { n: product.starts.length }) : "");
  return html`<section class=${open ? "all open" : "all"} part="shelf" tabindex="-1" aria-label=${t("all-items", { n: products.length })}>
    <h2><button type="button" class="opens" aria-expanded=${open ? "true" : "false"} onClick=${() => onOpen(!open)}>${t("all-items", { n: products.length })}${icon("chevron")}</button></h2>
    ${open && html`<input type="search" class="find" placeholder=${t("find-product")} aria-label=${t("find-product")} value=${words} onInput=${(event) => setWords(event.target.value)} />`}
    <ul class="strip" tabindex="0">${shown.map((product) => html`<li class=${product.id === jumped ? "item jumped" : "item"} part="row" key=${product.id} aria-current=${product.id === current ? "true" : null}>${photo(product, 72, pictures)}<div class="text"><b class="two">${product.title}</b>
      ${second(product) && html`<span class="small dim">${glyph(product.category || "other")} ${second(product)}</span>`}<${Jumps} product=${product.id} starts=${product.starts} t=${t} onJump=${onJump} /></div></li>`)}
      ${!shown.length && html`<li class="small dim">${t("no-product")}</li>`}</ul></section>`;
}
