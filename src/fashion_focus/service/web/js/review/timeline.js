// The timeline: an overview of the whole show, and a lane a product; edges can be dragged, typed or stepped.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock } from "../core/times.js";
import { icon, photo } from "../core/pictures.js";
import { say } from "../console/main.js";
import { WIDEST_S, spoken } from "./landmarks.js";
import { categoryIn, reveal, useWindow } from "./queue.js";

const STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const SNAP_PX = 8, LEAST_VIEW = 2;

function ticks(from, to, width) {
  const step = STEPS.find((one) => ((to - from) / one) * 72 < width) ?? 3600;
  const first = Math.ceil(from / step), last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step);
}

/** The nearest point within a few pixels with its name; else the time itself. */
function snapped(time, points, perPixel) {
  const near = points.filter((one) => Math.abs(one.time - time) < SNAP_PX * perPixel).sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
  return near[0] ?? { time, what: "" };
}

/** Cuts and the words that count, under the pictures. */
function Marks({ model, landmarks, view }) {
  const [from, to] = view, x = (time) => `${(100 * (time - from)) / (to - from)}%`, seen = (time) => time >= from && time <= to;
  const near = to - from <= WIDEST_S, cuts = near ? landmarks.known().filter(seen) : [], words = near ? spoken(model).filter((word) => word.end > from && word.start < to) : [];
  return html`<div class="striprow"><span class="lanehead small dim">${t("cuts-words")}</span><div class="marks" role="img" aria-label=${t("cuts-words-n", { cuts: cuts.length, words: words.length })}>
    ${cuts.map((time) => html`<i class="cut" key=${time} style=${{ left: x(time) }}></i>`)}${words.map((word) => html`<b class="heard" title=${word.word} style=${{ left: x(word.start), width: `${(100 * (word.end - word.start)) / (to - from)}%` }}></b>`)}</div></div>`;
}

const STRIP_PX = 40, WIDEST_PX = 84, SHEET = 100, SIDE = 10;

/** Small pictures of what is in view: from sheets of a hundred, one every 1, 10 or 60 s; only those that are seen. */
function Filmstrip({ show, view, width, onScrub }) {
  const [from, to] = view, [w, h] = show.facts.size ?? [16, 9], wide = Math.min(WIDEST_PX, Math.max(24, (STRIP_PX * w) / h));
  const each = ((to - from) * wide) / Math.max(1, width), step = [60, 10, 1].find((one) => one <= each) ?? 1;
  const first = Math.floor(from / each), n = Math.ceil(to / each) - first, x = (time) => `${(100 * (time - from)) / (to - from)}%`;
  const tile = (k) => {
    const time = Math.max(0, Math.min(k * each - show.time_offset, (show.facts.duration || 1) - 0.1)), index = Math.floor(time / step), cell = index % SHEET;
    return html`<i key=${k} style=${{ left: x(k * each), width: `${(100 * each) / (to - from)}%`, backgroundImage: `url(/media/videos/${show.id}/filmstrip/${step}/${Math.floor(index / SHEET)}.jpg)`,
      backgroundPosition: `${((cell % SIDE) * 100) / (SIDE - 1)}% ${(Math.floor(cell / SIDE) * 100) / (SIDE - 1)}%` }}></i>`;
  };
  return html`<div class="striprow"><span class="lanehead small dim">${t("filmstrip")}</span><div class="filmstrip" aria-hidden="true" onPointerDown=${onScrub} onPointerMove=${onScrub}>${Array.from({ length: Math.max(0, n) }, (_, k) => tile(first + k))}</div></div>`;
}

const COLUMNS = 400, LANE_PX = 34;

/** The whole show in columns: what begins a column stands for it, so that thousands of exhibits are a few hundred marks. */
function columns(model, duration) {
  const marks = [];
  for (const focus of model.focuses) {
    if (focus.standing === "rejected") continue;
    const first = Math.floor((COLUMNS * focus.start) / duration), end = Math.max(first + 1, Math.ceil((COLUMNS * focus.end) / duration)), last = marks.at(-1);
    const look = `c-${categoryIn(model, focus)} s-${focus.standing}`;
    if (last && last.end >= end) continue;
    if (last && last.look === look && last.end >= first) last.end = end; else marks.push({ first: Math.max(first, last?.end ?? 0), end, look });
  }
  return marks;
}

/** Product -> its focuses in order of time; rejected ones only where the queue shows them, or one is looked at. */
function lanesOf(model, rows, extra) {
  const lanes = new Map(), wanted = new Set(rows.filter((focus) => focus.standing === "rejected").map((focus) => focus.id));
  for (const focus of model.focuses) {
    if (focus.standing === "rejected" && focus.id !== extra && !wanted.has(focus.id)) continue;
    if (!lanes.has(focus.product_id)) lanes.set(focus.product_id, []);
    lanes.get(focus.product_id).push(focus);
  }
  return [...lanes];
}

