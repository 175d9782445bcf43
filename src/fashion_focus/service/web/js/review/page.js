// The review page: the machine proposes, the seller decides.
import { html, useEffect, useMemo, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/api.js";
import { clock } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, useTitle } from "../console/parts.js";
import { say } from "../console/main.js";
import { AcceptAbove, GoToTime, Help, ProductPicker, RejectWhy } from "./dialogs.js";
import { Evidence, alternativesOf } from "./evidence.js";
import { actionOf } from "./keys.js";
import { Landmarks } from "./landmarks.js";
import { ReviewModel } from "./model.js";
import { Player } from "./player.js";
import { Publish } from "./publish.js";
import { Filters, Queue } from "./queue.js";
import { Timeline } from "./timeline.js";

const REACTION_S = 0.4;
const ADDRESS_MS = 200;
const NEW_FOCUS_S = 8;

/** The time of the shown frame, for those who draw it. */
class Playhead {
  constructor() { this.time = 0; this.listeners = new Set(); }
  set(time) { this.time = time; for (const listener of this.listeners) listener(time); }
  subscribe(listener) { this.listeners.add(listener); listener(this.time); return () => this.listeners.delete(listener); }
}

function Saved({ model }) {
  const { state, at, text } = model.saving, n = model.queue.length;
  if (state === "saved") return html`<span class="saved dim small" role="status">${icon("check")}${at ? t("saved-at", { time: at.toLocaleTimeString() }) : t("all-saved")}</span>`;
  if (state === "saving") return html`<span class="saved dim small" role="status">${t("saving", { n })}</span>`;
  if (state === "refused") return html`<span class="saved bad small" role="alert">${t("not-saved")} ${text}</span>`;
  return html`<span class="saved warn small" role="status">${state === "conflict" ? t("conflict") : t("kept-here", { n })}</span>`;
}

/** The service names who was first; the sentence is the reader's. */
const conflictText = (said) => { const who = /^FF-409 (.+) changed this focus meanwhile/.exec(said)?.[1]; return who ? t("ff-409", { who }) : said; };

const PARTS = ["q", "f", "t", "z"];

/** The state that the address keeps: filter, focus, time, and what of the timeline is in view. */
function useAddress() {
  const query = new URLSearchParams(location.search);
  const [state, setState] = useState(Object.fromEntries(PARTS.map((name) => [name, query.get(name) || ""])));
  const next = useRef(state), later = useRef(0), path = location.pathname;
  const write = () => { clearTimeout(later.current); later.current = 0; if (location.pathname === path) history.replaceState(null, "", `${path}?${new URLSearchParams(Object.entries(next.current).filter(([, value]) => value))}`); };
  // Browsers take only so many addresses a second, and a moved timeline makes more.
  const set = (changes) => { next.current = { ...next.current, ...changes }; setState(next.current); if (!later.current) later.current = setTimeout(write, ADDRESS_MS); };
  useEffect(() => {
    const leave = () => { if (later.current) write(); };
    addEventListener("pagehide", leave);
    return () => { removeEventListener("pagehide", leave); leave(); };
  }, []);
  return [state, set];
}

