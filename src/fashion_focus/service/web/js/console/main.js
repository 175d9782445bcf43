// The seller's console: address to page, the bar above every page, and what is said aloud.
import { html, render, useEffect, useLayoutEffect, useState } from "../core/dom.js";
import en from "../strings/en.js";
import zh from "../strings/zh.js";
import { addWords, language, locale, onLanguage, setLanguage, t } from "../core/i18n.js";
import { get } from "../core/api.js";
import { icon } from "../core/pictures.js";
import { Library } from "./library.js";
import { NewShow } from "./newshow.js";
import { Progress } from "./progress.js";
import { Settings } from "./settings.js";
import { Shelf, Shelves } from "./shelves.js";
import { SignIn } from "./signin.js";
import { Console, Dock } from "./desk.js";
import { Live } from "./live.js";
import { Ops } from "./ops.js";
import { Quality } from "./quality.js";
import { Review } from "../review/page.js";

addWords({ en, zh });

const ROUTES = [
  [/^\/$/, Library], [/^\/new$/, NewShow], [/^\/shelves$/, Shelves], [/^\/shelves\/([^/]+)$/, Shelf],
  [/^\/shows\/([^/]+)\/progress$/, Progress], [/^\/shows\/([^/]+)(?:\/review)?$/, Review], [/^\/settings$/, Settings],
  [/^\/live$/, Live], [/^\/live\/([^/]+)$/, Console], [/^\/live\/([^/]+)\/dock$/, Dock], [/^\/ops$/, Ops], [/^\/quality$/, Quality],
];
// Work on pictures is done in the dark, unless somebody chose otherwise.
const IN_THE_DARK = /^\/(shows\/[^/]+(\/review)?|live\/[^/]+(\/dock)?)$/;
const BARE = /^\/live\/[^/]+\/dock$/;

function chosenTheme() {
  try { return localStorage.getItem("ff-theme"); } catch { return null; }
}

function applyTheme(path) {
  const wanted = BARE.test(path) ? "dark" : chosenTheme() || (IN_THE_DARK.test(path) ? "dark" : "");
  if (wanted) document.documentElement.dataset.theme = wanted; else delete document.documentElement.dataset.theme;
}

/** Go to another page of the console without loading it anew. */
export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new Event("ff-go"));
}

/** Say something to those who listen instead of look. */
export function say(text) {
  const place = document.getElementById("said");
  if (place) place.textContent = text;
}

function followLinks(event) {
  const link = event.target.closest("a[href^='/']");
  const plain = !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.target || !ROUTES.some(([pattern]) => pattern.test(link.pathname))) return;
  event.preventDefault();
  go(link.pathname + link.search);
}

/** What the keys have reached is brought into view as a whole, ring and all; browsers leave it half out of scrolled rows. */
function showFocus(event) {
  if (event.target.matches?.(":focus-visible")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("ff-theme", root.dataset.theme); } catch { /* storage may be forbidden */ }
  dispatchEvent(new Event("ff-theme"));
}

const Mark = () => html`<svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" class="mark"><rect width="32" height="32" rx="8" />
  <path d="M8 13V9.500A1.500 1.500 0 0 1 9.500 8H13M19 8h3.500A1.500 1.500 0 0 1 24 9.500V13M24 19v3.500a1.500 1.500 0 0 1-1.500 1.500H19M13 24H9.500A1.500 1.500 0 0 1 8 22.500V19" /><circle cx="16" cy="16" r="4" /></svg>`;

function TopBar({ path }) {
  const tab = (href, key, active) => html`<a href=${href} aria-current=${active ? "page" : null}>${t(key)}</a>`;
  return html`<header class="top">
    <a class="brand" href="/" aria-label="Fashion Focus"><${Mark} /><span>Fashion Focus</span></a>
    <nav aria-label=${t("nav")}>
      ${tab("/", "shows", path === "/" || path.startsWith("/shows") || path === "/new")}
      ${tab("/shelves", "shelves", path.startsWith("/shelves"))}
      ${tab("/live", "live", path.startsWith("/live"))}
      ${tab("/quality", "quality", path === "/quality")}
      ${tab("/ops", "ops", path === "/ops")}
      ${tab("/settings", "settings", path === "/settings")}
    </nav>
    <div class="row">
      <div class="segments" role="group" aria-label=${t("language")}>
        <button type="button" lang="en" aria-pressed=${language() === "en"} onClick=${() => setLanguage("en")}>EN</button>
        <button type="button" lang="zh" aria-pressed=${language() === "zh"} onClick=${() => setLanguage("zh")}>中</button>
      </div>
      <button type="button" class="btn quiet icon" title=${t("theme")} aria-label=${t("theme")} onClick=${toggleTheme}>${icon("sun")}</button>
    </div>
  </header>`;
}

function App() {
  const [, renew] = useState(0);
  const [session, setSession] = useState(undefined);
  const again = () => renew((n) => n + 1);
  useEffect(() => {
    const signedOut = () => setSession(null);
    const offLanguage = onLanguage(again);
    const events = [["popstate", again], ["ff-go", again], ["ff-theme", again], ["ff-signed-out", signedOut]];
    for (const [name, act] of events) addEventListener(name, act);
    document.addEventListener("click", followLinks);
    document.addEventListener("focusin", showFocus);
    get("/session").then(setSession, () => setSession(null));
    return () => {
      offLanguage();
      for (const [name, act] of events) removeEventListener(name, act);
      document.removeEventListener("click", followLinks);
      document.removeEventListener("focusin", showFocus);
    };
  }, []);
  const path = location.pathname;
  useLayoutEffect(() => applyTheme(path), [path]);
  const found = ROUTES.map(([pattern, page]) => [pattern.exec(path), page]).find(([match]) => match);
  if (session === undefined) return null;
  if (session === null || path === "/sign-in") return html`<${SignIn} onDone=${(who) => { setSession(who); if (path === "/sign-in") go("/", { replace: true }); }} />`;
  const [match, Page] = found ?? [[], NotFound];
  return html`<a class="skip" href="#main">${t("skip-to-content")}</a>${!BARE.test(path) && html`<${TopBar} path=${path} />`}
    <${Page} key=${path} id=${match[1]} session=${session} />
    <div id="said" class="sr" role="status" aria-live="polite"></div>`;
}

const NotFound = () => html`<main id="main" class="page empty"><h1>${t("not-found")}</h1><p class="dim">${t("not-found-why")}</p><a class="btn" href="/">${t("to-shows")}</a></main>`;

document.documentElement.lang = locale();
render(html`<${App} />`, document.getElementById("app"));
