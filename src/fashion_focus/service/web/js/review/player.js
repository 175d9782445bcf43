// The player: video with the tracklets' boxes drawn in step with the picture.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { get } from "../core/api.js";
import { clock } from "../core/times.js";
import { contained, followFrames } from "../core/frames.js";
import { categoryOf, icon } from "../core/pictures.js";

const CHUNK = 60, NEAR = 0.6;

/** Tracklets by minute, loaded when a minute comes near. */
export class Tracklets {
  constructor(id) { this.id = id; this.chunks = new Map(); this.onLoad = () => {}; }

  want(time) {
    for (const minute of [Math.floor(time / CHUNK), Math.floor((time + 10) / CHUNK)]) {
      if (minute < 0 || this.chunks.has(minute)) continue;
      this.chunks.set(minute, []);
      get(`/videos/${this.id}/tracklets/${minute}`).then((rows) => { this.chunks.set(minute, rows); this.onLoad(); }, () => this.chunks.delete(minute));
    }
  }

  /** Boxes [x0, y0, x1, y1] at a time, between the stored ones by a straight line. */
  at(time) {
    const seen = [];
    for (const track of this.chunks.get(Math.floor(time / CHUNK)) ?? []) {
      const rows = track.boxes;
      let k = rows.findIndex((row) => row[0] > time);
      if (k === 0 && rows[0][0] - time > 0.13 || k < 0 && time - rows.at(-1)[0] > 0.13) continue;
      if (k <= 0) { seen.push({ track, box: (k === 0 ? rows[0] : rows.at(-1)).slice(1) }); continue; }
      const [a, b] = [rows[k - 1], rows[k]];
      if (b[0] - a[0] > NEAR) continue;
      const share = (time - a[0]) / (b[0] - a[0]);
      seen.push({ track, box: [1, 2, 3, 4].map((side) => a[side] + share * (b[side] - a[side])) });
    }
    return seen;
  }
}

function draw(canvas, video, seen, { productOf, selected }) {
  const { clientWidth: width, clientHeight: height } = canvas, dpr = devicePixelRatio || 1;
  const [across, down] = [Math.round(width * dpr), Math.round(height * dpr)];
  if (canvas.width !== across || canvas.height !== down) { canvas.width = across; canvas.height = down; }
  const pen = canvas.getContext("2d"), colours = getComputedStyle(canvas);
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  pen.clearRect(0, 0, width, height);
  const [left, top, w, h] = contained(video, width, height);
  const labels = [];
  const rows = [...seen].sort((a, b) => selected.has(a.track.id) - selected.has(b.track.id));
  for (const { track, box } of rows) {
    if (video.playbackRate > 2 && !selected.has(track.id)) continue;
    const chosen = selected.has(track.id) || !selected.size;
    const x = left + box[0] * w, y = top + box[1] * h, bw = (box[2] - box[0]) * w, bh = (box[3] - box[1]) * h;
    const colour = colours.getPropertyValue(`--${categoryOf(track.category)}`).trim() || "#6cb2ff";
    pen.globalAlpha = chosen ? 1 : track.presented > 0.5 ? 0.55 : 0.3;
    for (const [line, stroke] of [[4, "#000"], [3, "#fff"], [2, colour]]) {
      pen.lineWidth = line; pen.strokeStyle = stroke;
      pen.beginPath(); pen.roundRect(x, y, bw, bh, 4); pen.stroke();
    }
    const product = productOf(track.id);
    if (!chosen || !(product || selected.size)) continue;
    const text = product || track.category.at(-1);
    pen.font = "600 12px system-ui, sans-serif";
    const wide = Math.min(pen.measureText(text).width, Math.max(60, w - 24)) + 14, lx = Math.min(Math.max(left, x), left + w - wide), clear = (at) => !labels.some(([l, t, r]) => lx < r && l < lx + wide && Math.abs(t - at) < 24);
    let ly = y - 26 > top ? y - 26 : y + 4;
    while (!clear(ly) && ly < top + h - 24) ly += 24;
    labels.push([lx, ly, lx + wide]);
    pen.fillStyle = "rgb(0 0 0 / .78)"; pen.beginPath(); pen.roundRect(lx, ly, wide, 22, 6); pen.fill();
    pen.fillStyle = "#fff"; pen.fillText(text, lx + 7, ly + 15, wide - 14);
  }
  pen.globalAlpha = 1;
}

