// What is explained now: its card, what waits behind it, and the way back to a card that was put away.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { icon, photo } from "../core/pictures.js";
import { clock } from "../core/times.js";

/** Whether a card is pointed at, touched or focused; onFree is called when it no longer is. */
export function useHold(onFree) {
  const by = useRef({ pointer: false, focus: false }), free = useRef(onFree);
  free.current = onFree;
  return useRef({
    held: () => by.current.pointer || by.current.focus,
    set: (kind, on) => { by.current[kind] = on; if (!by.current.pointer && !by.current.focus) free.current(); },
    drop: () => { by.current = { pointer: false, focus: false }; },
  }).current;
}

function Buy({ product, t, act, options }) {
  if (options.buy === "event") return html`<button type="button" class="btn primary" part="buy" onClick=${() => act.buy(product)}>${t("buy")}</button>`;
  if (!product.link) return null;
  const open = (event) => { event.preventDefault(); act.buy(product); };
  return html`<a class="btn primary" part="buy" href=${product.link} target="_blank" rel="noopener nofollow" onClick=${open}>${t("see-product")}</a>`;
}

function Title({ product, focus, act, options }) {
  const url = product.link || "";
  const click = (event) => { if (!act.tell("ff-card-click", { focus, product: product.id, url }, true)) event.preventDefault(); };
  if (url) return html`<a class="stretch" href=${url} target="_blank" rel="noopener nofollow" onClick=${click}>${product.title}</a>`;
  return options.buy === "event" ? html`<button type="button" class="stretch" onClick=${click}>${product.title}</button>` : product.title;
}

function Card({ product, focus, more, small, t, act, options, pictures, hold, onAway }) {
  useEffect(() => hold.drop, []);
  return html`<article class=${small ? "card small-card" : "card"} part="card" data-product=${product.id} onPointerEnter=${() => hold.set("pointer", true)} onPointerLeave=${() => hold.set("pointer", false)}
      onfocusin=${() => hold.set("focus", true)} onfocusout=${() => hold.set("focus", false)}>
    <span part="image">${photo(product, small ? 56 : 112, pictures)}</span><div class="text">${!small && product.brand && html`<span class="small dim">${product.brand}</span>`}<span class=${small ? "name clip" : "name two"} part="title"><${Title} product=${product} focus=${focus} act=${act} options=${options} /></span>
    <span class="price" part="price"><slot name="price">${product.price || (product.link ? t("see-price") : "")}</slot>${more > 0 && html` <span class="dim">${t("and-others", { n: more })}</span>`}</span></div>
    <div class="actions"><slot name="buy"><${Buy} product=${product} t=${t} act=${act} options=${options} /></slot></div><button type="button" class="away" aria-label=${t("hide")} onClick=${onAway}>${icon("cross")}</button></article>`;
}

/** props: now {id, product, more} or null, coming: title of what waits, next {title, start, go} or null. */
export function Now({ now, coming, next, small, t, act, options, pictures, hold }) {
  const [away, setAway] = useState("");
  const back = useRef(null), hidden = Boolean(now) && away === now.id;
  useEffect(() => { if (hidden) back.current?.focus(); }, [hidden]);
  if (options.card === "off") return null;
  return html`<section class="now" aria-live="polite" aria-label=${t("now-showing")}><h2>${now && html`<span class="live"></span>`}${t("now-showing")}</h2>
    ${now && !hidden && html`<${Card} key=${now.id} product=${now.product} focus=${now.focus} more=${now.more} small=${small} t=${t} act=${act} options=${options} pictures=${pictures} hold=${hold} onAway=${() => { hold.drop(); setAway(now.id); }} />`}
    ${hidden && html`<button type="button" ref=${back} class="jump again" onClick=${() => setAway("")}>${t("show-again")}</button>`}
    ${!now && html`<div class="idle"><slot name="empty"><p>${t("nothing-now")}</p></slot>${next && html`<button type="button" class="jump" onClick=${next.go}>${t("up-next")}: ${next.title} · ${clock(next.start)}</button>`}</div>`}
    ${coming && html`<p class="coming small dim">${t("up-next")}: ${coming}</p>`}</section>`;
}
