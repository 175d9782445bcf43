// The desk of one live stream: what viewers see now, what the machine suggests, and who pins.
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow, get, patch, post, put, putFile } from "../core/api.js";
import { clock } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { keysOn } from "../review/keys.js";
import { Notice, useTitle } from "./parts.js";
import { go, say } from "./main.js";
import { stateOf } from "./live.js";

const RUNNING = ["starting", "running", "waiting", "paused"];
const LOOK_EVERY_MS = 2000, UNDO_MS = 10_000, STALE_PIN_MS = 20_000, SUGGESTIONS = 6;

/** One stream with its products: followed, and asked for again and again; "offline" while it cannot be reached. */
function useStream(id) {
  const [stream, setStream] = useState(null);
  const [products, setProducts] = useState([]);
  const [error, setError] = useState("");
  const load = () => get(`/streams/${id}`).then((one) => { setStream(one); setError((old) => (old === "offline" ? "" : old)); return one; }, (problem) => setError(problem.message));
  useEffect(() => {
    const shelf = (one) => one && get(`/catalogs/${one.catalog_id}/products`).then(setProducts, () => {});
    load().then(shelf);
    const timer = setInterval(load, LOOK_EVERY_MS);
    const stop = follow((change) => { if (change.type === "reset" || change.subject === id) load().then((one) => /reset|shelf/.test(change.type) && shelf(one)); }, (state) => { if (state === "waiting") load(); });
    return () => { clearInterval(timer); stop(); };
  }, [id]);
  return { stream, setStream, products, setProducts, error, setError, load };
}

/** Pins and modes of a stream. A pin that could not be sent waits here; one that is too old is asked about. */
function useDesk(id) {
  const { stream, setStream, products, setProducts, error, setError, load } = useStream(id);
  const [waiting, setWaiting] = useState(null);
  const [undo, setUndo] = useState(null);
  const [now, setNow] = useState(Date.now());
  const lostAt = useRef(0), lastPin = useRef(null);
  const by = useMemo(() => new Map(products.map((product) => [product.id, product])), [products]);
  const title = (product) => by.get(product)?.title ?? product;
  const send = (product_id) => post(`/streams/${id}/pin`, { product_id }).then(
    () => { setWaiting(null); say(product_id ? `${t("pinned")}: ${title(product_id)}` : t("unpin")); return load(); },
    (problem) => { if (problem.status === 0) setWaiting({ product_id, at: Date.now() }); setError(problem.message); });
  const pin = (product_id) => {
    // Shown at once; what the service says takes its place.
    setStream((old) => ({ ...old, pin: { number: -1, product_id, time: old.media_time, by: "" } }));
    return send(product_id);
  };
  const mode = (wanted) => { setStream((old) => ({ ...old, mode: wanted })); return patch(`/streams/${id}`, { mode: wanted }).then(setStream, (problem) => setError(problem.message)); };
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (waiting && error !== "offline" && Date.now() - waiting.at < STALE_PIN_MS) send(waiting.product_id);
  }, [error]);
  useEffect(() => {
    const number = stream?.pin?.number ?? 0;
    if (!stream || number < 0) return;
    if (lastPin.current !== null && number !== lastPin.current) get(`/streams/${id}/pins`).then((pins) => setUndo({ to: pins[1]?.product_id ?? "", until: Date.now() + UNDO_MS }), () => {});
    lastPin.current = number;
  }, [Boolean(stream), stream?.pin?.number]);
  if (stream?.state !== "waiting") lostAt.current = 0;
  else if (!lostAt.current) lostAt.current = Date.now();
  const suggestions = (stream?.focuses ?? []).filter((focus, k, all) => focus.product_id !== stream.pin?.product_id && all.findIndex((one) => one.product_id === focus.product_id) === k).slice(0, SUGGESTIONS);
  /** What is suggested, else what is shown, else the moment alone; it waits in the review of the recording. */
  const mark = () => {
    const product_id = suggestions[0]?.product_id ?? stream.pin?.product_id ?? "";
    return post(`/streams/${id}/marks`, { product_id }).then((one) => say(t("marked", { time: clock(one.time), title: title(product_id) || t("no-product") })), (problem) => setError(problem.message));
  };
  /** A product that the shelf lacks, with a photo or without one; it can be pinned at once. */
  const addProduct = async (wanted, file) => {
    try {
      let made = await post(`/streams/${id}/products`, wanted);
      setProducts((old) => [...old.filter((one) => one.id !== made.id), made]);
      say(t("shelf-added", { title: made.title }));
      if (file) { made = await putFile(`/streams/${id}/products/picture?product_id=${encodeURIComponent(made.id)}`, file); setProducts((old) => old.map((one) => (one.id === made.id ? made : one))); }
      return true;
    } catch (problem) { setError(problem.message); return false; }
  };
  const takeBack = () => { if (!undo) return; setUndo(null); pin(undo.to); };
  return { stream, setStream, products, by, error, setError, load, pin, mode, mark, addProduct, suggestions, waiting, setWaiting, send, now, title, takeBack,
    undoFor: undo && undo.until > now ? Math.ceil((undo.until - now) / 1000) : 0, lostFor: lostAt.current ? Math.round((now - lostAt.current) / 1000) : 0 };
}