const SIGNS = { proposed: "…", undecided: "?", accepted: "✓", changed: "✎", rejected: "×" };

const edgeKey = (edge) => (edge === "start" ? "start-edge" : "end");

function Edge({ focus, edge, style, model, landmarks, playhead, onDrag, onDrop, onEscape }) {
  const step = (by) => model.move(focus.id, { [edge]: focus[edge] + by });
  const toPoint = (way) => {
    const ahead = landmarks.points(model, focus.id, playhead.time).filter((one) => (one.time - focus[edge]) * way > 0.001).sort((a, b) => (a.time - b.time) * way);
    if (ahead.length && model.move(focus.id, { [edge]: ahead[0].time })) say(`${clock(ahead[0].time, { exact: true })}, ${t("snapped-to", { what: t(`snap-${ahead[0].what}`) })}`);
  };
  const key = (event) => {
    if (event.key === "Escape") { event.currentTarget.onpointermove = null; event.currentTarget.blur(); onEscape(); return; }
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) toPoint(by); else step(by * (event.shiftKey ? 1 : 0.1));
  };
  const what = landmarks.nameAt(model, focus.id, focus[edge]);
  const down = (event) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.onpointermove = (move) => onDrag(edge, move);
  };
  const up = (event) => { event.currentTarget.onpointermove = null; onDrop(edge); };
  return html`<span class=${`edge ${edge}`} role="slider" tabindex="0" style=${style} aria-label=${t(edgeKey(edge))} aria-valuemin="0" aria-valuemax=${Math.round(model.video.facts.duration || 0)}
    aria-valuenow=${Math.round(focus[edge] * 10) / 10} aria-valuetext=${`${t(edgeKey(edge))}, ${clock(focus[edge], { exact: true })}${what ? `, ${t("snapped-to", { what: t(`snap-${what}`) })}` : ""}`} onKeyDown=${key} onPointerDown=${down} onPointerUp=${up}></span>`;
}

