// Shelves: the product lists that shows are matched with.
import { html, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { remove } from "../core/api.js";
import { date } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, useResource, useTitle } from "./parts.js";
import { ShelfImport, Tiles } from "./shelfimport.js";
import { go } from "./main.js";

export function Shelves() {
  const [catalogs, error, load] = useResource("/catalogs");
  const [adding, setAdding] = useState(false);
  useTitle(t("shelves"));
  return html`<main id="main" class="page"><div class="head"><div class="grow"><h1>${t("shelves")}</h1><p class="dim">${t("shelves-what")}</p></div>
      <button type="button" class="btn primary" onClick=${() => setAdding(!adding)} aria-expanded=${adding}>${icon("plus")}${t("add-shelf")}</button></div>
    <${Notice} text=${error} onRetry=${load} />
    ${(adding || (catalogs && !catalogs.length)) && html`<section class="card pad"><${ShelfImport} onKept=${() => { setAdding(false); load(); }} /></section>`}
    <ul class="list card">${(catalogs || []).map((catalog) => html`<li key=${catalog.id}><a href=${`/shelves/${catalog.id}`}><b class="grow clip">${catalog.title}</b>
      ${catalog.notes.length > 0 && html`<span class="chip warn">${t("remarks", { n: catalog.notes.length })}</span>`}<span class="num dim">${t("products-n", { n: catalog.n_products })}</span><span class="faint small">${date(catalog.created)}</span></a></li>`)}</ul></main>`;
}

export function Shelf({ id }) {
  const [catalog, error] = useResource(`/catalogs/${id}`);
  const [products] = useResource(`/catalogs/${id}/products`);
  const [failure, setFailure] = useState("");
  useTitle(catalog && catalog.title);
  const forget = () => remove(`/catalogs/${id}`).then(() => go("/shelves"), (problem) => setFailure(problem.message));
  return html`<main id="main" class="page"><p><a href="/shelves">‹ ${t("shelves")}</a></p><${Notice} text=${error || failure} onClose=${() => setFailure("")} />
    ${catalog && html`<div class="head"><div class="grow"><h1>${catalog.title}</h1><p class="dim">${t("products-n", { n: catalog.n_products })} · ${date(catalog.created)}</p></div>
      <button type="button" class="btn danger" onClick=${forget}>${t("remove")}</button></div>
      ${catalog.notes.map((note) => html`<div class="notice">${note.text}</div>`)}`}
    ${products && html`<${Tiles} products=${products} />`}</main>`;
}
