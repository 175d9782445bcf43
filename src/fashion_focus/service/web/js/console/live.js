// Live streams: started here, and pinned by people or by the machine.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow, post } from "../core/api.js";
import { clock } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, useResource, useTitle } from "./parts.js";
import { go } from "./main.js";

export const stateOf = (stream) => html`<span class=${`chip ${stream.state === "running" ? "onair" : stream.state === "failed" ? "bad" : ""}`}>${stream.state === "running" && html`<i class="dot"></i>`}${t(stream.state === "waiting" && !stream.media_time ? "l-awaited" : `l-${stream.state}`)}</span>`;

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
    <label class="field"><span>${t("step-shelf")}</span><select class="select" value=${wanted.catalog_id || catalogs?.[0]?.id} onChange=${set("catalog_id")}>${(catalogs || []).map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select></label>
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
    ${streams && streams.length > 0 && html`<ul class="list card">${streams.map((stream) => html`<li key=${stream.id}><a href=${`/live/${stream.id}`}><b class="grow clip">${stream.title}</b>${stateOf(stream)}<span class="num dim">${clock(stream.media_time)}</span></a></li>`)}</ul>`}</main>`;
}
