// Live streams: not served here yet; the page says how to follow one.
import { html } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { icon } from "../core/pictures.js";
import { useTitle } from "./parts.js";

export function Live() {
  useTitle(t("live"));
  return html`<main id="main" class="page"><h1>${t("live")}</h1><div class="empty card">${icon("film")}<h2>${t("no-live")}</h2><p class="dim">${t("no-live-how")}</p></div></main>`;
}
