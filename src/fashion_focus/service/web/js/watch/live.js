// A live stream as shoppers see it: the pinned product when their own picture shows it, and the video where there is one.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { photo } from "../core/pictures.js";
import { Card } from "./card.js";
import { pinAt } from "./timing.js";

const LOOK_EVERY_MS = 200, PINS_KEPT = 50;

/** Play an HLS address; gives the library's player, or null where the browser plays it itself. */
async function play(video, address) {
  if (!("MediaSource" in window) && video.canPlayType("application/vnd.apple.mpegurl")) { video.src = address; return null; }
  const { default: Hls } = await import("../../vendor/hls.light.js");
  const player = new Hls({ enableWorker: false });
  player.loadSource(address);
  player.attachMedia(video);
  return player;
}

/** When the shown picture was taken, in ms: by the stream's own dates, else by how far the player lags; NaN if unknown. */
function shownDate(video, player) {
  if (player?.playingDate) return Number(player.playingDate);
  const start = video?.getStartDate?.();
  if (start && !Number.isNaN(Number(start))) return Number(start) + video.currentTime * 1000;
  return player?.latency > 0 ? Date.now() - player.latency * 1000 : NaN;
}

export function LiveShow({ show, t, tell, endpoint, onVideo, onUnknown }) {
  const [pin, setPin] = useState(show.watch ? null : show.pin), [next, setNext] = useState(null);
  const video = useRef(null), held = useRef(false), pins = useRef(show.pin ? [show.pin] : []), known = useRef([]);
  known.current = show.products;  // a shelf may grow while the stream runs
  useEffect(() => {
    const source = new EventSource(`${endpoint}/api/v1/published/streams/${show.id}/events`);
    let player = null, gone = false;
    const look = () => {
      const due = pinAt(pins.current, show.watch ? shownDate(video.current, player) : NaN);
      setPin((old) => {
        if (old?.product_id === due?.product_id) { setNext(null); return old; }
        if (held.current && old?.product_id) { setNext(due); return old; }
        setNext(null);
        return due;
      });
    };
    source.addEventListener("pin", (event) => { 
      const told = JSON.parse(event.data);
      pins.current = [...pins.current, told].slice(-PINS_KEPT);
      if (told.product_id && !known.current.some((one) => one.id === told.product_id)) onUnknown();
      look();
    });
    const timer = setInterval(look, LOOK_EVERY_MS);
    if (show.watch && video.current) play(video.current, show.watch).then((made) => { player = made; if (gone) made?.destroy(); });
    onVideo(video.current);
    return () => { gone = true; clearInterval(timer); source.close(); player?.destroy(); };
  }, [show.id]);
  const product = pin && show.products.find((one) => one.id === pin.product_id), coming = next && show.products.find((one) => one.id === next.product_id), shown = useRef(null);
  useEffect(() => {
    const detail = (one) => ({ focus: "", product: one.id, sku: one.id, start: pin?.time ?? 0, by: "pin", time: pin?.time ?? 0 });
    if (shown.current) tell("ff-focus-exit", detail(shown.current));
    if (product) tell("ff-focus-enter", detail(product));
    shown.current = product ?? null;
  }, [product?.id]);
  return html`<div class="watch"><div class="frame">${show.watch ? html`<video ref=${video} controls playsinline autoplay muted></video>` : html`<div class="idle dark"><p>${t("live-elsewhere")}</p></div>`}</div>
    <div class="title"><h1>${show.title}</h1></div><div class="side"><section class="now" aria-live="polite" aria-label=${t("now-showing")}><h2>${product && html`<span class="live"></span>`}${t("now-showing")}</h2>
      ${product ? html`<${Card} key=${product.id} product=${product} more=${0} t=${t} tell=${tell} time=${pin.time} pictures=${show.pictures} onHold=${(on) => { held.current = on; }} />` : html`<div class="idle"><p>${t("nothing-now")}</p></div>`}
      ${coming && html`<p class="small dim">${t("up-next")}: ${coming.title}</p>`}</section>
      <section class="all" aria-label=${t("all-items", { n: show.products.length })}><h2>${t("all-items", { n: show.products.length })}</h2><ul class="strip" tabindex="0">${show.products.map((one) => html`<li class="item" key=${one.id} aria-current=${one.id === product?.id ? "true" : null}>
        ${photo(one, 72, show.pictures)}<div class="text"><b class="two">${one.title}</b><span class="small dim">${one.price}</span></div></li>`)}</ul></section></div></div>`;
}
