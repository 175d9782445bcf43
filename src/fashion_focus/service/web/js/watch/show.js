// A published show: the player, the card of what is explained now, all products, and search.
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { clock } from "../core/times.js";
import { glyph, icon, photo } from "../core/pictures.js";
import { followFrames } from "../core/frames.js";
import { Card } from "./card.js";
import { FrameSearch } from "./search.js";
import { bridged, focusesAt, nextAfter } from "./timing.js";

const Jumps = ({ starts, t, onJump }) => html`<span class="jumps">${starts.map((start) => html`<button type="button" class="jump" aria-label=${t("jump", { time: clock(start) })} onClick=${() => onJump(start)}>${clock(start)}</button>`)}</span>`;

/** props: show (as published), t, tell(type, detail, cancelable) -> bool, startAt, linger, search(time, box), onVideo. */
export function Show({ show, t, tell, startAt, linger, search, onVideo }) {
  const video = useRef(null), held = useRef(false), shown = useRef(null);
  const rows = useMemo(() => bridged(show.focuses), [show]);
  const products = useMemo(() => new Map(show.products.map((product) => [product.id, product])), [show]);
  const [up, setUp] = useState([]);
  const [time, setTime] = useState(0);
  const [paused, setPaused] = useState(true);
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  useEffect(() => {
    const node = video.current;
    onVideo(node);
    const stop = followFrames(node, (at) => {
      setTime(Math.floor(at * 4) / 4);
      const list = focusesAt(rows, at, linger), first = list[0] ?? null;
      // A card does not change under the finger; the new one waits.
      if (held.current && shown.current) return;
      if (first?.id === shown.current?.id) { setUp((old) => (old.length === list.length ? old : list)); return; }
      const detail = (row) => ({ focus: row.id, product: row.product_id, sku: row.product_id, start: row.start, end: row.end, by: row.by, time: at });
      if (shown.current) tell("ff-focus-exit", detail(shown.current));
      if (first) tell("ff-focus-enter", detail(first));
      shown.current = first;
      setUp(list);
    });
    if (startAt) node.currentTime = startAt;
    return stop;
  }, [show]);
  const jump = (start) => {
    tell("ff-jump", { from: video.current.currentTime, to: start, time: video.current.currentTime });
    setAsking(false);
    video.current.currentTime = Math.max(0, start);
    video.current.play().catch(() => { /* the browser may want a touch first; the picture is there anyway */ });
  };
  const ask = async (box) => {
    setBusy(true);
    tell("ff-search", { box, time: video.current.currentTime });
    try {
      const { hits } = await search(video.current.currentTime, box);
      tell("ff-search-result", { hits: hits.map((hit) => ({ product: hit.product_id, score: hit.probability, url: hit.link })), time: video.current.currentTime });
      setFound(hits);
      setFailed("");
    } catch (error) { setFound([]); setFailed(error.message); }
    setBusy(false);
    setAsking(false);
  };
  const first = up[0] && products.get(up[0].product_id), next = nextAfter(rows, time), current = up[0]?.product_id;
  const hit = (one) => html`<li class="item" key=${one.product_id}>${photo(one, 64, show.pictures)}<div class="text"><b class="two">${one.title}</b><span class="small dim">${one.price}</span><${Jumps} starts=${one.starts} t=${t} onJump=${jump} /></div></li>`;
  const [here, elsewhere] = [(found ?? []).filter((one) => one.starts.length), (found ?? []).filter((one) => !one.starts.length)];
  const ratio = { "--ratio": `${show.size[0]} / ${show.size[1]}` };
  return html`<div class="watch"><div class="frame"><video ref=${(node) => { video.current = node; if (node) node.style.setProperty("--ratio", ratio["--ratio"]); }} src=${show.video} poster=${show.poster} controls playsinline preload="metadata"
      onPlay=${() => { setPaused(false); setAsking(false); }} onPause=${() => setPaused(true)} onError=${() => tell("ff-error", { code: "FF-102", message: "video", fatal: false })}></video>
      ${paused && !asking && time > 0 && html`<button type="button" class="ask" onClick=${() => setAsking(true)}>${icon("search")}${t("what-is-this")}</button>`}
      ${asking && html`<${FrameSearch} video=${video.current} t=${t} busy=${busy} onSearch=${ask} onClose=${() => setAsking(false)} />`}</div>
    <nav class="chapters" part="chapter" aria-label=${t("chapters")}><span class="rail"></span><span class="played" style=${{ width: `${(100 * time) / show.duration}%` }}></span>
      ${rows.map((row) => { const product = products.get(row.product_id); return html`<button type="button" class=${`c-${product?.category || "other"}`} title=${`${clock(row.start)} ${product?.title ?? ""}`} aria-label=${`${clock(row.start)} ${product?.title ?? ""}`} aria-current=${up[0]?.id === row.id ? "true" : null}
        style=${{ left: `${(100 * row.start) / show.duration}%`, width: `${(100 * (row.end - row.start)) / show.duration}%` }} onClick=${() => jump(row.start)}></button>`; })}</nav>
    <div class="title"><h1>${show.title}</h1><ol class="contents">${rows.map((row) => html`<li key=${row.id}><button type="button" aria-current=${up[0]?.id === row.id ? "true" : null} onClick=${() => jump(row.start)}>
      ${photo(products.get(row.product_id), 32, show.pictures)}<span class="grow clip small">${products.get(row.product_id)?.title}</span><span class="num dim small">${clock(row.start)}</span></button></li>`)}</ol></div>
    <div class="side">
      <section class="now" aria-live="polite" aria-label=${t("now-showing")}><h2>${first && html`<span class="live"></span>`}${t("now-showing")}</h2>
        ${first ? html`<${Card} key=${first.id} product=${first} more=${up.length - 1} t=${t} tell=${tell} time=${time} pictures=${show.pictures} onHold=${(on) => { held.current = on; }} />`
          : html`<div class="idle"><p>${t("nothing-now")}</p>${next && html`<button type="button" class="jump" onClick=${() => jump(next.start)}>${t("up-next")}: ${products.get(next.product_id)?.title} · ${clock(next.start)}</button>`}</div>`}</section>
      ${found && html`<section class="hits" part="search" role="status"><h2 class="sr">${t("search")}</h2>
        ${here.length > 0 && html`<p class="small dim">${t("in-this-show")}</p><ul>${here.map(hit)}</ul>`}${elsewhere.length > 0 && html`<p class="small dim">${t("similar")}</p><ul>${elsewhere.map(hit)}</ul>`}
        ${!found.length && html`<p>${t("no-match")}</p>`}${failed && html`<p class="small dim">${failed}</p>`}<p><button type="button" class="btn" onClick=${() => setFound(null)}>${t("back-to-video")}</button></p></section>`}
      <section class="all" part="shelf" aria-label=${t("all-items", { n: products.size })}><h2>${t("all-items", { n: products.size })}</h2>
        <ul class="strip" tabindex="0">${show.products.map((product) => html`<li class="item" part="row" key=${product.id} aria-current=${product.id === current ? "true" : null}>${photo(product, 72, show.pictures)}<div class="text"><b class="two">${product.title}</b>
          <span class="small dim">${glyph(product.category || "other")} ${product.price || t("shown-times", { n: product.starts.length })}</span><${Jumps} starts=${product.starts} t=${t} onJump=${jump} /></div></li>`)}</ul></section></div></div>`;
}
