// How far a show is; its result opens as soon as it is there.
import { html, useEffect, useRef, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { follow, get, post } from "../core/api.js";
import { clock, percent } from "../core/times.js";
import { Notice, useTitle } from "./parts.js";
import { go, say } from "./main.js";

/** A range of minutes or seconds that is left, honest and round; "" as long as nothing can be said. */
function left(job) {
  if (!job.rate || job.done / job.total < 0.05) return "";
  const seconds = (job.total - job.done) / job.rate, low = seconds * 0.8, high = seconds * 1.25;
  if (high < 90) return t("left-s", { a: Math.max(1, Math.ceil(low / 5) * 5), b: Math.max(5, Math.ceil(high / 5) * 5) });
  return t("left-min", { a: Math.max(1, Math.round(low / 60)), b: Math.max(2, Math.round(high / 60)) });
}

export function Progress({ id }) {
  const [video, setVideo] = useState(null);
  const [error, setError] = useState("");
  const told = useRef(-1);
  const load = () => get(`/videos/${id}`).then(setVideo, (problem) => setError(problem.message));
  useEffect(() => {
    load();
    return follow((change) => {
      if (change.type === "reset" || change.subject !== id) return;
      if (change.type === "job.running") setVideo((old) => (old ? { ...old, job: change.data } : old));
      else load();
    });
  }, [id]);
  const job = video && video.job, share = job && job.total ? Math.min(1, job.done / job.total) : 0;
  useTitle(video && (job && job.state === "running" ? `${percent(share)} ${video.title}` : video.title));
  useEffect(() => {
    const tenth = Math.floor(share * 10);
    if (job && job.state === "running" && tenth !== told.current) { told.current = tenth; say(`${percent(share)}, ${t("found-so-far", { n: job.n_found })}`); }
    if (job && job.state === "done") go(`/shows/${id}/review`, { replace: true });
  }, [job && job.state, share]);
  if (!video) return html`<main id="main" class="page narrow"><${Notice} text=${error} onRetry=${load} /></main>`;
  const act = (path) => post(path).then(load, (problem) => setError(problem.message));
  const again = () => post(`/videos/${id}/jobs`, { catalog_id: job.catalog_id, ...job.options }).then(load, (problem) => setError(problem.message));
  return html`<main id="main" class="page narrow"><p><a href="/">‹ ${t("shows")}</a></p><h1>${video.title}</h1>
    <${Notice} text=${error} onClose=${() => setError("")} />
    ${video.state === "failed" && html`<${Notice} text=${video.error} />`}
    ${!job && video.state === "ready" && html`<p><a class="btn primary" href="/new">${t("add-show")}</a></p>`}
    ${job && html`<section class="card pad stack progress"><div class="row"><b class="grow">${t(`job-${job.state}`)}</b><span class="num big">${percent(share)}</span></div>
      <div class="bar tall" role="progressbar" aria-label=${t("job-running")} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}><i style=${{ width: `${share * 100}%` }}></i></div>
      <div class="row dim num wrap"><span>${clock(job.done)} / ${clock(job.total)}</span>${job.rate > 0 && html`<span>${t("rate", { x: job.rate.toFixed(1) })}</span>`}
        ${job.state === "running" && html`<span>${left(job)}</span>`}<span class="grow"></span><span>${t("found-so-far", { n: job.n_found })}</span></div>
      ${job.state === "failed" && html`<${Notice} text=${job.error} onRetry=${again} />`}
      ${job.state === "cancelled" && html`<div class="row"><button type="button" class="btn" onClick=${again}>${t("retry")}</button></div>`}
      ${["queued", "running"].includes(job.state) && html`<div class="row"><p class="dim small grow">${t("leaving-is-safe")}</p><button type="button" class="btn" onClick=${() => act(`/jobs/${job.id}/cancel`)}>${t("cancel")}</button></div>`}</section>`}</main>`;
}
