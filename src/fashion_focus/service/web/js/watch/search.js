// "What is this?": a paused picture, a frame around the item, and what it may be.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { contained } from "../core/frames.js";
import { photo } from "../core/pictures.js";
import { Jumps } from "./shelf.js";

const STEP = 0.02, LEAST = 0.06;
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** props: video, t, onSearch(box), onClose, busy. The frame is in shares of the picture. */
export function FrameSearch({ video, t, onSearch, onClose, busy }) {
  const layer = useRef(null), area = useRef(null), from = useRef(null);
  const [box, setBox] = useState([0.25, 0.15, 0.75, 0.85]);
  const [place, setPlace] = useState([0, 0, 1, 1]);
  useEffect(() => {
    const measure = () => { const { width, height } = layer.current.getBoundingClientRect(); setPlace(contained(video, width, height)); };
    const observer = new ResizeObserver(measure);
    observer.observe(layer.current);
    area.current.focus();
    return () => observer.disconnect();
  }, []);
  const shareAt = (event) => {
    const rect = layer.current.getBoundingClientRect();
    return [clamp((event.clientX - rect.left - place[0]) / place[2], 0, 1), clamp((event.clientY - rect.top - place[1]) / place[3], 0, 1)];
  };
  const down = (event) => { layer.current.setPointerCapture(event.pointerId); from.current = shareAt(event); };
  const move = (event) => {
    if (!from.current) return;
    const [x, y] = shareAt(event), [fx, fy] = from.current;
    if (Math.abs(x - fx) > LEAST / 2 && Math.abs(y - fy) > LEAST / 2) setBox([Math.min(x, fx), Math.min(y, fy), Math.max(x, fx), Math.max(y, fy)]);
  };
  const key = (event) => {
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (event.key === "Escape") { event.stopPropagation(); onClose(); }
    if (event.key === "Enter") { event.preventDefault(); onSearch(box); }
    if (!by) return;
    event.preventDefault();
    const [x0, y0, x1, y1] = box;
    if (event.shiftKey) setBox([x0, y0, clamp(x1 + by[0], x0 + LEAST, 1), clamp(y1 + by[1], y0 + LEAST, 1)]);
    else { const dx = clamp(by[0], -x0, 1 - x1), dy = clamp(by[1], -y0, 1 - y1); setBox([x0 + dx, y0 + dy, x1 + dx, y1 + dy]); }
  };
  const [left, top, w, h] = place;
  return html`<div class="searching" ref=${layer} onPointerDown=${down} onPointerMove=${move} onPointerUp=${() => { from.current = null; }}>
    <div class="area" ref=${area} tabindex="0" role="group" aria-label=${t("frame-area")} onKeyDown=${key} style=${{ left: `${left + box[0] * w}px`, top: `${top + box[1] * h}px`, width: `${(box[2] - box[0]) * w}px`, height: `${(box[3] - box[1]) * h}px` }}></div></div>
    <div class="searchbar"><span class="grow small">${busy ? t("searching") : t("search-how")}</span><button type="button" class="btn ghost" onClick=${onClose}>${t("close")}</button>
      <button type="button" class="btn primary" disabled=${busy} onClick=${() => onSearch(box)}>${t("search-frame")}</button></div>`;
}

/** What a search has found: products of the show with their times, then others. */
export function Hits({ hits, failed, pictures, t, onJump, onClose }) {
  const [here, elsewhere] = [hits.filter((one) => one.starts.length), hits.filter((one) => !one.starts.length)];
  const row = (one) => html`<li class="item" key=${one.product_id}>${photo(one, 64, pictures)}<div class="text"><b class="two">${one.title}</b><span class="small dim">${one.price}</span><${Jumps} product=${one.product_id} starts=${one.starts} t=${t} onJump=${onJump} /></div></li>`;
  return html`<section class="hits" part="search" role="status"><h2 class="sr">${t("search")}</h2>
    ${here.length > 0 && html`<p class="small dim">${t("in-this-show")}</p><ul>${here.map(row)}</ul>`}${elsewhere.length > 0 && html`<p class="small dim">${t("similar")}</p><ul>${elsewhere.map(row)}</ul>`}
    ${!hits.length && html`<p>${failed || t("no-match")}</p>`}<p><button type="button" class="btn" onClick=${onClose}>${t("back-to-video")}</button></p></section>`;
}
