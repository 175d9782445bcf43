// What the review page knows and does: focuses, operations that are kept on this device until the service has them.
import { get, post } from "../core/api.js";
import { t } from "../core/i18n.js";

const SHORTEST = 0.5;
const OPEN = ["undecided", "proposed"];
const newId = () => crypto.randomUUID();

/** The focus after one correction, as the service will give it back. */
function corrected(focus, op) {
  if (op.kind === "accept") return { ...focus, standing: ["product", "start", "end"].some((field) => field in focus.by) ? "changed" : "accepted", by: { ...focus.by, decision: "you" } };
  if (op.kind === "reject") return { ...focus, standing: "rejected", by: { ...focus.by, decision: "you" } };
  if (op.kind === "relink") return { ...focus, product_id: op.product_id, standing: "changed", by: { ...focus.by, product: "you", decision: "you" } };
  const by = { ...focus.by }, moved = { ...focus };
  for (const edge of ["start", "end"]) if (op[edge] !== undefined) { moved[edge] = op[edge]; by[edge] = "you"; }
  return { ...moved, by, standing: focus.standing === "accepted" ? "changed" : focus.standing };
}

export class ReviewModel {
  constructor(id) {
    this.id = id;
    this.video = null;
    this.products = new Map();
    this.focuses = [];
    this.version = 0;
    this.error = "";
    this.saving = { state: "saved", at: null, text: "" };
    this.listeners = new Set();
    this.queue = this.stored("queue", []);
    this.done = this.stored("done", []);
    this.undone = this.stored("undone", []);
    this.oneByOne = false;
    this.sending = false;
    this.skipped = new Set();
  }

  stored(name, empty) {
    try { return JSON.parse(localStorage.getItem(`ff-${name}-${this.id}`)) ?? empty; } catch { return empty; }
  }

