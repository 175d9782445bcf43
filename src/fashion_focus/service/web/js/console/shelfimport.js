// A product list brought in: files up, a look at what is wrong, then kept.
import { html, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { post, putFile } from "../core/api.js";
import { photo, icon } from "../core/pictures.js";
import { Notice } from "./parts.js";

const plainName = (file) => (file.webkitRelativePath || file.name).replaceAll("\\", "/");

/** Files below a dropped folder, with their paths. */
async function dropped(items) {
  const found = [];
  const walk = async (entry, path) => {
    if (entry.isFile) {
      const file = await new Promise((done, fail) => entry.file(done, fail));
      found.push([path + entry.name, file]);
    } else if (entry.isDirectory) {
      const reader = entry.createReader();
      for (let batch; (batch = await new Promise((done, fail) => reader.readEntries(done, fail))).length;) {
        for (const inner of batch) await walk(inner, `${path}${entry.name}/`);
      }
    }
  };
  for (const entry of [...items].map((item) => item.webkitGetAsEntry()).filter(Boolean)) await walk(entry, "");
  return found;
}

export function ShelfImport({ onKept }) {
  const [state, setState] = useState({ step: "choose" });
  const [title, setTitle] = useState("");
  const fail = (error) => setState({ step: "choose", error: error.message });

  async function take(files) {
    const wanted = files.filter(([name]) => !name.split("/").some((part) => part.startsWith(".")));
    if (!wanted.length) return;
    try {
      const { id } = await post("/catalog-imports");
      for (const [k, [name, file]] of wanted.entries()) {
        setState({ step: "sending", done: k, total: wanted.length });
        await putFile(`/catalog-imports/${id}/files?name=${encodeURIComponent(name)}`, file);
      }
      setState({ step: "checking" });
      const preview = await post(`/catalog-imports/${id}/check`);
      setTitle((old) => old || wanted[0][0].split("/")[0].replace(/\.\w+$/, ""));
      setState({ step: "preview", id, preview });
    } catch (error) { fail(error); }
  }
  const keep = (event) => {
    event.preventDefault();
    post("/catalogs", { import_id: state.id, title: title.trim() }).then(onKept, fail);
  };
  const drop = async (event) => { event.preventDefault(); take(await dropped(event.dataTransfer.items)); };
  if (state.step === "preview") return html`<${Preview} preview=${state.preview} title=${title} onTitle=${setTitle} onKeep=${keep} onBack=${() => setState({ step: "choose" })} />`;
  const busy = state.step !== "choose";
  return html`<div class="stack"><${Notice} text=${state.error} onClose=${() => setState({ step: "choose" })} />
    <div class="drop" onDragOver=${(event) => event.preventDefault()} onDrop=${drop} aria-busy=${busy}>
      ${busy ? html`<p role="status">${state.step === "sending" ? t("sending-files", { a: state.done + 1, b: state.total }) : t("checking-list")}</p><div class="bar wide"><i style=${{ width: `${state.step === "sending" ? (100 * state.done) / state.total : 100}%` }}></i></div>`
        : html`${icon("tag")}<p><b>${t("drop-list")}</b></p><p class="dim small">${t("drop-list-how")}</p>
        <div class="row"><label class="btn file">${t("choose-file")}<input type="file" accept=".csv,.tsv,.xml,.jsonl,.zip" multiple aria-label=${t("choose-list")} onChange=${(event) => take([...event.target.files].map((file) => [plainName(file), file]))} /></label>
        <label class="btn file">${t("choose-folder")}<input type="file" webkitdirectory aria-label=${t("choose-folder")} onChange=${(event) => take([...event.target.files].map((file) => [plainName(file), file]))} /></label></div>`}
    </div></div>`;
}

function Preview({ preview, title, onTitle, onKeep, onBack }) {
  const twins = preview.twins.reduce((sum, group) => sum + group.length, 0);
  return html`<form class="stack" onSubmit=${onKeep}>
    <div class="facts"><div><b class="num">${preview.n_products}</b><span>${t("products", { n: preview.n_products })}</span></div>
      <div><b class="num">${preview.n_pictures}</b><span>${t("photos", { n: preview.n_pictures })}</span></div>
      <div class=${preview.without_picture.length ? "warn" : ""}><b class="num">${preview.without_picture.length}</b><span>${t("without-photo")}</span></div>
      <div><b class="num">${twins}</b><span>${t("twins")}</span></div></div>
    ${preview.notes.length > 0 && html`<details class="notice" open><summary><b>${t("left-out", { n: preview.notes.length })}</b></summary>
      <ul class="notes">${preview.notes.map((note) => html`<li>${note.text}${note.count > 1 && !note.text.includes(`(${note.count}`) ? ` (${note.count}×)` : ""}</li>`)}</ul></details>`}
    <div class="tablewrap"><table><thead><tr><th>${t("photo")}</th><th>${t("product")}</th><th>${t("category")}</th><th>${t("price")}</th></tr></thead>
      <tbody>${preview.sample.slice(0, 8).map((product) => html`<tr><td>${product.pictures.length ? html`<span class="chip ok">${product.pictures.length}</span>` : html`<span class="chip warn">0</span>`}</td>
        <td><b>${product.title}</b><br /><span class="faint small">${product.id}</span></td><td class="dim">${product.category.join(" › ")}</td><td class="num">${product.price}</td></tr>`)}</tbody></table></div>
    ${preview.n_products > 8 && html`<p class="dim small">${t("and-more", { n: preview.n_products - 8 })}</p>`}
    <label class="field"><span>${t("shelf-name")}</span><input class="input" required maxlength="200" value=${title} onInput=${(event) => onTitle(event.target.value)} /></label>
    <div class="row"><button class="btn primary">${t("keep-shelf", { n: preview.n_products })}</button><button type="button" class="btn quiet" onClick=${onBack}>${t("choose-other")}</button></div></form>`;
}

/** Products as tiles. */
export const Tiles = ({ products }) => html`<ul class="tiles">${products.map((product) => html`<li class="card" key=${product.id}>${photo(product, 120)}
  <b class="small two">${product.title}</b><span class="faint small">${product.price || product.id}</span></li>`)}</ul>`;
