// Publishing: what changes for shoppers, what stays private, what they will see, and the versions that they saw.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { get, post, put } from "../core/api.js";
import { clock, date } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice } from "../console/parts.js";
import { say } from "../console/main.js";
import { Dialog } from "./dialogs.js";

const SHOWN = ["accepted", "changed"], SHORT_S = 2, AT_ONCE = 100;
// A sign beside each word: what becomes of a focus is told without colour too.
const SIGNS = { added: "+", removed: "−", moved: "↔", relinked: "⇄", undecided: "?", proposed: "…", rejected: "×", "no-product": "!", short: "!", overlap: "!" };
const PHONE = [390, 844], DESKTOP = [1280, 800];

const span = ({ start, end }) => `${clock(start)} – ${clock(end)}`;
const exactly = ({ start, end }) => `${clock(start, { exact: true })} – ${clock(end, { exact: true })}`;
const named = (place) => place.title || place.product_id || t("no-product");

/** What a row says besides its product: where it is, and where or what it was. */
function told({ kind, place, was }) {
  if (kind === "moved") return `${exactly(place)} · ${t("was", { what: exactly(was) })}`;
  if (kind === "relinked") return `${span(place)} · ${t("was", { what: named(was) })}`;
  return span(place);
}

/** One kind of rows, folded; only what is looked at is drawn. onOpen(focus id) is left out where there is nothing to go to. */
function Rows({ kind, rows, onOpen }) {
  const [open, setOpen] = useState(false), [most, setMost] = useState(AT_ONCE);
  if (!rows.length) return null;
  const row = (one) => html`<b class="two">${named(one.place)}</b><span class="num dim small">${told({ kind, ...one })}</span>`;
  return html`<details class="rowsof" open=${open} onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary><span class=${`sign k-${kind}`} aria-hidden="true">${SIGNS[kind]}</span> ${t(`d-${kind}`, { n: rows.length })}</summary>
    ${open && html`<ul class="picker" aria-label=${t(`d-${kind}`, { n: rows.length })}>${rows.slice(0, most).map((one) => html`<li key=${one.focus_id}>${onOpen && kind !== "removed"
      ? html`<button type="button" title=${t("to-exhibit")} onClick=${() => onOpen(one.focus_id)}>${row(one)}</button>` : html`<span class="plain">${row(one)}</span>`}</li>`)}</ul>
      ${rows.length > most && html`<button type="button" class="btn quiet" onClick=${() => setMost(rows.length)}>${t("and-more", { n: rows.length - most })}</button>`}`}</details>`;
}

const CHANGES = ["added", "removed", "moved", "relinked"], PRIVATE = ["undecided", "proposed", "rejected", "no-product"];

export function Difference({ difference, onOpen }) {
  const { changes, products, retitled } = difference, of = (kind) => changes.filter((one) => one.kind === kind);
  return html`<p class="counts">${CHANGES.map((kind) => html`<span key=${kind} class="small"><span class=${`sign k-${kind}`} aria-hidden="true">${SIGNS[kind]}</span> <b class="num">${of(kind).length}</b> ${t(`d-${kind}-word`)}</span>`)}</p>
    ${CHANGES.map((kind) => html`<${Rows} key=${kind} kind=${kind} rows=${of(kind)} onOpen=${onOpen} />`)}
    ${products.length > 0 && html`<p class="small">${t("d-products", { n: products.length })} <span class="dim">${products.slice(0, 3).join(", ")}${products.length > 3 ? ` ${t("and-more", { n: products.length - 3 })}` : ""}</span></p>`}
    ${retitled && html`<p class="small">${t("d-retitled")}</p>`}`;
}

/** Exhibits that shoppers may stumble over; rows as those of the difference. */
function doubtful(model) {
  const shown = model.focuses.filter((focus) => SHOWN.includes(focus.standing));
  const as = (focus) => ({ focus_id: focus.id, place: { ...focus, title: model.title(focus.product_id) } });
  return { short: shown.filter((focus) => focus.end - focus.start < SHORT_S).map(as), overlap: shown.filter((focus, k) => k && focus.start < shown[k - 1].end).map(as) };
}

