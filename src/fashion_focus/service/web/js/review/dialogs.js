// Dialogs of the review page: another product, a time, keys, many at once.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock, parseClock } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { KEYS, remapped } from "./keys.js";

/** A modal dialog that gives the focus back to where it came from. */
export function Dialog({ title, onClose, children, kind = "" }) {
  const node = useRef(null);
  useEffect(() => {
    const opener = document.activeElement;
    node.current.showModal();
    return () => opener?.focus?.();
  }, []);
  return html`<dialog ref=${node} class=${kind} aria-label=${title} onClose=${onClose} onClick=${(event) => { if (event.target === node.current) onClose(); }}>
    <div class="dhead"><h2 class="grow">${title}</h2><button type="button" class="btn quiet icon" aria-label=${t("close")} onClick=${onClose}>${icon("cross")}</button></div><div class="dbody">${children}</div></dialog>`;
}

/** Choose any product of the shelf. */
export function ProductPicker({ model, title, onPick, onClose }) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const shown = [...model.products.values()].filter((product) => `${product.title} ${product.id} ${product.number} ${product.brand}`.toLowerCase().includes(wanted)).slice(0, 60);
  const enter = (event) => { if (event.key === "Enter" && shown.length) { event.preventDefault(); onPick(shown[0].id); } };
  return html`<${Dialog} title=${title} onClose=${onClose}><label class="find big"><span class="sr">${t("search-product")}</span>${icon("search")}
    <input type="search" autofocus value=${words} placeholder=${t("search-product")} onInput=${(event) => setWords(event.target.value)} onKeyDown=${enter} /></label>
    <ul class="picker">${shown.map((product) => html`<li key=${product.id}><button type="button" onClick=${() => onPick(product.id)}>${photo(product, 44)}<span class="grow"><b class="clip">${product.title}</b><span class="faint small">${product.id}${product.price ? ` · ${product.price}` : ""}</span></span></button></li>`)}</ul></${Dialog}>`;
}

export function GoToTime({ onGo, onClose }) {
  const [text, setText] = useState("");
  const submit = (event) => { event.preventDefault(); const time = parseClock(text); if (!Number.isNaN(time)) onGo(time); };
  return html`<${Dialog} title=${t("a-gotime")} onClose=${onClose}><form class="row" onSubmit=${submit}><input class="input num" autofocus placeholder="0:41:07.2" aria-label=${t("time")} value=${text} onInput=${(event) => setText(event.target.value)} /><button class="btn primary">${t("go")}</button></form></${Dialog}>`;
}

const REASONS = ["not-for-sale", "several", "not-shown", "not-on-shelf", "wrong-time"];

/** Why it is none: one key, kept in the log with the decision. */
export function RejectWhy({ onReason, onClose }) {
  useEffect(() => {
    const press = (event) => { const k = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1]; if (k) { event.preventDefault(); onReason(REASONS[k - 1]); } };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return html`<${Dialog} title=${t("a-rejectwhy")} onClose=${onClose}><ol class="picker">${REASONS.map((name, k) => html`<li key=${name}><button type="button" autofocus=${k === 0} aria-keyshortcuts=${String(k + 1)} onClick=${() => onReason(name)}><kbd>${k + 1}</kbd><span>${t(`why-${name}`)}</span></button></li>`)}</ol></${Dialog}>`;
}

export function Help({ onClose }) {
  return html`<${Dialog} title=${t("keys")} onClose=${onClose} kind="wide"><div class="keygroups">${Object.entries(KEYS).map(([group, keys]) => html`<section><h3>${t(`k-${group}`)}</h3>
    <dl>${keys.map(([action, shown]) => html`<div><dt><kbd>${shown.length === 1 && remapped()[action]?.replace(/^(Key|Digit)/, "") || shown}</kbd></dt><dd>${t(`a-${action}`)}</dd></div>`)}</dl></section>`)}</div><p><a href="/settings">${t("keys-change")}</a></p></${Dialog}>`;
}

/** Accept all that are at least so sure, as one step; what a person decided stays. */
export function AcceptAbove({ model, onClose }) {
  const [least, setLeast] = useState(0.8);
  const open = model.focuses.filter((focus) => ["proposed", "undecided"].includes(focus.standing) && focus.found && !Object.keys(focus.by).length);
  const taken = open.filter((focus) => focus.found.confidence >= least);
  const weakest = [...taken].sort((a, b) => a.found.confidence - b.found.confidence).slice(0, 12);
  return html`<${Dialog} title=${t("accept-above")} onClose=${onClose}><div class="stack"><label class="field"><span>${t("at-least", { p: least.toFixed(2) })}</span><input type="range" min="0.3" max="1" step="0.01" value=${least} onInput=${(event) => setLeast(Number(event.target.value))} /></label>
    <p><b>${t("accepts", { a: taken.length, b: open.length - taken.length })}</b> <span class="dim">${t("no-promise")}</span></p>
    <ul class="picker">${weakest.map((focus) => html`<li class="row">${photo(model.products.get(focus.product_id), 36)}<span class="grow clip">${model.title(focus.product_id)}</span><span class="num dim small">${clock(focus.start)} · ${focus.found.confidence.toFixed(2)}</span></li>`)}</ul>
    <button type="button" class="btn primary" disabled=${!taken.length} onClick=${() => { model.accept(taken.map((focus) => focus.id)); onClose(); }}>${t("accept-n", { n: taken.length })}</button></div></${Dialog}>`;
}
