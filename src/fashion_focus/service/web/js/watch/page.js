// The shopper's page is the element that shops embed, as large as the window.
import "./element.js";
import { language, locale } from "../core/i18n.js";

const EVENTS = ["ff-ready", "ff-focus-enter", "ff-focus-exit", "ff-card-click", "ff-buy", "ff-jump", "ff-search", "ff-search-result", "ff-shelf", "ff-update", "ff-error"];
const TOLD = ["layout", "card", "theme", "offset", "linger", "buy", "hotkeys", "no-search", "no-chapters", "autoplay", "muted"];
const [, kind, show] = location.pathname.split("/");
const query = new URLSearchParams(location.search);
const element = document.createElement("fashion-focus");
document.documentElement.lang = locale();
element.setAttribute("show", show);
element.setAttribute("lang", language());
element.setAttribute("page", "");
if (query.get("t")) element.setAttribute("start-at", query.get("t"));
element.addEventListener("ff-ready", (event) => { document.title = event.detail.title || document.title; });
if (kind === "embed") {
  for (const name of TOLD) if (query.has(name)) element.setAttribute(name, query.get(name));
  tellHost(originOf(query.get("origin")));
}
document.getElementById("app").replaceChildren(element);

/** The origin that an address names; "" where it names none, so that nothing is told to just anyone. */
function originOf(address) {
  try { const { origin } = new URL(address); return origin === "null" ? "" : origin; } catch { return ""; }
}

/** In an iframe: events go to the page that was named, and commands come only from it. */
function tellHost(host) {
  if (!host || parent === window) return;
  for (const type of EVENTS) {
    element.addEventListener(type, (event) => {
      parent.postMessage({ source: "fashion-focus", v: 1, type, detail: event.detail }, host);
      // A message cannot be answered with preventDefault(); the host says beforehand that buying is its own matter.
      if (query.get("buy") === "event" && event.cancelable) event.preventDefault();
    });
  }
  addEventListener("message", (event) => {
    if (event.origin !== host || event.source !== parent || event.data?.source !== "fashion-focus-host") return;
    const { command, value } = event.data;
    if (command === "jumpTo") element.jumpTo(value);
    if (command === "play") element.video?.play().catch(() => { /* the browser may want a touch first */ });
    if (command === "pause") element.video?.pause();
    if (command === "theme" && ["auto", "light", "dark"].includes(value)) {
      element.setAttribute("theme", value);
      document.documentElement.dataset.theme = value;
    }
  });
}
