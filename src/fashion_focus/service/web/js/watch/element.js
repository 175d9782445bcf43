// <fashion-focus show="…">: a published show in any page.
import { html, render } from "../core/dom.js";
import { nearest, translator } from "../core/i18n.js";
import { onKey } from "./keys.js";
import { Show } from "./show.js";
import { STYLES } from "./styles.js";
import { shifted } from "./timing.js";

const SCRIPT_ORIGIN = new URL(import.meta.url).origin, LOOK_AGAIN_MS = 30_000, OUTLINED_MS = 2000;
const COLOURS = ["--ff-text", "--ff-text-2", "--ff-accent", "--ff-on-accent", "--ff-surface"];
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class Refused extends Error {}

export class FashionFocus extends HTMLElement {
  static observedAttributes = ["show", "src", "endpoint", "offset", "lang", "theme", "layout", "card", "media", "linger", "buy", "no-search", "no-chapters"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shelf = [];
    this.focuses = [];
    this.currentFocus = null;
    this.video = null;
    this.published = null;
    this.given = null;
    this.startTime = null;
    this.state = { shelf: false, jumped: "", opener: null, asked: 0, fetched: null, waiting: null };
    this.act = { tell: (...said) => this.tell(...said), jump: (...where) => this.jump(...where), search: (what) => this.searchFrame(what), buy: (product) => this.buy(product), setShelf: (open) => this.setShelf(open), refresh: () => this.refresh() };
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.onTheme = () => this.classList.toggle("dark", this.wantsDark());
    // Before the browser's own controls, which act on some of the same keys unless they find them taken.
    this.addEventListener("keydown", (event) => onKey(event, this), true);
  }

  connectedCallback() {
    this.dark.addEventListener("change", this.onTheme);
    addEventListener("ff-theme", this.onTheme);
    this.timer = setInterval(() => { if (!document.hidden && this.published && !this.published.live) this.refresh({ quiet: true }); }, LOOK_AGAIN_MS);
    this.onTheme();
    this.refresh();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.dark.removeEventListener("change", this.onTheme);
    removeEventListener("ff-theme", this.onTheme);
    if (this.published && this.video) this.startTime = this.video.currentTime;  // where it goes on when it is put in again
    this.forget();
    render(null, this.shadowRoot);
  }

  attributeChangedCallback(name, old, value) {
    if (!this.isConnected || old === value) return;
    this.onTheme();
    if (["show", "src", "endpoint"].includes(name)) { this.startTime = null; this.forget(); this.refresh(); }
    else if (name === "offset" && this.state.fetched) this.take(this.state.fetched);
    else this.draw();
  }

  get endpoint() { return this.getAttribute("endpoint") || SCRIPT_ORIGIN; }
  get showId() { return this.getAttribute("show") || this.published?.id || ""; }
  get t() { return translator(nearest(this.getAttribute("lang") || this.closest("[lang]")?.lang || navigator.language)); }
  get options() {
    const one = (name, ...values) => (values.includes(this.getAttribute(name)) ? this.getAttribute(name) : values[0]);
    return { layout: one("layout", "auto", "overlay", "side", "below"), card: one("card", "full", "compact", "off"), buy: one("buy", "link", "event"), hotkeys: one("hotkeys", "focus", "off"),
      startAt: this.startTime ?? this.seconds("start-at", 0), linger: Math.max(0, this.seconds("linger", 2)), offset: this.seconds("offset", 0), search: !this.hasAttribute("no-search"), chapters: !this.hasAttribute("no-chapters"),
      autoplay: this.hasAttribute("autoplay"), muted: this.hasAttribute("muted") || this.hasAttribute("autoplay") };
  }

  seconds(name, otherwise) {
    const value = Number.parseFloat(this.getAttribute(name) ?? "");
    return Number.isFinite(value) ? value : otherwise;
  }

  wantsDark() {
    const theme = this.getAttribute("theme") || (this.hasAttribute("page") ? document.documentElement.dataset.theme : "");
    return theme === "dark" || (theme !== "light" && this.dark.matches);
  }

