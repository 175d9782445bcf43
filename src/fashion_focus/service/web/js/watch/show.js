// A published show: the player, the card of what is explained now, all products, and search.
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { clock } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { followFrames } from "../core/frames.js";
import { Now, useHold } from "./card.js";
import { FrameSearch, Hits } from "./search.js";
import { Shelf } from "./shelf.js";
import { bridged, focusesAt, nextAfter } from "./timing.js";

const LEAD_S = 1, CARD_PX = 78, SHARE = 0.26, PHONE_PX = 600;

/** Whether the card lies on the picture: asked for, or a phone's upright video; and it covers only so much of it. */
function useOverlay(frame, root, { layout, card }, [width, height]) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!frame.current || card === "off") { setOver(false); return undefined; }
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const phone = width < height && root.current.clientWidth < PHONE_PX && contentRect.width > 0.9 * root.current.clientWidth;
      setOver((layout === "overlay" || (layout === "auto" && phone)) && contentRect.height * SHARE >= CARD_PX);
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame.current, layout, card, width, height]);
  return over;
}

/** Whether captions are on, which the card then leaves room for. */
function useCaptions(video) {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const tracks = video?.textTracks;
    if (!tracks) return undefined;
    const look = () => setOn([...tracks].some((track) => track.mode === "showing"));
    const events = ["change", "addtrack", "removetrack"];
    for (const name of events) tracks.addEventListener(name, look);
    look();
    return () => { for (const name of events) tracks.removeEventListener(name, look); };
  }, [video]);
  return on;
}

function Chapters({ rows, products, duration, time, current, t, onJump }) {
  const title = (row) => `${clock(row.start)} ${products.get(row.product_id)?.title ?? ""}`, share = (seconds) => `${(100 * seconds) / (duration || 1)}%`;
  return html`<nav class="chapters" part="chapter" aria-label=${t("chapters")}><span class="rail"></span><span class="played" style=${{ width: share(Math.min(time, duration)) }}></span>
    ${rows.map((row) => html`<button type="button" key=${row.id} class=${`c-${products.get(row.product_id)?.category || "other"}`} title=${title(row)} aria-label=${title(row)} aria-current=${current === row.id ? "true" : null}
      style=${{ left: share(row.start), width: share(row.end - row.start) }} onClick=${() => onJump(row)}></button>`)}</nav>`;
}

