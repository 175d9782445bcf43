// <fashion-focus show="…">: a published show in any page.
import { html, render } from "../core/dom.js";
import { nearest, translator } from "../core/i18n.js";
import { LiveShow } from "./live.js";
import { Show } from "./show.js";
import { STYLES } from "./styles.js";

const SCRIPT_ORIGIN = new URL(import.meta.url).origin;
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

export class FashionFocus extends HTMLElement {
  static observedAttributes = ["show", "lang", "theme", "endpoint"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shelf = [];
    this.focuses = [];
    this.currentFocus = null;
    this.video = null;
    this.published = null;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.onTheme = () => this.classList.toggle("dark", this.wantsDark());
  }

  connectedCallback() {
    this.dark.addEventListener("change", this.onTheme);
    addEventListener("ff-theme", this.onTheme);
    this.onTheme();
    this.refresh();
  }

  disconnectedCallback() {
    this.dark.removeEventListener("change", this.onTheme);
    removeEventListener("ff-theme", this.onTheme);
    render(null, this.shadowRoot);
  }

  attributeChangedCallback(name, old, value) {
    if (!this.isConnected || old === value) return;
    this.onTheme();
    if (name === "show" || name === "endpoint") this.refresh(); else this.draw();
  }

  get endpoint() { return this.getAttribute("endpoint") || SCRIPT_ORIGIN; }
  get t() { return translator(nearest(this.getAttribute("lang") || this.closest("[lang]")?.lang || navigator.language)); }

  wantsDark() {
    const theme = this.getAttribute("theme") || (this.hasAttribute("page") ? document.documentElement.dataset.theme : "");
    return theme === "dark" || (theme !== "light" && this.dark.matches);
  }

  /** Say something to the page; false where it said not to go on. */
  tell(type, detail, cancelable = false) {
    if (type === "ff-focus-enter") this.currentFocus = this.focuses.find((focus) => focus.id === detail.focus) ?? null;
    if (type === "ff-focus-exit") this.currentFocus = null;
    const full = { v: 1, show: this.getAttribute("show"), ...detail };
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable, detail: full }));
  }

  /** Get the show anew. */
  async refresh() {
    try {
      const name = encodeURIComponent(this.getAttribute("show") || "");
      let response = await fetch(`${this.endpoint}/api/v1/published/${name}`, { credentials: "omit" });
      if (response.status === 404) response = await fetch(`${this.endpoint}/api/v1/published/streams/${name}`, { credentials: "omit" });
      if (!response.ok) throw new Error(String(response.status));
      const show = await response.json();
      this.published = show;
      [this.shelf, this.focuses] = [show.products, show.focuses ?? []];
      this.draw();
      this.tell("ff-ready", { version: show.version, live: Boolean(show.live), title: show.title, focuses: this.focuses.length, products: show.products.length, time: 0 });
    } catch (error) {
      const { t } = this;
      render(html`<div class="notice" role="alert"><h1>${t("watch-fail")}</h1><p class="dim">${t("watch-none")}</p></div>`, this.shadowRoot);
      this.tell("ff-error", { code: "FF-404", message: error.message, remedy: "", fatal: true });
    }
  }

  /** Go to where a product is shown first, or to a focus. */
  jumpTo(name) {
    const focus = this.focuses.find((one) => one.id === name || one.product_id === name);
    if (!focus || !this.video) return false;
    this.tell("ff-jump", { from: this.video.currentTime, to: focus.start, product: focus.product_id, time: this.video.currentTime });
    this.video.currentTime = focus.start;
    return true;
  }

  /** What a time of the show may show; box: shares of the picture, or null. */
  async searchFrame({ time, box }) {
    const response = await fetch(`${this.endpoint}/api/v1/published/${this.getAttribute("show")}/search`, {
      method: "POST", credentials: "omit", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ time, box, top: 6 }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(typeof answer.detail === "string" ? answer.detail : String(response.status));
    return answer;
  }

  draw() {
    if (!this.published) return;
    if (this.published.live) {
      render(html`<${LiveShow} show=${this.published} t=${this.t} tell=${(...said) => this.tell(...said)} endpoint=${this.endpoint} onVideo=${(video) => { this.video = video; }} onUnknown=${() => this.refresh()} />`, this.shadowRoot);
      return;
    }
    render(html`<${Show} show=${this.published} t=${this.t} tell=${(...said) => this.tell(...said)} startAt=${Number(this.getAttribute("start-at")) || 0}
      linger=${Number(this.getAttribute("linger") ?? 2)} search=${(time, box) => this.searchFrame({ time, box })} onVideo=${(video) => { this.video = video; }} />`, this.shadowRoot);
  }
}

if (!customElements.get("fashion-focus")) customElements.define("fashion-focus", FashionFocus);