export function Timeline({ model, rows, current, onOpen, onSeek, playhead, view, onView, snap, landmarks }) {
  const box = useRef(null), head = useRef(null), overview = useRef(null), mini = useRef(null);
  const [width, setWidth] = useState(800);
  const [drag, setDrag] = useState(null);
  const duration = model.video.facts.duration || 1, [from, to] = view, perPixel = (to - from) / Math.max(1, width);
  const x = (time) => `${(100 * (time - from)) / (to - from)}%`;
  // A handle at the border of what is in view is moved in by its half, so that it can be seen and taken hold of.
  const within = (time) => (time < from || time > to ? x(time) : `clamp(12px, ${x(time)}, calc(100% - 12px))`);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(box.current.querySelector(".ruler").clientWidth));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => playhead.subscribe((time) => {
    const share = (time - from) / (to - from);
    head.current.hidden = share < 0 || share > 1;
    head.current.style.left = `calc(16px + var(--lane-head) + (100% - 32px - var(--lane-head)) * ${share})`;
    mini.current.style.left = `${(100 * time) / duration}%`;
  }), [from, to, duration]);
  useEffect(() => { landmarks.want(from, to); }, [landmarks, from, to]);
  const clampView = (start, length) => {
    const size = Math.min(duration, Math.max(LEAST_VIEW, length)), first = Math.min(Math.max(0, start), duration - size);
    onView([first, first + size]);
  };
  const wheel = (event) => {
    if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) { clampView(from + event.deltaX * perPixel, to - from); return; }
    const rect = box.current.querySelector(".ruler").getBoundingClientRect(), share = (event.clientX - rect.left) / rect.width, size = (to - from) * Math.exp(event.deltaY * 0.0025);
    clampView(from + share * (to - from) - share * size, size);
  };
  useEffect(() => { const node = box.current; node.addEventListener("wheel", wheel, { passive: false }); return () => node.removeEventListener("wheel", wheel); });
  const timeAt = (event, node) => { const rect = node.getBoundingClientRect(); return from + ((event.clientX - rect.left) / rect.width) * (to - from); };
  const scrub = (event) => { if (event.buttons === 1) onSeek(Math.min(duration, Math.max(0, timeAt(event, event.currentTarget)))); };
  const survey = (event) => {
    if (event.buttons !== 1) return;
    const rect = overview.current.getBoundingClientRect();
    clampView(((event.clientX - rect.left) / rect.width) * duration - (to - from) / 2, to - from);
  };
  const dragging = (edge, event) => {
    const lane = event.target.closest(".lane");
    const near = snapped(timeAt(event, lane), snap === event.altKey ? [] : landmarks.points(model, current, playhead.time), perPixel);
    setDrag({ id: current, [edge]: Math.min(duration, Math.max(0, near.time)), at: near.time, what: near.what });
  };
  const drop = (edge) => { if (drag) model.move(current, { [edge]: drag[edge] }); setDrag(null); };
  const looked = model.focus(current), extra = looked?.standing === "rejected" ? current : "";
  const lanes = useMemo(() => lanesOf(model, rows, extra), [model.focuses, rows, extra]);
  const overviewed = useMemo(() => columns(model, duration).map(({ first, end, look }) => html`<i class=${look} style=${{ left: `${(100 * first) / COLUMNS}%`, width: `${(100 * (end - first)) / COLUMNS}%` }}></i>`), [model.focuses, duration]);
  const list = useRef(null), [top, bottom, look] = useWindow(lanes.length, LANE_PX, list), mine = lanes.findIndex(([product]) => product === looked?.product_id);
  useEffect(() => { reveal(list.current, mine, LANE_PX); }, [current, mine]);
  // The lane of the focus that is looked at is always there: keys may reach for its edges.
  const drawn = lanes.map((lane, k) => [k, ...lane]).filter(([k]) => (k >= top && k < bottom) || k === mine);
  const block = (focus) => html`<button type="button" key=${focus.id} tabindex=${focus.id === current ? 0 : -1} aria-pressed=${focus.id === current} class=${`block s-${focus.standing} c-${categoryIn(model, focus)}`}
    style=${{ left: x(focus.start), width: `${(100 * (focus.end - focus.start)) / (to - from)}%` }} title=${`${model.title(focus.product_id)} · ${clock(focus.start)} – ${clock(focus.end)}`}
    aria-label=${`${t(`s-${focus.standing}`)}, ${clock(focus.start)} – ${clock(focus.end)}`} onClick=${() => onOpen(focus.id)}><span aria-hidden="true">${SIGNS[focus.standing]}</span></button>`;
  return html`<section class="timeline" ref=${box} aria-label=${t("timeline")}>
    <div class="tools"><span class="lanehead small dim">${t("lanes", { n: lanes.length })}</span>
      <div class="overview" ref=${overview} onPointerDown=${survey} onPointerMove=${survey}>${overviewed}
        <b style=${{ left: `${(100 * from) / duration}%`, width: `${(100 * (to - from)) / duration}%` }}></b><u ref=${mini}></u></div>
      <button type="button" class="btn quiet icon" aria-label=${t("a-zoomout")} title="−" onClick=${() => clampView((from + to) / 2 - (to - from), (to - from) * 2)}>−</button>
      <button type="button" class="btn quiet icon" aria-label=${t("a-zoomin")} title="+" onClick=${() => clampView((from + to) / 2 - (to - from) / 4, (to - from) / 2)}>${icon("plus")}</button>
      <button type="button" class="btn quiet small" onClick=${() => onView([0, duration])}>${t("fit")}</button></div>
    <div class="rulerrow"><span class="lanehead"></span><div class="ruler num" onPointerDown=${scrub} onPointerMove=${scrub}>${ticks(from, to, width).map((time) => html`<span key=${time} style=${{ left: x(time) }}>${clock(time)}</span>`)}</div></div>
    <${Filmstrip} show=${model.video} view=${view} width=${width} onScrub=${scrub} />
    <${Marks} model=${model} landmarks=${landmarks} view=${view} />
    <div class="lanes" role="group" aria-label=${t("timeline")} tabindex="0" ref=${list} onScroll=${look}><div class="whole" style=${{ height: `${lanes.length * LANE_PX}px` }}>${drawn.map(([k, product_id, focuses]) => html`<div class="lanerow" key=${product_id} style=${{ top: `${k * LANE_PX}px` }}>
      <span class="lanehead">${photo(model.products.get(product_id), 24)}<span class="clip small">${model.title(product_id)}</span></span>
      <div class="lane" onPointerDown=${(event) => { if (event.target === event.currentTarget) scrub(event); }}>${focuses.map((one) => (one.id === drag?.id ? { ...one, ...drag } : one)).filter((f) => f.end > from && f.start < to).map((focus) => html`${block(focus)}${focus.id === current && html`
        <${Edge} focus=${focus} edge="start" style=${{ left: within(focus.start) }} model=${model} landmarks=${landmarks} playhead=${playhead} onEscape=${() => setDrag(null)} onDrag=${dragging} onDrop=${drop} /><${Edge} focus=${focus} edge="end" style=${{ left: within(focus.end) }} model=${model} landmarks=${landmarks} playhead=${playhead} onEscape=${() => setDrag(null)} onDrag=${dragging} onDrop=${drop} />${drag?.what && html`<span class="snapname" style=${{ left: x(drag.at) }}>${t(`snap-${drag.what}`)}</span>`}`}`)}</div></div>`)}</div></div>
    <div class="head" ref=${head} aria-hidden="true"></div></section>`;
}
