// A live stream as shoppers see it: the pinned product when their own picture shows it, and the video where there is one.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { Now, useHold } from "./card.js";
import { Shelf } from "./shelf.js";
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

/** props: as of Show; endpoint: where pins are told. */
export function LiveShow({ show, t, act, options, shelf, jumped, external, endpoint, onVideo }) {
  const dated = Boolean(show.watch || external);
  const [pin, setPin] = useState(dated ? null : show.pin), [next, setNext] = useState(null);
  const own = useRef(null), look = useRef(() => {}), pins = useRef(show.pin ? [show.pin] : []), known = useRef([]), player = useRef(null), shown = useRef(null);
  const hold = useHold(() => look.current()), held = () => hold.held() && shown.current;
  known.current = show.products;  // a shelf may grow while the stream runs
  look.current = () => {
    const due = pinAt(pins.current, dated ? shownDate(external ?? own.current, player.current) - options.offset * 1000 : NaN);
    setPin((old) => {
      const same = old?.product_id === due?.product_id;
      setNext(!same && held() ? due : null);
      return same || held() ? old : due;
    });
  };
  useEffect(() => {
    const source = new EventSource(`${endpoint}/api/v1/published/streams/${show.id}/events`);
    let gone = false;
    source.addEventListener("pin", (event) => {
      const told = JSON.parse(event.data);
      pins.current = [...pins.current, told].slice(-PINS_KEPT);
      if (told.product_id && !known.current.some((one) => one.id === told.product_id)) act.refresh();
      look.current();
    });
    const timer = setInterval(() => look.current(), LOOK_EVERY_MS);
    if (!external && show.watch && own.current) play(own.current, show.watch).then((made) => { player.current = made; if (gone) made?.destroy(); });
    onVideo(external ?? own.current);
    return () => { gone = true; clearInterval(timer); source.close(); player.current?.destroy(); player.current = null; };
  }, [show.id, external]);
  const product = pin && show.products.find((one) => one.id === pin.product_id), coming = next && show.products.find((one) => one.id === next.product_id);
  useEffect(() => {
    const detail = (one, end) => ({ focus: "", product: one.product.id, sku: one.product.id, start: one.start, end, by: "pin" });
    const last = shown.current;
    shown.current = product ? { product, start: pin.time ?? 0 } : null;
    if (last) act.tell("ff-focus-exit", detail(last, Math.max(last.start, pin?.time ?? last.start)));
    if (product) act.tell("ff-focus-enter", detail(shown.current, null));
  }, [product?.id]);
  return html`<div class=${`watch ${options.layout === "side" ? "side-by" : options.layout}${external ? " apart" : ""}`}>${!external && html`<div class="frame">${show.watch ? html`<video ref=${own} controls playsinline autoplay muted></video>` : html`<div class="idle dark"><p>${t("live-elsewhere")}</p></div>`}</div>`}
    <div class="title"><h1>${show.title}</h1></div><div class="side">
      <${Now} now=${product ? { id: product.id, focus: "", product, more: 0 } : null} coming=${coming?.title} next=${null} small=${options.card === "compact"} t=${t} act=${act} options=${options} pictures=${show.pictures} hold=${hold} />
      <${Shelf} products=${show.products} pictures=${show.pictures} current=${product?.id} jumped=${jumped} open=${shelf} t=${t} onOpen=${act.setShelf} onJump=${act.jump} /></div></div>`;
}