  /** Say something to the page; false where it said not to go on. */
  tell(type, detail = {}, cancelable = false) {
    if (type === "ff-focus-enter") this.currentFocus = this.focuses.find((focus) => focus.id === detail.focus) ?? { id: detail.focus, product_id: detail.product, start: detail.start, end: detail.end };
    if (type === "ff-focus-exit") this.currentFocus = null;
    const full = { v: 1, show: this.showId, time: this.video?.currentTime ?? 0, ...detail };
    const goesOn = this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail: full }));
    if (type === "ff-focus-exit" && this.state.waiting) queueMicrotask(() => { if (this.state.waiting) this.take(this.state.waiting); });
    return goesOn;
  }

  /** Get the show anew; a newer version is shown as soon as no card is up. */
  async refresh({ quiet = false } = {}) {
    const asked = this.state.asked += 1;
    if (!this.published) render(html`<div class="watch" aria-busy="true"><div class="frame waits"><p>${this.t("loading")}</p></div><div class="side"><div class="idle"></div></div></div>`, this.shadowRoot);
    try {
      const show = await this.load();
      if (asked !== this.state.asked || !this.isConnected) return;
      const newer = this.published && !show.live && show.id === this.published.id && show.version !== this.published.version;
      if (newer && this.currentFocus) this.state.waiting = show;
      else if (!this.published || newer || show.live || show.id !== this.published.id) this.take(show);
    } catch (error) {
      if (asked === this.state.asked && this.isConnected && !(quiet && !(error instanceof Refused))) this.fail(error);
    }
  }

  async load() {
    const name = encodeURIComponent(this.getAttribute("show") || ""), source = this.getAttribute("src"), api = `${this.endpoint}/api/v1/published`;
    let response = await fetch(source ? new URL(source, document.baseURI) : `${api}/${name}`, { credentials: "omit" });
    if (response.status === 404 && !source) response = await fetch(`${api}/streams/${name}`, { credentials: "omit" });
    if (response.status === 404) throw new Refused("404");
    if (!response.ok) throw new Error(String(response.status));
    const show = await response.json();
    this.state.View = show.live ? (await import("./live.js")).LiveShow : Show;
    return show;
  }

  take(show) {
    const before = this.published;
    this.state.fetched = show;
    this.state.waiting = null;
    this.published = shifted(show, this.options.offset);
    [this.shelf, this.focuses] = [this.published.products, this.published.focuses ?? []];
    this.draw();
    const version = show.version ?? 0;
    if (before?.id !== show.id) this.tell("ff-ready", { version, live: Boolean(show.live), title: show.title, focuses: this.focuses.length, products: this.shelf.length });
    else if ((before.version ?? 0) !== version) this.tell("ff-update", { version });
  }

  forget() {
    [this.published, this.currentFocus, this.video, this.shelf, this.focuses] = [null, null, null, [], []];
    Object.assign(this.state, { fetched: null, waiting: null, shelf: false, jumped: "" });
  }

  /** What cannot be shown is said in its place; a show that is there stays. */
  fail(error) {
    const { t } = this, gone = error instanceof Refused, fatal = gone || !this.published;
    const message = t(gone ? "watch-fail" : "watch-line"), remedy = t(gone ? "watch-none" : "watch-again");
    if (fatal) {
      this.forget();
      render(html`<slot name="error"><div class="notice" part="error" role="alert"><h1>${message}</h1><p class="dim">${remedy}</p>${!gone && html`<button type="button" class="btn" onClick=${() => this.refresh()}>${t("try-again")}</button>`}</div></slot>`, this.shadowRoot);
    }
    this.tell("ff-error", { code: gone ? "FF-404" : "FF-503", message, remedy, fatal });
  }

  /** Follow a video of the page; null draws the element's own again. */
  attach(video) {
    this.given = video ?? null;
    this.draw();
  }

  /** The page's video that is followed, or null where the element draws its own. */
  pagesVideo() {
    const selector = this.getAttribute("media");
    if (this.given || !selector) return this.given;
    let found = null;
    try { found = document.querySelector(selector); } catch { /* no selector at all: said below */ }
    if (found instanceof HTMLVideoElement) { this.state.missed = ""; return found; }
    if (this.state.missed !== selector) {
      this.state.missed = selector;
      queueMicrotask(() => this.tell("ff-error", { code: "FF-103", message: this.t("media-none", { selector }), remedy: this.t("media-remedy"), fatal: false }));
    }
    return null;
  }

  /** Go to a second before a product is shown first, or to a focus. */
  jumpTo(name) {
    const focus = this.focuses.find((one) => one.id === name || one.product_id === name);
    return focus ? this.jump(focus.start, focus.product_id, { lead: 1 }) : false;
  }

  jump(start, product, { lead = 0, play = false } = {}) {
    const { video } = this, to = Math.max(0, start - lead);
    if (!video) return false;
    this.tell("ff-jump", { from: video.currentTime, to, product });
    video.currentTime = to;
    if (play) video.play().catch(() => { /* the browser may want a touch first; the picture is there anyway */ });
    this.state.jumped = product;
    this.draw();
    setTimeout(() => { this.state.jumped = ""; this.draw(); }, OUTLINED_MS);
    return true;
  }

  /** Open the list of all products. */
  openShelf() { this.setShelf(true); }

  setShelf(open) {
    const { state } = this;
    if (!this.published || state.shelf === open) return;
    if (open) state.opener = this.shadowRoot.activeElement ?? document.activeElement;
    state.shelf = open;
    this.draw();
    const list = this.shadowRoot.querySelector(".all");
    if (open) { list?.focus({ preventScroll: true }); list?.scrollIntoView({ block: "nearest" }); }
    else state.opener?.focus?.();
    this.tell("ff-shelf", { open });
  }

  /** The product's page in the shop, unless the host takes it over. */
  buy(product) {
    const url = product.link || "";
    if (this.tell("ff-buy", { product: product.id, sku: product.id, qty: 1, url }, true) && url) window.open(url, "_blank", "noopener");
  }

  /** What a time of the show may show; box: shares of the picture, or null. */
  async searchFrame({ time = this.video?.currentTime ?? 0, box = null } = {}) {
    const { offset } = this.options;
    this.tell("ff-search", { box, time });
    try {
      const response = await fetch(`${this.endpoint}/api/v1/published/${encodeURIComponent(this.showId)}/search`, {
        method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ time: Math.max(0, time - offset), box, top: 6 }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(typeof answer.detail === "string" ? answer.detail : String(response.status));
      const hits = answer.hits.map((hit) => ({ ...hit, starts: hit.starts.map((start) => Math.max(0, start + offset)) }));
      this.tell("ff-search-result", { hits: hits.map((hit) => ({ product: hit.product_id, score: hit.probability, url: hit.link })), time });
      return { ...answer, hits };
    } catch (error) {
      this.tell("ff-error", { code: "FF-503", message: error.message || this.t("watch-line"), remedy: this.t("watch-again"), fatal: false, time });
      throw error;
    }
  }

  draw() {
    if (!this.published || !this.isConnected) return;
    const { View, shelf, jumped } = this.state;
    render(html`<${View} key=${this.published.id} show=${this.published} t=${this.t} act=${this.act} options=${this.options} shelf=${shelf} jumped=${jumped} external=${this.pagesVideo()} endpoint=${this.endpoint} onVideo=${(video) => { this.video = video; }} />`, this.shadowRoot);
    this.checkColours();
  }

  /** Colours that the host gives are looked at; most give none. */
  checkColours() {
    const style = getComputedStyle(this);
    if (COLOURS.some((name) => style.getPropertyValue(name))) import("../core/contrast.js").then(({ warnOfContrast }) => warnOfContrast(this), () => { /* the colours stay as they are */ });
  }
}

if (!customElements.get("fashion-focus")) customElements.define("fashion-focus", FashionFocus);