/** 1-9 pin, Q takes down, D marks for later, H holds, Shift H lets the machine, Ctrl Z takes the last pin back, / searches. */
function useKeys(desk, search) {
  const act = useRef(() => {});
  act.current = (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (!desk.stream || event.altKey || event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog")) return;
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code), { stream } = desk;
    if (ctrl && event.code === "KeyZ" && !event.shiftKey && desk.undoFor) desk.takeBack();
    else if (ctrl || !keysOn()) return;
    else if (number && desk.suggestions[number[1] - 1]) desk.pin(desk.suggestions[number[1] - 1].product_id);
    else if (event.code === "KeyQ") desk.pin("");
    else if (event.code === "KeyD" && !event.shiftKey) desk.mark();
    else if (event.code === "KeyH") desk.mode(event.shiftKey ? (stream.mode === "auto" ? "off" : "auto") : stream.mode === "hold" ? "off" : "hold");
    else if (event.code === "Slash" && !event.shiftKey && search?.current) search.current.focus();
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const press = (event) => act.current(event);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** Feed, analysis and line told apart; each says what happens to the pins. */
function Troubles({ desk }) {
  const { stream, error, waiting, now } = desk, old = waiting && now - waiting.at >= STALE_PIN_MS;
  return html`${error === "offline" && html`<div class="notice" role="alert"><span class="grow">${t("live-offline")} ${waiting && !old ? t("pin-waits", { title: desk.title(waiting.product_id) || t("unpin") }) : ""}</span><button type="button" class="btn" onClick=${desk.load}>${t("retry")}</button></div>`}
    ${waiting && old && html`<div class="notice" role="alert"><span class="grow">${t("pin-old", { title: desk.title(waiting.product_id) || t("unpin"), s: Math.round((now - waiting.at) / 1000) })}</span>
      <button type="button" class="btn" onClick=${() => desk.send(waiting.product_id)}>${t("pin-now")}</button><button type="button" class="btn quiet" onClick=${() => desk.setWaiting(null)}>${t("forget")}</button></div>`}
    ${stream.state === "waiting" && !stream.media_time && html`<div class="notice"><span class="grow">${t("feed-awaited")}</span></div>`}
    ${stream.state === "waiting" && stream.media_time > 0 && html`<div class="notice bad" role="alert"><span class="grow">${t("feed-lost", { s: desk.lostFor })}</span></div>`}
    ${stream.state === "running" && stream.late && html`<div class="notice" role="alert"><span class="grow">${t("analysis-late", { s: stream.lag.toFixed(0) })}</span></div>`}
    <${Notice} text=${error === "offline" ? "" : error || (stream.state === "waiting" ? "" : stream.error)} onClose=${() => desk.setError("")} />`;
}

function Modes({ desk }) {
  const { stream } = desk, keys = { hold: "H", auto: "⇧ H" };
  return html`<div class="modes"><div class="segments wide" role="group" aria-label=${t("who-pins")}>${["off", "auto", "hold"].map((one) => html`<button type="button" aria-pressed=${stream.mode === one} title=${keys[one] ?? ""} aria-keyshortcuts=${{ hold: "H", auto: "Shift+H" }[one] ?? null}
      onClick=${() => desk.mode(one)}>${t(`mode-${one}`)}${keys[one] && html` <kbd>${keys[one]}</kbd>`}</button>`)}</div>
    ${stream.mode === "auto" && stream.quiet > 0 && html`<span class="small dim num" role="timer">${t("auto-waits", { s: Math.ceil(stream.quiet) })}</span>`}</div>`;
}

function Now({ desk }) {
  const { stream } = desk, pin = stream.pin, product = pin?.product_id ? desk.by.get(pin.product_id) : null;
  const seen = stream.focuses.find((focus) => focus.product_id === pin?.product_id);
  return html`<section class="card pad stack nowcard"><h2>${t("viewers-see")}</h2>
    ${product ? html`<div class="nowrow" data-pinned=${product.id}>${photo(product, 128)}<div class="stack grow"><b class="big two">${product.title}</b>${product.price && html`<span>${product.price}</span>`}
        <span class="dim small">${t("since", { time: clock(pin.time), by: pin.by === "auto" ? t("machine") : pin.by || t("you") })}${seen ? ` · ${t(`b-${seen.band}`)}` : ""}</span></div></div>` : html`<p class="dim">${t("nothing-pinned")}</p>`}
    <div class="row wrap">${product && html`<button type="button" class="btn tall" aria-keyshortcuts="Q" onClick=${() => desk.pin("")}>${t("unpin")} <kbd>Q</kbd></button>`}
      ${desk.undoFor > 0 && html`<button type="button" class="btn tall" aria-keyshortcuts="Control+Z" onClick=${desk.takeBack}>${icon("undo")}${t("take-back", { s: desk.undoFor })}</button>`}
      <button type="button" class="btn quiet tall" aria-keyshortcuts="D" onClick=${desk.mark}>${icon("tag")}${t("mark-later")} <kbd>D</kbd></button></div></section>`;
}

function Next({ desk }) {
  return html`<section class="card pad stack"><h2>${t("suggested")}</h2>${desk.suggestions.length ? html`<ol class="stack tight">${desk.suggestions.map((focus, k) => html`<li key=${focus.product_id}>
      <button type="button" class="suggest" data-product=${focus.product_id} aria-keyshortcuts=${String(k + 1)} onClick=${() => desk.pin(focus.product_id)}><kbd>${k + 1}</kbd>${photo(desk.by.get(focus.product_id), 56)}<span class="grow"><b class="two">${desk.title(focus.product_id)}</b>
      <span class="small dim">${t(`b-${focus.band}`)} · ${clock(focus.start)}</span></span><span class="btn pinbtn">${t("pin")}</span></button></li>`)}</ol>` : html`<p class="dim">${t("nothing-suggested")}</p>`}</section>`;
}

function Shelf({ desk, search }) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase(), pinned = new Set(desk.pinnedBefore), seen = new Set(desk.stream.focuses.map((focus) => focus.product_id));
  const shown = desk.products.filter((product) => `${product.title} ${product.id} ${product.number}`.toLowerCase().includes(wanted)).slice(0, 80);
  const [photoFile, setPhotoFile] = useState(null), lacks = wanted !== "" && shown.length === 0;
  const add = async () => {
    // What a scanner types is a number.
    const text = words.trim(), made = await desk.addProduct(/^[\d-]{4,}$/.test(text) ? { title: text, number: text } : { title: text }, photoFile);
    if (made) { setWords(""); setPhotoFile(null); }
  };
  const enter = (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && lacks) { event.preventDefault(); add(); event.target.blur(); }
    if (event.key === "Enter" && shown.length) { event.preventDefault(); desk.pin(shown[0].id); setWords(""); event.target.blur(); }
    if (event.key === "Escape") { setWords(""); event.target.blur(); }
  };
  const mark = (product) => (pinned.has(product.id) ? t("pinned-before") : seen.has(product.id) ? "" : t("not-shown-yet"));
  return html`<section class="card pad stack"><h2>${t("step-shelf")} <span class="faint num">${desk.products.length}</span></h2><label class="find big"><span class="sr">${t("search-product")}</span>${icon("search")}<input type="search" ref=${search} value=${words} placeholder=${t("search-product")} onInput=${(event) => setWords(event.target.value)} onKeyDown=${enter} /><kbd>/</kbd></label>
    ${lacks && html`<div class="stack"><p class="dim">${t("shelf-lacks")}</p><div class="row wrap"><button type="button" class="btn primary tall" onClick=${add}>${icon("plus")}${t("shelf-add", { title: words.trim() })} <kbd>↵</kbd></button>
      <label class="btn tall">${icon("upload")}<span class="clip">${photoFile?.name ?? t("photo-add")}</span><input class="sr" type="file" accept="image/jpeg,image/png,image/webp" aria-label=${t("photo-add")} onChange=${(event) => setPhotoFile(event.target.files[0] ?? null)} /></label></div></div>`}
    <ul class="picker">${shown.map((product) => html`<li key=${product.id}><button type="button" onClick=${() => desk.pin(product.id)}>${photo(product, 44)}<span class="grow"><span class="two small">${product.title}</span>${mark(product) && html`<span class="faint small">${mark(product)}</span>`}</span></button></li>`)}</ul></section>`;
}

