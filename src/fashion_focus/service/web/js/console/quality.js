// How often the machine was right, by what people decided; beside the published numbers, which are of other data.
import { html, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { clock, percent } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, useResource, useTitle } from "./parts.js";

const CATEGORIES = ["clothing", "shoe", "bag", "snack", "bottle", "beauty"], RANKS = ["1", "3", "5"];
const share = (value) => (value === null || value === undefined ? "–" : percent(value));

/** The layout of the paper's Table 1; a cell opens its errors. */
function TableOne({ told, chosen, onChoose }) {
  const of = new Map(told.figures.map((row) => [row.category, row])), empty = { n: 0, recall: null };
  const cell = (name, k) => {
    const row = of.get(name) ?? empty;
    return html`<td class="num"><button type="button" class="cell" aria-pressed=${chosen === name} disabled=${!row.n} title=${t("exhibits-n", { n: row.n })} onClick=${() => onChoose(chosen === name ? "" : name)}>${share(row.recall?.[k])}</button></td>`;
  };
  const dashes = CATEGORIES.map(() => html`<td class="num faint">–</td>`);
  return html`<div class="tablewrap" tabindex="0" role="region" aria-label=${t("q-table")}><table class="figures"><caption class="sr">${t("q-table")}</caption>
    <thead><tr><th scope="col">${t("q-recall")}</th>${CATEGORIES.map((name) => html`<th scope="col">${t(`c-${name}`)}</th>`)}<th scope="col">${t("q-all")}</th></tr></thead>
    <tbody>${RANKS.map((k) => html`<tr key=${k}><th scope="row">${t("q-here", { k })}</th>${CATEGORIES.map((name) => cell(name, k))}${cell("all", k)}</tr>`)}
      ${Object.entries(told.published).map(([name, mean]) => html`<tr key=${name} class="other"><th scope="row">${t("q-paper", { name })}</th>${dashes}<td class="num">${percent(mean / 100, 1)}</td></tr>`)}
      <tr><th scope="row">${t("q-count")}</th>${[...CATEGORIES, "all"].map((name) => html`<td class="num">${(of.get(name) ?? empty).n}</td>`)}</tr></tbody></table></div><p class="small dim">${t("q-not-comparable")}</p>`;
}

const PLOT = 360, PAD = 44;
const px = (value) => PAD + value * (PLOT - 2 * PAD), py = (value) => PLOT - px(value);

function Axes({ x, y, children, label }) {
  return html`<svg viewBox=${`0 0 ${PLOT} ${PLOT}`} class="plot" role="img" aria-label=${label}>${[0, 0.5, 1].map((at) => html`<path class="grid" d=${`M${px(at)} ${py(0)}V${py(1)}M${px(0)} ${py(at)}H${px(1)}`} /><text x=${px(at)} y=${py(0) + 17} text-anchor="middle">${at}</text><text x=${px(0) - 7} y=${py(at) + 4} text-anchor="end">${at}</text>`)}
    <text x=${px(0.5)} y=${PLOT - 6} text-anchor="middle">${x}</text><text x="12" y=${py(0.5)} text-anchor="middle" transform=${`rotate(-90 12 ${py(0.5)})`}>${y}</text>${children}</svg>`;
}

function Calibration({ bins }) {
  const used = bins.filter((one) => one.n), most = Math.max(1, ...used.map((one) => one.n));
  return html`<figure class="stack"><h3>${t("q-calibration")}</h3><${Axes} x=${t("q-confidence")} y=${t("q-right")} label=${used.map((one) => `${percent(one.low)}–${percent(one.high)}: ${share(one.right)} (${one.n})`).join("; ") || t("q-none")}>
    <path class="diagonal" d=${`M${px(0)} ${py(0)}L${px(1)} ${py(1)}`} />${used.map((one) => html`<circle cx=${px((one.low + one.high) / 2)} cy=${py(one.right)} r=${5 + 5 * Math.sqrt(one.n / most)} />`)}<//><figcaption class="small dim">${t("q-calibration-how")}</figcaption></figure>`;
}