/** The shopper's page of the draft in a frame of a phone's or a desktop's own size, drawn as large as there is room. */
function Preview({ id, seen, onEscape }) {
  const [size, setSize] = useState(PHONE), [scale, setScale] = useState(0.5), room = useRef(null);
  useEffect(() => {
    const fit = () => setScale(Math.min(1, room.current.clientWidth / size[0], (size === PHONE ? 560 : 420) / size[1]));
    const observer = new ResizeObserver(fit);
    observer.observe(room.current);
    fit();
    return () => observer.disconnect();
  }, [size]);
  useEffect(() => {
    const hear = (event) => { if (event.origin === location.origin && event.data?.source === "fashion-focus-preview") onEscape(); };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  const kind = (name, wanted) => html`<button type="button" aria-pressed=${size === wanted} onClick=${() => setSize(wanted)}>${t(name)}</button>`;
  return html`<section class="previewed" aria-label=${t("preview")}><div class="row wrap"><h3 class="grow">${t("preview")}</h3>
      <div class="segments" role="group" aria-label=${t("preview-size")}>${kind("phone", PHONE)}${kind("desktop", DESKTOP)}</div>
      <a class="btn quiet icon" href=${`/shows/${id}/preview`} target="_blank" aria-label=${t("preview-own")} title=${t("preview-own")}>${icon("external")}</a></div>
    <div ref=${room}><div class="device" data-wide=${size === DESKTOP ? "" : null} style=${{ width: `${size[0] * scale}px`, height: `${size[1] * scale}px` }}>
      <iframe key=${seen} title=${t("preview-of")} src=${`/shows/${id}/preview`} width=${size[0]} height=${size[1]} style=${{ transform: `scale(${scale})` }}></iframe></div></div>
    <p class="faint small">${t("preview-how")}</p></section>`;
}

/** An earlier version: what going back to it would change is asked for when it is unfolded. */
function Version({ model, version, current, busy, onBack }) {
  const [back, setBack] = useState(null), about = `v${version.version}`, shown = version.version === current;
  useEffect(() => { setBack(null); }, [current]);
  const look = (event) => { if (event.currentTarget.open) get(`/videos/${model.id}/publications/${version.version}/difference`).then(setBack, () => {}); };
  return html`<li class="version"><div class="row wrap"><b>${about}</b><span class="dim small grow">${date(version.created)} · ${t("exhibits-n", { n: version.n_focuses })} · ${version.author}</span>
      ${shown ? html`<span class="chip ok">${t("shown-now")}</span>` : html`<button type="button" class="btn" disabled=${busy} onClick=${onBack}>${t("roll-back", { v: version.version })}</button>`}</div>
    ${!shown && html`<details key=${current} onToggle=${look}><summary class="small dim">${t("roll-back-changes", { v: version.version })}</summary>${back && html`<div class="stack tight"><${Difference} difference=${back} /></div>`}</details>`}</li>`;
}

/** What the service said, in the reader's words where it is a case that has its own. */
const explained = (problem) => (problem.message.startsWith("FF-412") ? t("ff-412") : problem.message);

export function Publish({ model, session, onOpen, onClose }) {
  const [versions, setVersions] = useState([]), [draft, setDraft] = useState(null);
  const [error, setError] = useState(""), [busy, setBusy] = useState(false);
  const load = () => Promise.all([get(`/videos/${model.id}/publications`).then(setVersions), get(`/videos/${model.id}/draft`).then(setDraft), model.load()]);
  const waiting = model.queue.length > 0;
  // What waits here is not in the service's draft yet; and somebody else may have changed it.
  useEffect(() => { if (!waiting) load().catch((problem) => setError(explained(problem))); }, [waiting, model.version, model.video.published]);
  const act = (promise, done) => {
    setBusy(true);
    setError("");
    promise.then(() => { say(done); return load(); }).catch((problem) => { setError(explained(problem)); return load().catch(() => {}); }).finally(() => setBusy(false));
  };
  const open = (focusId) => { onClose(); onOpen(focusId); };
  const next = (versions[0]?.version ?? 0) + 1, current = draft?.published ?? 0, may = session?.role !== "read";
  const doubts = doubtful(model), kept = (reason) => (draft?.withheld ?? []).filter((one) => one.reason === reason);
  const address = `${location.origin}/w/${model.id}`, path = `/videos/${model.id}/published`;
  const snippet = `<script type="module" src="${location.origin}/widget/1.js"></scr${""}ipt>\n<fashion-focus show="${model.id}"><a href="${address}">${t("watch-and-shop")}</a></fashion-focus>`;
  const publish = () => act(post(`/videos/${model.id}/publications`, { seen: draft.seen }), t("state-published", { v: next }));
  const show = (version) => act(put(path, { version }), version ? t("state-published", { v: version }) : t("unpublished"));
  if (!draft) return html`<${Dialog} title=${t("publish")} onClose=${onClose} kind="publish"><${Notice} text=${error} onRetry=${() => load().then(() => setError(""), () => {})} /><div class="skeleton publish0"></div></${Dialog}>`;
  const nOpen = kept("undecided").length + kept("proposed").length;
  return html`<${Dialog} title=${t("publish")} onClose=${onClose} kind="publish"><div class="publishing"><div class="stack">
    <${Notice} text=${error} onClose=${() => setError("")} />
    <div class="facts"><div><b class="num">${draft.n_focuses}</b><span>${t("exhibits", { n: draft.n_focuses })}</span></div><div><b class="num">${draft.n_products}</b><span>${t("products", { n: draft.n_products })}</span></div>
      <div class=${nOpen ? "warn" : ""}><b class="num">${nOpen}</b><span>${t("stay-private")}</span></div></div>
    <button type="button" class="btn primary big" aria-describedby="publish-why" disabled=${busy || waiting || !may || !draft.n_focuses || draft.unchanged} onClick=${publish}>${t("publish-v", { v: next })}</button>
    <p id="publish-why" class="small dim">${!may ? t("publish-role") : waiting ? t("saving", { n: model.queue.length }) : !draft.n_focuses ? t("publish-none") : draft.unchanged ? t("publish-same", { v: current }) : t("publish-what")}</p>
    <section class="stack tight" aria-label=${current ? t("changes-to", { v: current }) : t("changes-first")}><h3>${current ? t("changes-to", { v: current }) : t("changes-first")}</h3><${Difference} difference=${draft.difference} onOpen=${open} /></section>
    ${(doubts.short.length > 0 || doubts.overlap.length > 0) && html`<section class="stack tight" aria-label=${t("look-again")}><h3>${t("look-again")}</h3><${Rows} kind="short" rows=${doubts.short} onOpen=${open} /><${Rows} kind="overlap" rows=${doubts.overlap} onOpen=${open} /></section>`}
    ${draft.withheld.length > 0 && html`<section class="stack tight" aria-label=${t("not-published")}><h3>${t("not-published")}</h3>${PRIVATE.map((reason) => html`<${Rows} key=${reason} kind=${reason} rows=${kept(reason)} onOpen=${open} />`)}</section>`}
    ${current > 0 && html`<div class="live2"><span class="chip ok">${t("state-published", { v: current })}</span><a class="clip grow" href=${address} target="_blank" rel="noopener">${address}</a>
      <button type="button" class="btn" disabled=${busy || !may} onClick=${() => show(0)}>${t("unpublish")}</button></div>
      <details><summary>${t("embed-how")}</summary><textarea class="input code" readonly rows="3" aria-label=${t("embed-how")}>${snippet}</textarea></details>`}
    ${versions.length > 0 && html`<section class="stack tight" aria-label=${t("versions")}><h3>${t("versions")}</h3><ul class="list">${versions.map((version) => html`<${Version} key=${version.version} model=${model} version=${version} current=${current} busy=${busy || !may} onBack=${() => show(version.version)} />`)}</ul></section>`}
    </div><${Preview} id=${model.id} seen=${draft.seen} onEscape=${onClose} /></div></${Dialog}>`;
}
