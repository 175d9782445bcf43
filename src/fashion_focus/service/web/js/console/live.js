// Live streams: started here, and pinned by people or by the machine.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow, get, patch, post } from "../core/api.js";
import { clock } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { Notice, useResource, useTitle } from "./parts.js";
import { go, say } from "./main.js";

const RUNNING = ["starting", "running", "waiting", "paused"];
const stateOf = (stream) => html`<span class=${`chip ${stream.state === "running" ? "onair" : stream.state === "failed" ? "bad" : ""}`}>${stream.state === "running" && html`<i class="dot"></i>`}${t(`l-${stream.state}`)}</span>`;

function StartForm({ onStarted }) {
  const [catalogs] = useResource("/catalogs");
  const [wanted, setWanted] = useState({ title: "", source: "", watch: "", catalog_id: "", mode: "off" });
  const [error, setError] = useState("");
  const set = (name) => (event) => setWanted({ ...wanted, [name]: event.target.value });
  const submit = (event) => {
    event.preventDefault();
    post("/streams", { ...wanted, catalog_id: wanted.catalog_id || catalogs[0]?.id || "" }).then(onStarted, (problem) => setError(problem.message));
  };
  if (catalogs && !catalogs.length) return html`<section class="card pad stack"><p>${t("live-needs-shelf")}</p><p><a class="btn primary" href="/shelves">${t("add-shelf")}</a></p></section>`;
  return html`<form class="card pad stack" onSubmit=${submit}><h2>${t("start-live")}</h2><${Notice} text=${error} onClose=${() => setError("")} />
    <label class="field"><span>${t("live-title")}</span><input class="input" required maxlength="200" value=${wanted.title} onInput=${set("title")} /></label>
    <label class="field"><span>${t("live-source")}</span><input class="input" required value=${wanted.source} placeholder="rtmp://… , https://….m3u8 , push:" onInput=${set("source")} /></label>
    <label class="field"><span>${t("live-watch")}</span><input class="input" value=${wanted.watch} placeholder="https://….m3u8" onInput=${set("watch")} /></label>
    <label class="field"><span>${t("step-shelf")}</span><select class="select" value=${wanted.catalog_id} onChange=${set("catalog_id")}>${(catalogs || []).map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select></label>
    <p><button class="btn primary">${t("start-live")}</button></p></form>`;
}

export function Live() {
  const [streams, error, load] = useResource("/streams");
  const [adding, setAdding] = useState(false);
  useTitle(t("live"));
  useEffect(() => follow((change) => { if (/^(stream|pin)\.|reset/.test(change.type)) load(); }), []);
  return html`<main id="main" class="page"><div class="head"><div class="grow"><h1>${t("live")}</h1><p class="dim">${t("live-what")}</p></div>
      <button type="button" class="btn primary" aria-expanded=${adding} onClick=${() => setAdding(!adding)}>${icon("plus")}${t("start-live")}</button></div><${Notice} text=${error} onRetry=${load} />
    ${adding && html`<${StartForm} onStarted=${(stream) => go(`/live/${stream.id}`)} />`}
    ${streams && !streams.length && !adding && html`<div class="empty card">${icon("film")}<h2>${t("no-live")}</h2><p class="dim">${t("no-live-how")}</p></div>`}
    <ul class="list card">${(streams || []).map((stream) => html`<li key=${stream.id}><a href=${`/live/${stream.id}`}><b class="grow clip">${stream.title}</b>${stateOf(stream)}<span class="num dim">${clock(stream.media_time)}</span></a></li>`)}</ul></main>`;
}

function Suggestion({ focus, product, k, onPin }) {
  const band = focus.confidence >= 0.8 ? "strong" : focus.confidence >= 0.5 ? "likely" : "unsure";
  return html`<li><button type="button" class="suggest" aria-keyshortcuts=${String(k)} onClick=${onPin}><kbd>${k}</kbd>${photo(product, 56)}<span class="grow"><b class="two">${product?.title ?? focus.product_id}</b>
    <span class="small dim">${t(`b-${band}`)} · ${clock(focus.start)}</span></span><span class="btn">${t("pin")}</span></button></li>`;
}