  keep() {
    try {
      localStorage.setItem(`ff-queue-${this.id}`, JSON.stringify(this.queue));
      localStorage.setItem(`ff-done-${this.id}`, JSON.stringify(this.done.slice(-300)));
      localStorage.setItem(`ff-undone-${this.id}`, JSON.stringify(this.undone.slice(-300)));
    } catch { /* a full or forbidden storage loses only what a reload would restore */ }
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() { for (const listener of this.listeners) listener(); }

  async load() {
    try {
      this.video = await get(`/videos/${this.id}`);
      if (this.video.catalog_id) {
        const products = await get(`/catalogs/${this.video.catalog_id}/products`);
        this.products = new Map(products.map((product) => [product.id, product]));
      }
      this.take(await get(`/videos/${this.id}/focuses`));
      this.error = "";
      this.flush();
    } catch (error) { this.error = error.message; }
    this.tell();
  }

  /** Take what the service has; operations that it has not seen are laid over it. */
  take({ version, focuses }) {
    this.version = version;
    this.focuses = focuses;
    this.layAll(this.queue);
  }

  /** Lay corrections over the focuses; runs of those that change one focus each go through the list once. */
  layAll(ops) {
    let run = new Map();
    const settle = () => { if (run.size) this.focuses = this.focuses.map((focus) => run.get(focus.id) ?? focus); run = new Map(); };
    const known = new Map(this.focuses.map((focus) => [focus.id, focus]));
    for (const op of ops) {
      if (["undo", "redo"].includes(op.kind)) continue;
      if (["add", "split", "join"].includes(op.kind)) { settle(); this.lay(op); known.clear(); for (const focus of this.focuses) known.set(focus.id, focus); continue; }
      const focus = run.get(op.focus_id) ?? known.get(op.focus_id);
      if (focus) run.set(op.focus_id, corrected(focus, op));
    }
    settle();
    this.focuses = [...this.focuses].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  lay(op) {
    if (op.kind === "add") {
      const by = { product: "you", start: "you", end: "you", decision: "you" };
      if (!this.focus(op.focus_id)) this.focuses = [...this.focuses, { id: op.focus_id, product_id: op.product_id, start: op.start, end: op.end, standing: "changed", by, found: null }];
    } else if (op.kind === "split") {
      const whole = this.focus(op.focus_id), standing = whole?.standing === "accepted" ? "changed" : whole?.standing;
      if (whole) this.focuses = this.focuses.flatMap((one) => (one.id === op.focus_id ? [{ ...one, end: op.at, standing, by: { ...one.by, end: "you" } }, { ...one, id: op.new_id, start: op.at, standing, by: { ...one.by, start: "you" } }] : [one]));
    } else if (op.kind === "join") {
      const other = this.focus(op.other_id), isOpen = (one) => !["accepted", "changed"].includes(one.standing);
      if (other) this.focuses = this.focuses.filter((one) => one.id !== op.other_id).map((one) => (one.id !== op.focus_id ? one : { ...one, start: Math.min(one.start, other.start), end: Math.max(one.end, other.end),
        standing: [one, other].find(isOpen)?.standing ?? "changed", by: { ...one.by, start: "you", end: "you" } }));
    }
  }

  /** What is made from the focuses as they are: made once until they change, since a page is drawn far more often. */
  once(name, make) {
    if (this.madeOf !== this.focuses) { this.madeOf = this.focuses; this.made = new Map(); }
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name);
  }

  focus(id) { return this.once("by id", () => new Map(this.focuses.map((focus) => [focus.id, focus]))).get(id); }
  title(id) { return this.products.get(id)?.title ?? (id || t("no-product")); }

  /** Undecided ones first, the surest gain first; then proposed ones, then by time. */
  ordered(filter, words = "") { return this.once(`ordered ${filter} ${this.skipped.size} ${words}`, () => this.order(filter, words)); }

  order(filter, words) {
    const wanted = words.trim().toLowerCase();
    const gain = (focus) => (focus.end - focus.start) * (1 - Math.abs((focus.found?.confidence ?? 1) - 0.5));
    const groups = { open: (f) => OPEN.includes(f.standing), accepted: (f) => f.standing === "accepted", changed: (f) => f.standing === "changed", rejected: (f) => f.standing === "rejected" };
    const shown = this.focuses.filter((focus) => (filter === "all" || groups[filter](focus)) && (!wanted || `${this.title(focus.product_id)} ${focus.product_id}`.toLowerCase().includes(wanted)));
    if (filter !== "open") return shown;
    const rank = (focus) => (this.skipped.has(focus.id) ? 2 : focus.standing === "undecided" ? 0 : 1);
    return shown.sort((a, b) => rank(a) - rank(b) || gain(b) - gain(a));
  }

  counts() { return this.once("counts", () => this.count()); }

  count() {
    const count = (...standings) => this.focuses.filter((focus) => standings.includes(focus.standing)).length;
    return { open: count(...OPEN), accepted: count("accepted"), changed: count("changed"), rejected: count("rejected"), all: this.focuses.length };
  }

  /** One step of work, of one or more corrections; it is shown at once and saved by itself. */
  step(ops, name) {
    const made = ops.map((op) => ({ ...op, id: newId() }));
    this.layAll(made);
    this.done.push({ name, ids: made.map((op) => op.id) });
    this.undone = [];
    this.enqueue(made);
  }

  accept(ids) { this.step(ids.map((focus_id) => ({ kind: "accept", focus_id })), "accept"); }
  reject(ids, reason = "") { this.step(ids.map((focus_id) => ({ kind: "reject", focus_id, reason })), "reject"); }
  relink(focus_id, product_id) { this.step([{ kind: "relink", focus_id, product_id }], "relink"); }

  move(focus_id, edges) {
    const focus = this.focus(focus_id), duration = this.video.facts.duration || Infinity;
    const start = Math.max(0, edges.start ?? focus.start), end = Math.min(duration, edges.end ?? focus.end);
    if (end - start < SHORTEST) return false;
    const op = { kind: "move", focus_id };
    if (edges.start !== undefined) op.start = Math.round(start * 1000) / 1000;
    if (edges.end !== undefined) op.end = Math.round(end * 1000) / 1000;
    this.step([op], "move");
    return true;
  }

  add(product_id, start, end) {
    const focus_id = `p-${newId().slice(0, 13)}`;
    this.step([{ kind: "add", focus_id, product_id, start: Math.round(start * 1000) / 1000, end: Math.round(end * 1000) / 1000 }], "add");
    return focus_id;
  }

  /** Two halves at a time; false where one would be too short. */
  split(focus_id, at) {
    const focus = this.focus(focus_id), cut = Math.round(at * 1000) / 1000;
    if (cut - focus.start < SHORTEST || focus.end - cut < SHORTEST) return false;
    this.step([{ kind: "split", focus_id, new_id: `s-${newId().slice(0, 13)}`, at: cut }], "split");
    return true;
  }

  /** The next focus of the same product that is not rejected. */
  nextOf(focus) { return focus && this.focuses.find((one) => one.id !== focus.id && one.product_id === focus.product_id && one.standing !== "rejected" && one.start >= focus.start); }

  /** One with the next of the same product; false where there is none. */
  join(focus_id) {
    const other = this.nextOf(this.focus(focus_id));
    if (other) this.step([{ kind: "join", focus_id, other_id: other.id }], "join");
    return Boolean(other);
  }

  undo() { this.turn(this.done, this.undone, "undo"); }
  redo() { this.turn(this.undone, this.done, "redo"); }

  turn(from, to, kind) {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    this.enqueue([...step.ids].reverse().map((correction) => ({ kind, id: newId(), correction })));
  }

  enqueue(ops) {
    this.queue.push(...ops);
    this.keep();
    this.saving = { ...this.saving, state: "saving" };
    this.tell();
    this.flush();
  }

  /** Send what waits; without a line it stays here and is sent later. */
  async flush({ force = false } = {}) {
    if (this.sending || !this.queue.length || this.conflict && !force) return;
    this.sending = true;
    const batch = this.queue.slice(0, this.oneByOne ? 1 : 200);
    try {
      const answer = await post(`/videos/${this.id}/corrections`, { version: this.version, force, corrections: batch });
      this.queue = this.queue.slice(batch.length);
      this.conflict = "";
      this.take(answer);
      this.saving = this.saving.state === "refused" && this.queue.length ? this.saving : { state: this.queue.length ? "saving" : "saved", at: new Date(), text: "" };
      if (!this.queue.length) this.oneByOne = false;
    } catch (error) {
      if (error.status === 409 && error.message.startsWith("FF-409")) { this.conflict = error.message; this.saving = { ...this.saving, state: "conflict" }; }
      else if (error.status === 0 || error.status >= 500 || error.status === 401) { this.saving = { ...this.saving, state: "offline" }; setTimeout(() => this.flush(), 3000); }
      else if (batch.length > 1) this.oneByOne = true;  // one of them is refused; the others must not be lost with it
      else {
        // The service will never take this one: it is named, and what the service has is shown again.
        this.queue = this.queue.slice(1);
        this.saving = { ...this.saving, state: "refused", text: error.message };
        this.take(await get(`/videos/${this.id}/focuses`).catch(() => ({ version: this.version, focuses: this.focuses })));
      }
    }
    this.sending = false;
    this.keep();
    this.tell();
    if (this.queue.length && ["saving", "refused"].includes(this.saving.state)) this.flush();
  }

  /** A conflict settled: mine over theirs, or theirs as they are. */
  async settle(mine) {
    if (!mine) this.queue = [];
    this.conflict = "";
    if (mine) await this.flush({ force: true });
    else { this.keep(); await this.load(); this.saving = { state: "saved", at: new Date(), text: "" }; this.tell(); }
  }
}
