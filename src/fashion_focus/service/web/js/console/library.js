// The library: every show, and what needs a person.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow } from "../core/api.js";
import { clock, date } from "../core/times.js";
import { icon } from "../core/pictures.js";
import { Notice, showPath, stateChip, useResource, useTitle } from "./parts.js";

function Row({ video }) {
  const open = video.counts.undecided + video.counts.proposed, decided = video.counts.accepted + video.counts.changed + video.counts.rejected;
  const all = open + decided;
  return html`<li class="show card"><a href=${showPath(video)}>
    <span class="poster">${video.state === "ready" && html`<img src=${`/media/videos/${video.id}/poster.jpg`} alt="" loading="lazy" />`}
      ${video.facts.duration ? html`<span class="length num">${clock(video.facts.duration)}</span>` : null}</span>
    <span class="body"><span class="row"><b class="grow clip title">${video.title}</b>${stateChip(video)}</span>
      <span class="dim small">${date(video.created)}${video.n_products ? ` · ${t("found-of", { a: video.n_shown, b: video.n_products })}` : ""}</span>
      ${all > 0 && html`<span class="row small dim"><span class="bar grow"><i style=${{ width: `${(100 * decided) / all}%` }}></i></span>
        <span class="num">${t("decided-of", { a: decided, b: all })}</span></span>`}</span></a></li>`;
}

export function Library() {
  const [videos, error, load] = useResource("/videos");
  const [words, setWords] = useState(new URLSearchParams(location.search).get("q") || "");
  useTitle(t("shows"));
  useEffect(() => follow((change) => { if (/^(job|video|show|focuses)\.|reset/.test(change.type)) load(); }), []);
  const find = (event) => {
    setWords(event.target.value);
    history.replaceState(null, "", event.target.value ? `/?q=${encodeURIComponent(event.target.value)}` : "/");
  };
  const shown = (videos || []).filter((video) => video.title.toLowerCase().includes(words.trim().toLowerCase()));
  const waiting = (videos || []).reduce((sum, video) => sum + video.counts.undecided + video.counts.proposed, 0);
  return html`<main id="main" class="page">
    <div class="head"><div class="grow"><h1>${t("shows")}</h1><p class="dim">${videos && (waiting ? t("waiting", { n: waiting }) : t("nothing-waiting"))}</p></div>
      ${videos && videos.length > 3 && html`<label class="find"><span class="sr">${t("search")}</span>${icon("search")}<input type="search" value=${words} placeholder=${t("search-shows")} onInput=${find} /></label>`}
      <a class="btn primary" href="/new">${icon("plus")}${t("add-show")}</a></div>
    <${Notice} text=${error} onRetry=${load} />
    ${!videos && !error && html`<ul class="shows">${[1, 2, 3].map(() => html`<li class="skeleton show"></li>`)}</ul>`}
    ${videos && videos.length === 0 && html`<div class="empty card">${icon("film")}<h2>${t("no-shows")}</h2><p class="dim">${t("no-shows-how")}</p>
      <a class="btn primary" href="/new">${icon("plus")}${t("add-show")}</a><p class="small faint">${t("no-shows-or")} <code>fashion-focus serve --demo</code></p></div>`}
    <ul class="shows">${shown.map((video) => html`<${Row} key=${video.id} video=${video} />`)}</ul>
  </main>`;
}