export function Review({ id, session }) {
  const model = useMemo(() => new ReviewModel(id), [id]);
  const playhead = useMemo(() => new Playhead(), [id]);
  const [, renew] = useState(0);
  const [address, setAddress] = useAddress();
  const [words, setWords] = useState("");
  const [boxes, setBoxes] = useState(true);
  const [dialog, setDialog] = useState("");
  const [view, setViewed] = useState(() => /^[\d.]+-[\d.]+$/.test(address.z) ? address.z.split("-").map(Number) : null);
  const setView = (wanted) => { setViewed(wanted); setAddress({ z: wanted ? wanted.map((time) => time.toFixed(2)).join("-") : "" }); };
  const [snap, setSnap] = useState(true);
  const [following, setFollowing] = useState(false), inView = useRef(() => {});
  const landmarks = useMemo(() => new Landmarks(id), [id]);
  const quiet = useRef(0), video = useRef(null), act = useRef(() => {}), asked = useRef(Number(new URLSearchParams(location.search).get("t")));

  useEffect(() => model.subscribe(() => renew((n) => n + 1)), [model]);
  useEffect(() => { landmarks.onLoad = () => renew((n) => n + 1); return () => { landmarks.onLoad = () => {}; }; }, [landmarks]);
  useEffect(() => playhead.subscribe((time) => inView.current(time)), [playhead]);
  useEffect(() => {
    model.load();
    const leave = (event) => { if (model.queue.length) event.preventDefault(); };
    const online = () => model.flush();
    addEventListener("beforeunload", leave);
    addEventListener("online", online);
    const stop = follow((change) => { if (change.type === "reset" || (change.subject === id && /^(focuses|job\.done|show\.published)/.test(change.type) && !model.queue.length && !model.sending)) model.load(); });
    return () => { stop(); clearTimeout(quiet.current); removeEventListener("beforeunload", leave); removeEventListener("online", online); };
  }, [model]);
  useEffect(() => {
    const press = (event) => { if (document.querySelector("dialog[open]")) return; const action = actionOf(event); if (action) { event.preventDefault(); act.current(action); } };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  const show = model.video, counts = model.counts();
  useTitle(show && (counts.open ? `${t("undecided-n", { n: counts.open })} – ${show.title}` : show.title));
  if (!show) return html`<main id="main" class="review loading"><${Notice} text=${model.error} onRetry=${() => model.load()} /><div class="skeleton stage"></div></main>`;
  if (show.state !== "ready" || !show.catalog_id) return html`<main id="main" class="page narrow empty"><h1>${show.title}</h1><p class="dim">${t("not-localized")}</p><a class="btn" href=${`/shows/${id}/progress`}>${t("see-progress")}</a></main>`;

  const filter = address.q || (counts.open || !counts.all ? "open" : "all");
  const duration = show.facts.duration, rows = model.ordered(filter, words);
  const current = model.focus(address.f) ? address.f : rows[0]?.id ?? "", focus = model.focus(current);
  const shownView = view ?? [0, duration];
  inView.current = (time) => {
    const at = time - show.time_offset, size = shownView[1] - shownView[0];
    if (!following || (at >= shownView[0] && at <= shownView[1])) return;
    const first = Math.max(0, Math.min(at - size * 0.1, duration - size));
    setView([first, first + size]);
  };
  const seek = (time) => { if (video.current) video.current.currentTime = Math.min(Math.max(0, time + show.time_offset), duration - 0.04); };
  /** Where the player is, not where the playhead was drawn last: keys may come faster than pictures. */
  const now = () => (video.current ? video.current.currentTime : playhead.time) - show.time_offset;
  const open = (focusId) => {
    const wanted = model.focus(focusId);
    setAddress({ f: focusId });
    if (!wanted) return;
    seek(wanted.start + 0.02);
    if (wanted.end < shownView[0] || wanted.start > shownView[1]) { const size = shownView[1] - shownView[0], first = Math.max(0, wanted.start - size / 4); setView([first, Math.min(duration, first + size)]); }
  };
  const after = (list, from) => list[list.findIndex((one) => one.id === from) + 1] ?? list.find((one) => one.id !== from);
  const decided = (key, next) => { say(`${t(key)}: ${model.title(focus.product_id)}. ${t("undecided-n", { n: model.counts().open })}`); if (next) open(next.id); };
  const decide = (change, key) => {
    if (!focus) return;
    const next = after(model.ordered("open", words).filter((one) => !model.skipped.has(one.id) || one.id === current), current);
    change();
    decided(key, next);
  };
  const accept = () => decide(() => model.accept([current]), "s-accepted");
  const rejectWhy = (reason) => { setDialog(""); decide(() => model.reject([current], reason), "s-rejected"); };
  const reject = () => decide(() => model.reject([current]), "s-rejected");
  const relink = (product) => decide(() => model.relink(current, product), "s-changed");
  const skip = () => { if (!focus) return; const next = after(rows, current); model.skipped.add(current); if (next) open(next.id); renew((n) => n + 1); };
  const setEdge = (edge) => {
    if (!focus) return;
    const lag = video.current.paused ? 0 : REACTION_S * video.current.playbackRate;
    if (!model.move(current, { [edge]: Math.max(0, now() - lag) })) say(t("too-short"));
  };
  const walk = (list, by) => { const k = list.findIndex((one) => one.id === current), next = list[(k + by + list.length) % list.length]; if (next) open(next.id); };
  const create = (product) => {
    const start = now(), made = model.add(product, start, Math.min(duration, start + NEW_FOCUS_S));
    setDialog("");
    setAddress({ f: made, q: "all" });
  };
  const zoom = (by) => { const middle = now(), size = Math.min(duration, (shownView[1] - shownView[0]) * by), first = Math.max(0, Math.min(middle - size / 2, duration - size)); setView([first, first + size]); };
  const player = () => video.current;
  const start = () => player().play().catch(() => {});  // a pause that comes at once is no fault
  const settled = (time) => {
    clearTimeout(quiet.current);
    if (player()?.paused) quiet.current = setTimeout(() => setAddress({ t: time.toFixed(2) }), 300);
  };
  const split = () => { if (focus) say(model.split(current, now()) ? `${t("a-split")}: ${clock(now())}` : t("split-where")); };
  const join = () => { if (focus) say(model.join(current) ? t("joined") : t("nothing-to-join")); };
  const playOnce = (again) => {
    if (!focus) return;
    const stop = playhead.subscribe((time) => {
      const at = time - show.time_offset;
      if (player().paused || at < focus.start - 1 || at > focus.end + 1) { if (player().paused && again) setTimeout(() => stop(), 0); return; }
      if (at < focus.end) return;
      if (again) seek(focus.start); else { player().pause(); setTimeout(() => stop(), 0); }
    });
    seek(focus.start);
    start();
  };
  const toCut = (way) => landmarks.nextCut(now(), way).then((cut) => (cut === undefined ? say(t("no-cut")) : seek(cut)));
  /** The arrow keys move an edge: it is brought into view, and its handle has the focus until Esc. */
  const edgeMode = (edge) => {
    if (!focus) return;
    if (focus[edge] < shownView[0] || focus[edge] > shownView[1]) setView([Math.max(0, focus.start - 2), Math.min(duration, focus.end + 2)]);
    setTimeout(() => document.querySelector(`.edge.${edge}`)?.focus(), 0);
  };
  const fullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : player().parentElement.requestFullscreen?.().catch(() => {}));
  const opens = model.ordered("open", words);
  const ACTIONS = {
    play: () => (player().paused ? start() : player().pause()), back5: () => seek(now() - 5), faster: () => { player().playbackRate = { 1: 1.5, 1.5: 2, 2: 4, 4: 8 }[player().playbackRate] ?? 1; start(); },
    playfocus: () => playOnce(false), loop: () => playOnce(true), fullscreen: fullScreen, backmin: () => seek(now() - 60), aheadmin: () => seek(now() + 60), tostart: () => seek(0), toend: () => seek(duration),
    split, join, above: () => counts.open && setDialog("above"), snap: () => { setSnap(!snap); say(t(snap ? "snap-off" : "snap-on")); }, saved: () => say(model.queue.length ? t("saving", { n: model.queue.length }) : t("all-saved")),
    removeown: () => focus && !focus.found && model.reject([current]),
    mute: () => { player().muted = !player().muted; }, boxes: () => setBoxes(!boxes), back1: () => seek(now() - 1), ahead1: () => seek(now() + 1), back10: () => seek(now() - 10), ahead10: () => seek(now() + 10),
    frameback: () => seek(now() - 1 / (show.facts.fps || 25)), frameahead: () => seek(now() + 1 / (show.facts.fps || 25)), previous: () => walk(rows, -1), next: () => walk(rows, 1), nextopen: () => walk(opens, 1), previousopen: () => walk(opens, -1),
    gotime: () => setDialog("time"), fit: () => setView(view || !focus ? null : [Math.max(0, focus.start - 2), Math.min(duration, focus.end + 2)]), zoomin: () => zoom(0.5), zoomout: () => zoom(2),
    accept, reject, skip, other: () => focus && setDialog("relink"), undo: () => model.undo(), redo: () => model.redo(), setstart: () => setEdge("start"), setend: () => setEdge("end"),
    edgestart: () => edgeMode("start"), edgeend: () => edgeMode("end"), cutback: () => toCut(-1), cutahead: () => toCut(1), rejectwhy: () => focus && setDialog("why"),
    follow: () => { setFollowing(!following); say(t(following ? "follow-off" : "follow-on")); }, create: () => setDialog("add"), publish: () => setDialog("publish"), help: () => setDialog("help"),
  };
  act.current = (action) => {
    const number = /^alternative(\d)$/.exec(action);
    if (number) { const product = alternativesOf(focus)[Number(number[1]) - 1]; if (product) relink(product); } else ACTIONS[action]?.();
  };
  const owner = model.once("owner", () => new Map(model.focuses.filter((one) => one.standing !== "rejected").flatMap((one) => (one.found?.evidence?.tracklets ?? []).map((track) => [track, one.product_id]))));
  const selected = new Set(focus?.found?.evidence?.tracklets ?? []);
  const productOf = (track) => (selected.has(track) ? model.title(focus.product_id) : owner.has(track) ? model.title(owner.get(track)) : "");
  const edgeField = (edge) => html`<span class="edgefield"><span class="small dim">${t(edge === "start" ? "start-edge" : "end")}</span>
    <button type="button" class="btn quiet step" aria-label=${`${t(edge === "start" ? "start-edge" : "end")} −0.1 s`} disabled=${!focus} onClick=${() => model.move(current, { [edge]: focus[edge] - 0.1 })}>−</button>
    <b class="num">${focus ? clock(focus[edge], { exact: true }) : "–"}</b>
    <button type="button" class="btn quiet step" aria-label=${`${t(edge === "start" ? "start-edge" : "end")} +0.1 s`} disabled=${!focus} onClick=${() => model.move(current, { [edge]: focus[edge] + 0.1 })}>+</button>
    <button type="button" class="btn quiet step" title=${edge === "start" ? "I" : "O"} aria-label=${t(edge === "start" ? "a-setstart" : "a-setend")} disabled=${!focus} onClick=${() => setEdge(edge)}><kbd>${edge === "start" ? "I" : "O"}</kbd></button></span>`;
  return html`<main id="main" class="review">
    <div class="reviewbar"><a class="btn quiet icon" href="/" aria-label=${t("shows")}>${icon("left")}</a><div class="grow"><h1 class="clip">${show.title}</h1></div><${Saved} model=${model} />
      <button type="button" class="btn quiet icon" aria-label=${t("a-undo")} title="Ctrl Z" disabled=${!model.done.length} onClick=${ACTIONS.undo}>${icon("undo")}</button><button type="button" class="btn quiet icon" aria-label=${t("a-redo")} title="Ctrl ⇧ Z" disabled=${!model.undone.length} onClick=${ACTIONS.redo}>${icon("redo")}</button>
      <button type="button" class="btn quiet icon" aria-label=${t("a-help")} title="?" onClick=${ACTIONS.help}>${icon("help")}</button>
      <button type="button" class="btn bulk" disabled=${!counts.open} onClick=${() => setDialog("above")}>${t("accept-above")}</button>
      <button type="button" class="btn primary" aria-keyshortcuts="Control+Enter" onClick=${ACTIONS.publish}>${t("publish")} <b class="num">${counts.accepted + counts.changed}</b></button></div>
    <${Filters} counts=${counts} filter=${filter} onFilter=${(q) => setAddress({ q, f: "" })} />
    ${model.conflict && html`<div class="notice" role="alert"><span class="grow">${conflictText(model.conflict)}</span><button type="button" class="btn" onClick=${() => model.settle(true)}>${t("keep-mine")}</button><button type="button" class="btn" onClick=${() => model.settle(false)}>${t("keep-theirs")}</button></div>`}
    <div class="work"><${Queue} rows=${rows} model=${model} current=${current} onOpen=${open} words=${words} onWords=${setWords} onNever=${() => setDialog("add")} />
      <div class="middle"><${Player} show=${show} selected=${selected} productOf=${productOf} boxes=${boxes} onBoxes=${ACTIONS.boxes} onTime=${(time) => { playhead.set(time); settled(time); }} onVideo=${(node) => { video.current = node; node.currentTime = asked.current || (focus ? focus.start + 0.02 : 0); asked.current = 0; }} />
        <div class="decide"><div class="edges">${edgeField("start")}${edgeField("end")}<span class="edgefield"><button type="button" class="btn quiet cutbtn" title="B" aria-keyshortcuts="B" disabled=${!focus} onClick=${split}>${icon("split")}${t("a-split")}</button>
          <button type="button" class="btn quiet cutbtn" title="⇧ B" aria-keyshortcuts="Shift+B" disabled=${!model.nextOf(focus)} onClick=${join}>${icon("join")}${t("a-join")}</button></span></div><div class="row verdict">
          <button type="button" class="btn danger" aria-keyshortcuts="X" disabled=${!focus} onClick=${reject}>${t("reject")} <kbd>X</kbd></button><button type="button" class="btn quiet" title="⇧ X" aria-keyshortcuts="Shift+X" disabled=${!focus} onClick=${ACTIONS.rejectwhy}>${t("a-rejectwhy")}</button><button type="button" class="btn" aria-keyshortcuts="S D" disabled=${!focus} onClick=${skip}>${t("skip")} <kbd>S</kbd></button>
          <button type="button" class="btn primary" aria-keyshortcuts="Enter A" disabled=${!focus} onClick=${accept}>${t("accept")} <kbd>↵</kbd></button></div></div></div>
      <${Evidence} key=${current} focus=${focus} model=${model} show=${show} onSeek=${seek} onRelink=${relink} onOther=${() => setDialog("relink")} /></div>
    <${Timeline} model=${model} rows=${rows} current=${current} onOpen=${open} onSeek=${seek} playhead=${playhead} view=${shownView} onView=${setView} snap=${snap} landmarks=${landmarks} />
    ${dialog === "help" && html`<${Help} onClose=${() => setDialog("")} />`}${dialog === "publish" && html`<${Publish} model=${model} session=${session} onOpen=${open} onClose=${() => setDialog("")} />`}
    ${dialog === "why" && html`<${RejectWhy} onReason=${rejectWhy} onClose=${() => setDialog("")} />`}
    ${dialog === "above" && html`<${AcceptAbove} model=${model} onClose=${() => setDialog("")} />`}${dialog === "time" && html`<${GoToTime} onGo=${(time) => { seek(time); setDialog(""); }} onClose=${() => setDialog("")} />`}
    ${dialog === "add" && html`<${ProductPicker} model=${model} title=${t("add-by-hand")} onPick=${create} onClose=${() => setDialog("")} />`}
    ${dialog === "relink" && html`<${ProductPicker} model=${model} title=${t("other-product")} onPick=${(product) => { setDialog(""); relink(product); }} onClose=${() => setDialog("")} />`}</main>`;
}

