// The shopper's page is the element that shops embed, as large as the window.
import "./element.js";
import { language, locale } from "../core/i18n.js";

const [, kind, show] = location.pathname.split("/");
const query = new URLSearchParams(location.search);
const element = document.createElement("fashion-focus");
document.documentElement.lang = locale();
element.setAttribute("show", show);
element.setAttribute("lang", language());
element.setAttribute("page", "");
if (query.get("t")) element.setAttribute("start-at", query.get("t"));
element.addEventListener("ff-ready", (event) => { document.title = event.detail.title || document.title; });
if (kind === "embed") tellHost();
document.getElementById("app").append(element);

/** In an iframe: events go to the page that was named, and commands come only from it. */
function tellHost() {
  const host = query.get("origin");
  if (!host || host === "*") return;
  const types = ["ff-ready", "ff-focus-enter", "ff-focus-exit", "ff-card-click", "ff-buy", "ff-jump", "ff-search", "ff-search-result", "ff-error"];
  for (const type of types) element.addEventListener(type, (event) => parent.postMessage({ source: "fashion-focus", v: 1, type, detail: event.detail }, host));
  addEventListener("message", (event) => {
    if (event.origin !== host || !event.data || event.data.source !== "fashion-focus-host") return;
    const { command, value } = event.data;
    if (command === "jumpTo") element.jumpTo(value);
    if (command === "play") element.video?.play();
    if (command === "pause") element.video?.pause();
  });
}
