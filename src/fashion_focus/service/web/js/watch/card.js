// The card of the product that is explained now.
import { html } from "../core/dom.js";
import { photo } from "../core/pictures.js";

function Link({ product, tell, t, time }) {
  if (!product.link) return null;
  const open = (event) => { if (!tell("ff-buy", { product: product.id, sku: product.id, qty: 1, url: product.link, time }, true)) event.preventDefault(); };
  return html`<a class="btn primary" part="buy" href=${product.link} target="_blank" rel="noopener nofollow" onClick=${open}>${t("see-product")}</a>`;
}

export function Card({ product, more, t, tell, time, pictures, onHold }) {
  return html`<article class="card" part="card" data-product=${product.id} onPointerEnter=${() => onHold(true)} onPointerLeave=${() => onHold(false)} onFocusIn=${() => onHold(true)} onFocusOut=${() => onHold(false)}>
    ${photo(product, 112, pictures)}<div class="text"><span class="small dim">${product.brand}</span><span class="name two" part="title">${product.title}</span>
    <span class="price" part="price">${product.price || (product.link ? t("see-price") : "")}</span><div class="actions"><${Link} product=${product} tell=${tell} t=${t} time=${time} />${more > 0 && html`<span class="dim">${t("and-others", { n: more })}</span>`}</div></div></article>`;
}