/** After the stream: what was pinned and marked goes on in the review of its recording. */
function Recording({ desk, id }) {
  const [videos, setVideos] = useState([]);
  const [wanted, setWanted] = useState({ video: "", starts: "0" });
  useEffect(() => { get("/videos").then((all) => setVideos(all.filter((one) => one.state === "ready" && ["", desk.stream.catalog_id].includes(one.catalog_id))), () => {}); }, [desk.stream.catalog_id]);
  const video = wanted.video || videos[0]?.id;
  const take = (event) => {
    event.preventDefault();
    put(`/videos/${video}/stream`, { stream_id: id, starts: Math.max(0, Number(wanted.starts) || 0) }).then(() => go(`/shows/${video}/review`), (problem) => desk.setError(problem.message));
  };
  return html`<section class="card pad stack"><h2>${t("after-live")}</h2><p class="dim">${t("after-live-how")}</p>${videos.length ? html`<form class="row wrap" onSubmit=${take}>
      <label class="field"><span>${t("recording")}</span><select class="select" value=${video} onChange=${(event) => setWanted({ ...wanted, video: event.target.value })}>${videos.map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select></label>
      <label class="field"><span>${t("recording-starts")}</span><input class="input num" type="number" min="0" step="0.1" value=${wanted.starts} onInput=${(event) => setWanted({ ...wanted, starts: event.target.value })} /></label>
      <button class="btn primary">${t("take-pins")}</button></form>` : html`<p><a class="btn" href="/new">${t("add-show")}</a></p>`}</section>`;
}

export function Console({ id }) {
  const desk = useDesk(id), search = useRef(null), { stream } = desk;
  const [pinnedBefore, setPinnedBefore] = useState([]);
  useTitle(stream && stream.title);
  useKeys(desk, search);
  useEffect(() => { if (stream) get(`/streams/${id}/pins`).then((pins) => setPinnedBefore(pins.map((one) => one.product_id)), () => {}); }, [stream?.pin?.number]);
  if (!stream) return html`<main id="main" class="page"><${Notice} text=${desk.error} onRetry=${desk.load} /><div class="skeleton desk0"></div></main>`;
  const address = `${location.origin}/w/${stream.id}`, running = RUNNING.includes(stream.state), set = (changes) => patch(`/streams/${id}`, changes).then(desk.setStream, (problem) => desk.setError(problem.message));
  const drops = Object.values(stream.drops).reduce((sum, n) => sum + n, 0);
  return html`<main id="main" class=${`page console ${(stream.state === "waiting" && stream.media_time > 0) || desk.error === "offline" ? "stale" : ""}`}>
    <div class="head"><a class="btn quiet icon" href="/live" aria-label=${t("live")}>${icon("left")}</a><h1 class="clip livetitle">${stream.title}</h1>${stateOf(stream)}
      <span class="num dim small">${clock(stream.media_time)}${running ? ` · ${t("lag", { s: stream.lag.toFixed(1) })}` : ""}${drops ? ` · ${t("drops", { n: drops })}` : ""}</span><span class="grow"></span>
      <${Modes} desk=${desk} />
      ${running && html`<button type="button" class="btn danger" onClick=${() => post(`/streams/${id}/stop`).then(desk.load, (problem) => desk.setError(problem.message))}>${t("end-live")}</button>`}</div>
    <${Troubles} desk=${desk} />
    <div class="desk"><${Now} desk=${desk} /><${Next} desk=${desk} /><${Shelf} desk=${{ ...desk, pinnedBefore }} search=${search} /></div>
    ${!running && html`<${Recording} desk=${desk} id=${id} />`}
    <section class="card pad stack"><label class="check"><input type="checkbox" checked=${stream.public} onChange=${(event) => set({ public: event.target.checked })} /><span>${t("live-public")} ${stream.public ? html`<a href=${address} target="_blank" rel="noopener">${address}</a>` : html`<span class="dim">${t("rehearsal")}</span>`}</span></label>
      <p class="small dim">${t("for-obs")} <a href=${`/live/${id}/dock`}>${t("dock")}</a> · <a href=${`/live/${id}/overlay`} target="_blank" rel="noopener">${t("overlay")}</a></p></section></main>`;
}

/** What fits beside a scene in a streaming program: now and next, nothing else. */
export function Dock({ id }) {
  const desk = useDesk(id), { stream } = desk;
  useTitle(stream && stream.title);
  useKeys(desk, null);
  if (!stream) return html`<main id="main" class="dock"><${Notice} text=${desk.error} onRetry=${desk.load} /></main>`;
  return html`<main id="main" class="dock"><div class="row"><h1 class="clip grow">${stream.title}</h1>${stateOf(stream)}</div><${Modes} desk=${desk} /><${Troubles} desk=${desk} /><${Now} desk=${desk} /><${Next} desk=${desk} /></main>`;
}