/** props: show on the player's clock, t, act (what the element does), options, shelf: open, jumped, external video, onVideo. */
export function Show({ show, t, act, options, shelf, jumped, external, onVideo }) {
  const root = useRef(null), frame = useRef(null), shown = useRef(null), look = useRef(() => {});
  const [own, setOwn] = useState(null), [up, setUp] = useState([]), [coming, setComing] = useState(null);
  const [time, setTime] = useState(0), [paused, setPaused] = useState(true), [muted, setMuted] = useState(options.muted);
  const [asking, setAsking] = useState(false), [found, setFound] = useState(null), [busy, setBusy] = useState(false), [failed, setFailed] = useState(""), [broken, setBroken] = useState(false);
  const video = external ?? own, rows = useMemo(() => bridged(show.focuses), [show]), products = useMemo(() => new Map(show.products.map((product) => [product.id, product])), [show]);
  const over = useOverlay(frame, root, options, show.size), captions = useCaptions(over ? video : null);
  const hold = useHold(() => { if (video?.readyState) look.current(video.currentTime); });
  look.current = (at) => {
    const list = focusesAt(rows, at, options.linger), first = list[0] ?? null;
    if (first?.id === shown.current?.id) { setComing(null); setUp((old) => (old.length === list.length && old[0] === list[0] ? old : list)); return; }
    // A card does not change under the finger; the new one waits.
    if (hold.held() && shown.current) { setComing(first); return; }
    const detail = (row) => ({ focus: row.id, product: row.product_id, sku: row.product_id, start: row.start, end: row.end, by: row.by, time: at }), last = shown.current;
    shown.current = first;
    setComing(null);
    setUp(list);
    if (last) act.tell("ff-focus-exit", detail(last));
    if (first) act.tell("ff-focus-enter", detail(first));
  };
  useEffect(() => {
    if (!video) return undefined;
    onVideo(video);
    if (options.startAt && !external) video.currentTime = options.startAt;
    const told = { play: () => { setPaused(false); setAsking(false); }, pause: () => setPaused(true), volumechange: () => setMuted(video.muted),
      error: () => { setBroken(true); act.tell("ff-error", { code: "FF-102", message: t("video-fail"), remedy: t("video-remedy"), fatal: false }); } };
    for (const [name, act_] of Object.entries(told)) video.addEventListener(name, act_);
    const stop = followFrames(video, (at) => { setTime(Math.floor(at * 4) / 4); look.current(at); });
    return () => { stop(); for (const [name, act_] of Object.entries(told)) video.removeEventListener(name, act_); };
  }, [video]);
  useEffect(() => { if (video?.readyState) look.current(video.currentTime); }, [rows, options.linger, video]);
  const go = (start, product, lead = LEAD_S) => { setAsking(false); act.jump(start, product, { lead, play: true }); };
  const chapter = (row) => go(row.start, row.product_id, 0);
  const ask = async (box) => {
    setBusy(true);
    try { setFound((await act.search({ time: video.currentTime, box })).hits); setFailed(""); } catch (error) { setFound([]); setFailed(error.message); }
    setBusy(false);
    setAsking(false);
  };
  const row = up[0], product = row && products.get(row.product_id), next = nextAfter(rows, time), nextTitle = next && products.get(next.product_id)?.title;
  const mark = options.search && paused && !asking && time > 0 && html`<button type="button" class="ask" onClick=${() => (external ? ask(null) : setAsking(true))}>${icon("search")}${t("what-is-this")}</button>`;
  const player = () => html`<div class="frame" ref=${frame}><video ref=${(node) => { if (node) { node.style.setProperty("--ratio", `${show.size[0]} / ${show.size[1]}`); if (node !== own) { node.muted = options.muted; setOwn(node); } } }} src=${show.video} poster=${show.poster}
      controls playsinline autoplay=${options.autoplay} preload=${navigator.connection?.saveData ? "none" : "metadata"}></video>
      ${broken && html`<p class="broken" part="error" role="alert">${t("video-fail")} ${t("video-remedy")}</p>`}${mark}
      ${muted && !paused && html`<button type="button" class="ask mute" onClick=${() => { video.muted = false; }}>${t("unmute")}</button>`}
      ${asking && html`<${FrameSearch} video=${video} t=${t} busy=${busy} onSearch=${ask} onClose=${() => setAsking(false)} />`}</div>`;
  return html`<div class=${`watch ${options.layout === "side" ? "side-by" : options.layout}${over ? " over" : ""}${captions ? " captioned" : ""}${external ? " apart" : ""}`} ref=${root}>${external ? mark && html`<div class="bar">${mark}</div>` : player()}
    ${options.chapters && html`<${Chapters} rows=${rows} products=${products} duration=${show.duration} time=${time} current=${row?.id} t=${t} onJump=${chapter} />`}
    <div class="title"><h1>${show.title}</h1>${options.chapters && html`<ol class="contents">${rows.map((one) => html`<li key=${one.id}><button type="button" aria-current=${row?.id === one.id ? "true" : null} onClick=${() => chapter(one)}>
      ${photo(products.get(one.product_id), 32, show.pictures)}<span class="grow clip small">${products.get(one.product_id)?.title}</span><span class="num dim small">${clock(one.start)}</span></button></li>`)}</ol>`}</div>
    <div class="side">
      <${Now} now=${product ? { id: row.id, focus: row.id, product, more: up.length - 1 } : null} coming=${coming && products.get(coming.product_id)?.title} next=${next && { title: nextTitle, start: next.start, go: () => chapter(next) }}
        small=${over || options.card === "compact"} t=${t} act=${act} options=${options} pictures=${show.pictures} hold=${hold} />
      ${found && html`<${Hits} hits=${found} failed=${failed} pictures=${show.pictures} t=${t} onJump=${go} onClose=${() => setFound(null)} />`}
      <${Shelf} products=${show.products} pictures=${show.pictures} current=${row?.product_id} jumped=${jumped} open=${shelf} t=${t} onOpen=${act.setShelf} onJump=${go} /></div></div>`;
}