/** props: video facts, focus that is looked at, productOf(tracklet id) -> title, onTime, onVideo. */
export function Player({ show, selected, productOf, onTime, onVideo, boxes, onBoxes }) {
  const video = useRef(null), canvas = useRef(null), time = useRef(null), props = useRef({}), paintAt = useRef(null);
  const [seen, setSeen] = useState([]);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false), [whole, setWhole] = useState(false);
  useEffect(() => { fetch(`/media/videos/${show.id}/content`, { headers: { Range: "bytes=0-0" } }).then((answer) => { setWhole(answer.status === 200); answer.body?.cancel(); }, () => {}); }, [show.id]);
  props.current = { selected, productOf, boxes };
  useEffect(() => {
    const tracks = new Tracklets(show.id);
    let listed = "";
    const paint = (at) => {
      const stored = at - show.time_offset;
      tracks.want(stored);
      const found = props.current.boxes && video.current.readyState >= 2 ? tracks.at(stored) : [];
      draw(canvas.current, video.current, found, props.current);
      if (time.current) time.current.textContent = clock(at, { exact: true });
      const names = found.map(({ track }) => track.id).join();
      if (names !== listed) { listed = names; setSeen(found.map(({ track }) => track)); }
      onTime(at);
    };
    tracks.onLoad = () => paint(video.current.currentTime);
    const size = new ResizeObserver(() => paint(video.current.currentTime));
    size.observe(canvas.current);
    onVideo(video.current);
    const stop = followFrames(video.current, paint);
    paintAt.current = paint;
    paint(video.current.currentTime);
    return () => { stop(); size.disconnect(); };
  }, [show.id, show.time_offset]);
  useEffect(() => paintAt.current(video.current.currentTime));
  const toggle = () => (video.current.paused ? video.current.play().catch(() => {}) : video.current.pause());
  const jump = (by) => { video.current.currentTime = Math.max(0, video.current.currentTime + by); };
  return html`<section class="player" aria-label=${t("player")}>
    <div class="stage"><video ref=${video} src=${`/media/videos/${show.id}/content`} playsinline preload="auto"
      onClick=${toggle} onPlay=${() => setPlaying(true)} onPause=${() => setPlaying(false)} onError=${() => setFailed(true)}></video>
      <canvas ref=${canvas} aria-hidden="true"></canvas>
      ${whole && html`<p class="stagenote" role="alert">${t("ff-206")}</p>`}${failed && html`<p class="stagenote" role="alert">${t("browser-cannot-play")}</p>`}</div>
    <div class="transport"><button type="button" class="btn quiet icon" aria-label=${t("a-back5")} title="J" onClick=${() => jump(-5)}>${icon("left")}</button>
      <button type="button" class="btn icon" aria-label=${playing ? t("pause") : t("a-play")} aria-keyshortcuts="Space" title="Space" onClick=${toggle}>${icon(playing ? "pause" : "play")}</button>
      <button type="button" class="btn quiet icon" aria-label=${t("a-ahead5")} onClick=${() => jump(5)}>${icon("right")}</button>
      <span class="num time"><b ref=${time}>0:00.000</b> <span class="faint">/ ${clock(show.facts.duration || 0)}</span></span><span class="grow"></span>
      <button type="button" class="btn quiet" aria-pressed=${boxes} aria-keyshortcuts="T" title="T" onClick=${onBoxes}>${icon("box")}${t("a-boxes")}</button></div>
    <ul class="sr" aria-label=${t("tracklets-now")}>${seen.map((track) => html`<li key=${track.id}>${track.category.at(-1)}, ${t("tracklet")} ${track.id}${productOf(track.id) ? `, ${productOf(track.id)}` : ""}</li>`)}</ul></section>`;
}
