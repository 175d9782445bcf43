// What an edge may snap to: cuts, ends of tracks and of spoken words, other exhibits, the playhead.
import { get } from "../core/api.js";

export const WIDEST_S = 600;
const MINUTE = 60, SAME_S = 0.02, FAR_MIN = 10;

export class Landmarks {
  constructor(id) { this.id = id; this.cuts = new Map(); this.tracks = new Map(); this.onLoad = () => {}; }

  /** Load a minute's cuts; asked for once. */
  minute(k) {
    if (!this.cuts.has(k)) {
      const loading = get(`/videos/${this.id}/cuts/${k}`).then((times) => { this.cuts.set(k, times); this.onLoad(); return times; }, () => { this.cuts.delete(k); return []; });
      this.cuts.set(k, loading);
    }
    return Promise.resolve(this.cuts.get(k));
  }

  /** What is in view is loaded; of a whole show there would be too much to see. */
  want(from, to) {
    if (to - from > WIDEST_S) return;
    for (let k = Math.max(0, Math.floor(from / MINUTE)); k <= Math.floor(to / MINUTE); k += 1) {
      this.minute(k);
      if (this.tracks.has(k)) continue;
      this.tracks.set(k, []);
      get(`/videos/${this.id}/tracklets/${k}`).then((rows) => { this.tracks.set(k, rows.flatMap(({ boxes }) => [boxes[0][0], boxes.at(-1)[0]])); this.onLoad(); }, () => this.tracks.delete(k));
    }
  }

  /** Cuts that are known, in order. */
  known() { return [...this.cuts.values()].filter(Array.isArray).flat().sort((a, b) => a - b); }

  /** The next cut before (-1) or after (1) a time, or undefined. */
  async nextCut(time, way) {
    for (let k = Math.floor(time / MINUTE), n = 0; k >= 0 && n < FAR_MIN; k += way, n += 1) {
      const there = (await this.minute(k)).filter((cut) => (cut - time) * way > 2 * SAME_S);
      if (there.length) return way > 0 ? there[0] : there.at(-1);
    }
    return undefined;
  }

  /** Everything that an edge of a focus may snap to, as { time, what }. */
  points(model, except, playhead) {
    const point = (what) => (time) => ({ time, what }), others = model.focuses.filter((one) => one.id !== except);
    return [...this.known().map(point("cut")), ...spoken(model).map((word) => point("word")(word.end)), ...[...this.tracks.values()].flat().map(point("track")),
      ...others.flatMap((one) => [one.start, one.end]).map(point("focus")), point("playhead")(playhead)];
  }

  /** What lies at a time, or "". */
  nameAt(model, except, time) {
    const near = (other) => Math.abs(other - time) < SAME_S;
    if (this.known().some(near)) return "cut";
    if (spoken(model).some((word) => near(word.end))) return "word";
    if ([...this.tracks.values()].some((times) => times.some(near))) return "track";
    return model.focuses.some((one) => one.id !== except && (near(one.start) || near(one.end))) ? "focus" : "";
  }
}

/** The words that exhibits rest on, in order. */
export const spoken = (model) => model.once("spoken", () => {
  const words = new Map(model.focuses.flatMap((focus) => focus.found?.evidence?.words ?? []).map((word) => [`${word.start} ${word.word}`, word]));
  return [...words.values()].sort((a, b) => a.start - b.start);
});
