// A new show: its video, its shelf, and off it goes.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { get, post, upload } from "../core/api.js";
import { bytes, clock } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, useTitle } from "./parts.js";
import { ShelfImport } from "./shelfimport.js";
import { go } from "./main.js";

const Step = ({ n, title, done, children }) => html`<section class="step card"><h2><span class=${done ? "n done" : "n"}>${done ? icon("check") : n}</span>${title}</h2>${children}</section>`;

function Video({ onReady }) {
  const [state, setState] = useState({});
  const sending = useRef(false);
  useEffect(() => {
    const warn = (event) => { if (sending.current) event.preventDefault(); };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  async function take(file) {
    if (!file) return;
    sending.current = true;
    setState({ file, sent: 0 });
    try {
      const title = file.name.replace(/\.\w+$/, "").replaceAll("_", " ");
      const made = await post("/videos", { title, file_name: file.name.slice(0, 200), n_bytes: file.size });
      const video = await upload(made, file, (sent) => setState({ file, sent }));
      setState({ file, sent: file.size, video, error: video.state === "failed" ? video.error : "" });
      if (video.state === "ready") onReady(video);
    } catch (error) {
      setState({ error: error.message });
    } finally { sending.current = false; }
  }
  const { file, sent, video, error } = state;
  const facts = video && video.facts;
  return html`<${Notice} text=${error} onClose=${() => setState({})} />
    ${!file && html`<div class="drop" onDragOver=${(event) => event.preventDefault()} onDrop=${(event) => { event.preventDefault(); take(event.dataTransfer.files[0]); }}>
      ${icon("film")}<p><b>${t("drop-video")}</b></p><p class="dim small">${t("drop-video-how")}</p>
      <label class="btn file">${t("choose-video")}<input type="file" accept="video/*,.mkv,.ts,.flv" aria-label=${t("choose-video")} onChange=${(event) => take(event.target.files[0])} /></label></div>`}
    ${file && html`<div class="sent"><div class="row"><b class="grow clip">${file.name}</b><span class="num dim">${bytes(sent)} / ${bytes(file.size)}</span></div>
      <div class="bar" role="progressbar" aria-label=${t("uploading")} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round((100 * sent) / file.size)}><i style=${{ width: `${(100 * sent) / file.size}%` }}></i></div>
      ${sent === file.size && !video && !error && html`<p class="dim small" role="status">${t("looking-at-video")}</p>`}
      ${facts && facts.duration > 0 && html`<p class="dim small num">${clock(facts.duration)} · ${facts.size.join("×")} · ${Math.round(facts.fps)} fps · ${facts.video_codec} · ${facts.audio_codec || t("no-sound")} · ${facts.playable ? t("browser-can-play") : t("browser-cannot-play")}</p>`}</div>`}`;
}

export function NewShow() {
  const [video, setVideo] = useState(null);
  const [catalogs, setCatalogs] = useState(null);
  const [catalog, setCatalog] = useState(null);
  const [importing, setImporting] = useState(false);
  const [speech, setSpeech] = useState(true);
  const [headline, setHeadline] = useState("");
  const [error, setError] = useState("");
  useTitle(t("add-show"));
  useEffect(() => { get("/catalogs").then((all) => { setCatalogs(all); setImporting(!all.length); }, (problem) => setError(problem.message)); }, []);
  const start = () => post(`/videos/${video.id}/jobs`, { catalog_id: catalog.id, speech, headline }).then(() => go(`/shows/${video.id}/progress`), (problem) => setError(problem.message));
  const choose = (kept) => { setCatalog(kept); setCatalogs((all) => (all.some((old) => old.id === kept.id) ? all : [kept, ...all])); setImporting(false); };
  return html`<main id="main" class="page narrow"><h1>${t("add-show")}</h1><${Notice} text=${error} onClose=${() => setError("")} />
    <${Step} n="1" title=${t("step-video")} done=${!!video}><${Video} onReady=${setVideo} /></${Step}>
    <${Step} n="2" title=${t("step-shelf")} done=${!!catalog}>
      ${catalogs && catalogs.length > 0 && html`<ul class="picks">${catalogs.map((one) => html`<li key=${one.id}><button type="button" class="pick" aria-pressed=${!!catalog && catalog.id === one.id} onClick=${() => choose(one)}>
        <b class="clip">${one.title}</b><span class="num">${t("products-n", { n: one.n_products })}</span></button></li>`)}
        <li><button type="button" class="pick new" aria-expanded=${importing} onClick=${() => setImporting(!importing)}>${icon("plus")}<b>${t("add-shelf")}</b></button></li></ul>`}
      ${importing && html`<${ShelfImport} onKept=${choose} />`}</${Step}>
    <${Step} n="3" title=${t("step-options")} done=${false}>
      <label class="check"><input type="checkbox" checked=${speech} onChange=${(event) => setSpeech(event.target.checked)} /><span>${t("option-speech")}</span></label>
      <label class="field"><span>${t("option-headline")}</span><input class="input" maxlength="300" value=${headline} onInput=${(event) => setHeadline(event.target.value)} /></label>
      <button type="button" class="btn primary big" disabled=${!video || !catalog} onClick=${start}>${t("start")}</button>
      ${(!video || !catalog) && html`<p class="dim small">${t("start-needs")}</p>`}</${Step}></main>`;
}
