// What runs, what waits, what failed and why, and how much room is left.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow, post } from "../core/api.js";
import { bytes, clock, count, percent } from "../core/times.js";
import { Notice, useResource, useTitle } from "./parts.js";

const LOOK_EVERY_MS = 3000;

const Fact = ({ value, name, bad }) => html`<div class=${bad ? "warn" : ""}><b class="num">${value}</b><span>${name}</span></div>`;

function Streams({ streams }) {
  if (!streams.length) return html`<p class="dim">${t("no-live")}</p>`;
  const drops = (stream) => Object.entries(stream.drops).filter(([, n]) => n).map(([cause, n]) => `${cause} ${count(n)}`).join(", ") || "0";
  return html`<div class="tablewrap" tabindex="0" role="region" aria-label=${t("ops-streams")}><table><thead><tr>${["ops-stream", "ops-state", "time", "ops-lag", "ops-rate", "ops-drops", "ops-reconnects"].map((key) => html`<th scope="col">${t(key)}</th>`)}</tr></thead>
    <tbody>${streams.map((stream) => html`<tr key=${stream.id}><th scope="row"><a href=${`/live/${stream.id}`}>${stream.title}</a>${stream.error && html`<span class="why">${stream.error}</span>`}</th><td><span class=${`chip ${{ running: "ok", waiting: "warn", failed: "bad" }[stream.state] ?? ""}`}>${t(`l-${stream.state}`)}</span></td>
      <td class="num">${clock(stream.media_time)}</td><td class=${`num ${stream.lag > 8 ? "late" : ""}`}>${t("seconds", { s: stream.lag.toFixed(1) })}</td><td class="num">${t("a-second", { n: stream.rate.toFixed(1) })}</td><td class="num">${drops(stream)}</td><td class="num">${stream.reconnects}</td></tr>`)}</tbody></table></div>`;
}

function Jobs({ jobs, onCancel }) {
  if (!jobs.length) return html`<p class="dim">${t("ops-idle")}</p>`;
  const share = (job) => (job.total ? Math.min(1, job.done / job.total) : 0);
  return html`<ul class="list">${jobs.map((job) => html`<li class="row wrap" key=${job.id}><a class="grow clip" href=${`/shows/${job.video_id}/progress`}><b>${job.title}</b></a><span class="chip">${t(`job-${job.state}`)}</span>
    <span class="bar opsbar"><i style=${{ width: `${100 * share(job)}%` }}></i></span><span class="num">${percent(share(job))}</span>${job.rate > 0 && html`<span class="num dim">${t("rate", { x: job.rate.toFixed(1) })}</span>`}
    <button type="button" class="btn quiet" aria-label=${`${t("cancel")}: ${job.title}`} onClick=${() => onCancel(job)}>${t("cancel")}</button></li>`)}</ul>`;
}

export function Ops() {
  const [seen, error, load] = useResource("/ops");
  const [problem, setProblem] = useState("");
  useTitle(t("ops"));
  useEffect(() => {
    const timer = setInterval(load, LOOK_EVERY_MS);
    const stop = follow((change) => { if (/^(job|stream|video)\.|reset/.test(change.type)) load(); });
    return () => { clearInterval(timer); stop(); };
  }, []);
  const act = (promise) => promise.then(load, (failure) => setProblem(failure.message));
  const again = (job) => act(post(`/videos/${job.video_id}/jobs`, { catalog_id: job.catalog_id, ...job.options }));
  return html`<main id="main" class="page"><div class="head"><div class="grow"><h1>${t("ops")}</h1><p class="dim">${t("ops-what")}</p></div><a class="btn" href="/metrics" target="_blank" rel="noopener">${t("ops-metrics")}</a></div>
    <${Notice} text=${error || problem} onRetry=${load} onClose=${() => setProblem("")} />
    ${seen && html`<div class=${`facts ${error ? "aged" : ""}`}><${Fact} value=${bytes(seen.disk.free)} name=${t("ops-free", { all: bytes(seen.disk.total) })} bad=${seen.disk.free < seen.disk.total * 0.1} /><${Fact} value=${seen.disk.days_left === null ? "–" : seen.disk.days_left > 365 ? "> 365" : count(Math.floor(seen.disk.days_left))} name=${t("ops-days")} bad=${seen.disk.days_left !== null && seen.disk.days_left < 7} />
        <${Fact} value=${percent(seen.machine.load)} name=${t("ops-load", { n: seen.machine.processors })} bad=${seen.machine.load > 1.5} /><${Fact} value=${seen.machine.gpu ? t("yes") : t("no")} name=${t("ops-gpu")} /><${Fact} value=${count(seen.followers)} name=${t("ops-followers")} /></div>
      <section class="card pad stack"><h2>${t("ops-streams")}</h2><${Streams} streams=${seen.streams} /></section>
      <section class="card pad stack"><h2>${t("ops-jobs")}</h2><${Jobs} jobs=${seen.jobs} onCancel=${(job) => act(post(`/jobs/${job.id}/cancel`))} /></section>
      <section class="card pad stack"><h2>${t("ops-failures")}</h2>${seen.failures.length ? html`<ul class="stack">${seen.failures.map((group) => html`<li class="failure" key=${group.error}><p><b class="num">${group.jobs.length} ×</b> ${group.error}</p><ul class="row wrap">${group.jobs.slice(0, 12).map((job) => html`<li key=${job.id}>
          <button type="button" class="btn" onClick=${() => again(job)}>${t("ops-again", { title: job.title || job.id.slice(0, 8) })}</button></li>`)}</ul></li>`)}</ul>` : html`<p class="dim">${t("ops-no-failures")}</p>`}</section>
      <section class="card pad stack"><h2>${t("ops-models")}</h2><div class="tablewrap" tabindex="0" role="region" aria-label=${t("ops-models")}><table><thead><tr>${["ops-model", "ops-size", "ops-licence"].map((key) => html`<th scope="col">${t(key)}</th>`)}</tr></thead>
        <tbody>${seen.models.map((model) => html`<tr key=${model.name}><th scope="row"><code>${model.name}</code></th><td class="num">${bytes(model.n_bytes)}</td><td>${model.licence}</td></tr>`)}</tbody></table></div></section>`}</main>`;
}
