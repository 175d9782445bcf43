// A live stream as shoppers see it: the pinned product, at once when it changes; the video where there is an address.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { photo } from "../core/pictures.js";
import { Card } from "./card.js";

/** Play an HLS address: by the browser where it can, else by the library, which is loaded only then. */
async function play(video, address) {
  if (video.canPlayType("application/vnd.apple.mpegurl")) { video.src = address; return () => {}; }
  const { default: Hls } = await import("../../vendor/hls.light.js");
  const player = new Hls({ enableWorker: false });
  player.loadSource(address);
  player.attachMedia(video);
  return () => player.destroy();
}

export function LiveShow({ show, t, tell, endpoint, onVideo }) {
  const [pin, setPin] = useState(show.pin);
  const video = useRef(null);
  useEffect(() => {
    const source = new EventSource(`${endpoint}/api/v1/published/streams/${show.id}/events`);
    source.addEventListener("pin", (event) => setPin(JSON.parse(event.data)));
    let stop = () => {}, gone = false;
    if (show.watch && video.current) play(video.current, show.watch).then((end) => { if (gone) end(); else stop = end; });
    onVideo(video.current);
    return () => { gone = true; source.close(); stop(); };
  }, [show.id]);
  const product = pin && show.products.find((one) => one.id === pin.product_id);
  useEffect(() => { if (product) tell("ff-focus-enter", { focus: "", product: product.id, sku: product.id, start: pin.time, by: "pin", time: pin.time }); }, [product?.id]);
  return html`<div class="watch"><div class="frame">${show.watch ? html`<video ref=${video} controls playsinline autoplay muted></video>` : html`<div class="idle dark"><p>${t("live-elsewhere")}</p></div>`}</div>
    <div class="title"><h1>${show.title}</h1></div><div class="side"><section class="now" aria-live="polite" aria-label=${t("now-showing")}><h2><span class="live"></span>${t("now-showing")}</h2>
      ${product ? html`<${Card} key=${product.id} product=${product} more=${0} t=${t} tell=${tell} time=${pin.time} pictures=${show.pictures} onHold=${() => {}} />` : html`<div class="idle"><p>${t("nothing-now")}</p></div>`}</section>
      <section class="all" aria-label=${t("all-items", { n: show.products.length })}><h2>${t("all-items", { n: show.products.length })}</h2><ul class="strip" tabindex="0">${show.products.map((one) => html`<li class="item" key=${one.id} aria-current=${one.id === product?.id ? "true" : null}>
        ${photo(one, 72, show.pictures)}<div class="text"><b class="two">${one.title}</b><span class="small dim">${one.price}</span></div></li>`)}</ul></section></div></div>`;
}