export function Console({ id }) {
  const [stream, setStream] = useState(null);
  const [products, setProducts] = useState([]);
  const [error, setError] = useState("");
  const [words, setWords] = useState("");
  const load = () => get(`/streams/${id}`).then((one) => { setStream(one); setError(""); return one; }, (problem) => setError(problem.message));
  useEffect(() => {
    load().then((one) => one && get(`/catalogs/${one.catalog_id}/products`).then(setProducts));
    const timer = setInterval(load, 5000);
    const stop = follow((change) => { if (change.type === "reset" || change.subject === id) load(); });
    return () => { clearInterval(timer); stop(); };
  }, [id]);
  useTitle(stream && stream.title);
  const by = new Map(products.map((product) => [product.id, product]));
  const suggestions = (stream?.focuses ?? []).filter((focus, k, all) => focus.product_id !== stream.pin?.product_id && all.findIndex((one) => one.product_id === focus.product_id) === k).slice(0, 6);
  const pin = (product_id) => post(`/streams/${id}/pin`, { product_id }).then(() => { say(product_id ? `${t("pinned")}: ${by.get(product_id)?.title}` : t("unpin")); return load(); }, (problem) => setError(problem.message));
  const mode = (wanted) => patch(`/streams/${id}`, { mode: wanted }).then(setStream, (problem) => setError(problem.message));
  useEffect(() => {
    const press = (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, dialog")) return;
      const number = /^Digit([1-6])$/.exec(event.code);
      if (number && suggestions[number[1] - 1]) pin(suggestions[number[1] - 1].product_id);
      else if (event.code === "KeyQ") pin("");
      else if (event.code === "KeyH") mode(event.shiftKey ? (stream.mode === "auto" ? "off" : "auto") : stream.mode === "hold" ? "off" : "hold");
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
  if (!stream) return html`<main id="main" class="page"><${Notice} text=${error} onRetry=${load} /></main>`;
  const now = stream.pin?.product_id ? by.get(stream.pin.product_id) : null, running = RUNNING.includes(stream.state), wanted = words.trim().toLowerCase();
  const address = `${location.origin}/w/${stream.id}`;
  return html`<main id="main" class="page console"><div class="head"><a class="btn quiet icon" href="/live" aria-label=${t("live")}>${icon("left")}</a><h1 class="clip">${stream.title}</h1>${stateOf(stream)}<span class="num dim">${clock(stream.media_time)} · ${t("lag", { s: stream.lag.toFixed(1) })}</span><span class="grow"></span>
      <div class="segments" role="group" aria-label=${t("who-pins")}>${["off", "auto", "hold"].map((one) => html`<button type="button" aria-pressed=${stream.mode === one} onClick=${() => mode(one)}>${t(`mode-${one}`)}</button>`)}</div>
      ${running && html`<button type="button" class="btn danger" onClick=${() => post(`/streams/${id}/stop`).then(load, (problem) => setError(problem.message))}>${t("end-live")}</button>`}</div>
    <${Notice} text=${error || stream.error} onClose=${() => setError("")} />
    <label class="check"><input type="checkbox" checked=${stream.public} onChange=${(event) => patch(`/streams/${id}`, { public: event.target.checked }).then(setStream)} /><span>${t("live-public")} ${stream.public && html`<a href=${address} target="_blank" rel="noopener">${address}</a>`}</span></label>
    <div class="desk"><section class="card pad stack"><h2>${t("viewers-see")}</h2>${now ? html`<div class="row">${photo(now, 128)}<div class="stack grow"><b class="big two">${now.title}</b><span class="dim">${t("since", { time: clock(stream.pin.time), by: stream.pin.by === "auto" ? t("machine") : stream.pin.by })}</span>
          <p><button type="button" class="btn" aria-keyshortcuts="Q" onClick=${() => pin("")}>${t("unpin")} <kbd>Q</kbd></button></p></div></div>` : html`<p class="dim">${t("nothing-pinned")}</p>`}</section>
      <section class="card pad stack"><h2>${t("suggested")}</h2>${suggestions.length ? html`<ol class="stack">${suggestions.map((focus, k) => html`<${Suggestion} key=${focus.id} focus=${focus} product=${by.get(focus.product_id)} k=${k + 1} onPin=${() => pin(focus.product_id)} />`)}</ol>` : html`<p class="dim">${t("nothing-suggested")}</p>`}</section>
      <section class="card pad stack"><h2>${t("step-shelf")}</h2><label class="find"><span class="sr">${t("search-product")}</span>${icon("search")}<input type="search" value=${words} placeholder=${t("search-product")} onInput=${(event) => setWords(event.target.value)} /></label>
        <ul class="picker">${products.filter((product) => product.title.toLowerCase().includes(wanted)).slice(0, 80).map((product) => html`<li key=${product.id}><button type="button" onClick=${() => pin(product.id)}>${photo(product, 44)}<span class="grow two small">${product.title}</span></button></li>`)}</ul></section></div></main>`;
}