function Curve({ points }) {
  const path = points.map((one, k) => `${k ? "L" : "M"}${px(one.recall)} ${py(one.precision)}`).join("");
  return html`<figure class="stack"><h3>${t("q-curve")}</h3><${Axes} x=${t("q-recall-axis")} y=${t("q-precision")} label=${points.map((one) => `${one.confidence.toFixed(2)}: ${percent(one.precision)}, ${percent(one.recall)}`).slice(0, 20).join("; ") || t("q-none")}>
    ${points.length > 1 && html`<path class="curve" d=${path} />`}${points.length < 60 && points.map((one) => html`<circle cx=${px(one.recall)} cy=${py(one.precision)} r="4" />`)}<//><figcaption class="small dim">${t("q-curve-how")}</figcaption></figure>`;
}

export function Quality() {
  const query = new URLSearchParams(location.search);
  const [show, setShow] = useState(query.get("show") || ""), [category, setCategory] = useState(query.get("category") || "");
  const path = `/quality${show ? `?video_id=${encodeURIComponent(show)}` : ""}`;
  const [videos] = useResource("/videos"), [told, error, load] = useResource(path);
  useTitle(t("quality"));
  const keep = (changes) => {
    const next = { show, category, ...changes };
    history.replaceState(null, "", `/quality?${new URLSearchParams(Object.entries(next).filter(([, value]) => value))}`);
    setShow(next.show);
    setCategory(next.category);
  };
  const all = told?.figures.at(-1), errors = (told?.errors ?? []).filter((one) => !category || category === "all" || one.category === category);
  return html`<main id="main" class="page"><div class="head"><div class="grow"><h1>${t("quality")}</h1><p class="dim">${t("q-what")}</p></div>
      <label class="row"><span class="small dim">${t("q-show")}</span><select class="select auto" value=${show} onChange=${(event) => keep({ show: event.target.value })}><option value="">${t("q-all-shows")}</option>${(videos || []).map((video) => html`<option value=${video.id}>${video.title}</option>`)}</select></label>
      <a class="btn" href=${`/api/v1${path.replace("/quality", "/quality.csv")}`} download>CSV</a><a class="btn" href=${`/api/v1${path}`} download="quality.json">JSON</a></div>
    <${Notice} text=${error} onRetry=${load} />
    ${told && !told.n_shows && html`<div class="empty card">${icon("film")}<h2>${t("q-empty")}</h2><p class="dim">${t("q-empty-how")}</p><a class="btn primary" href="/">${t("to-shows")}</a></div>`}
    ${told && told.n_shows > 0 && html`<div class="facts"><div><b class="num">${all.n}</b><span>${t("exhibits", { n: all.n })}</span></div><div><b class="num">${share(all.recall?.["1"])}</b><span>${t("q-recall-1")}</span></div><div><b class="num">${share(all.precision)}</b><span>${t("q-precision")}</span></div>
        <div><b class="num">${all.t_iou === null ? "–" : all.t_iou.toFixed(2)}</b><span>${t("q-tiou")}</span></div><div class=${told.n_open ? "warn" : ""}><b class="num">${told.n_open}</b><span>${t("q-open")}</span></div></div>
      <section class="card pad stack"><h2>${t("q-table")}</h2><${TableOne} told=${told} chosen=${category} onChoose=${(name) => keep({ category: name })} /></section>
      <section class="card pad plots"><${Calibration} bins=${told.calibration} /><${Curve} points=${told.curve} /></section>
      <section class="card pad stack"><h2>${t("q-errors")}${category ? ` · ${category === "all" ? t("q-all") : t(`c-${category}`)}` : ""} <span class="faint num">${errors.length}</span></h2>${errors.length ? html`<ul class="list flat">${errors.slice(0, 100).map((one) => html`<li key=${`${one.video_id}${one.focus_id}`}><a href=${`/shows/${one.video_id}/review?q=all&f=${encodeURIComponent(one.focus_id)}`}>
          <span class="num dim">${clock(one.time)}</span><span class="grow"><span class="dim">${one.said ? `${t("q-said")} ` : t("q-missed")}</span>${one.said_title}<span class="dim"> → </span><b>${one.shown_title || t("s-rejected")}</b></span><span class="dim small clip">${one.title}</span></a></li>`)}</ul>` : html`<p class="dim">${t("q-no-errors")}</p>`}</section>`}</main>`;
}
