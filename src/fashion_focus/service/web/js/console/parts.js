// Parts that several pages use.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { get } from "../core/api.js";

/** What went wrong and what to do; it stays until it is dismissed. */
export function Notice({ text, kind = "bad", onRetry, onClose }) {
  if (!text) return null;
  return html`<div class=${`notice ${kind}`} role="alert">
    <div class="grow"><b>${kind === "bad" ? t("went-wrong") : ""}</b> ${text === "offline" ? t("offline") : text}</div>
    ${onRetry && html`<button type="button" class="btn" onClick=${onRetry}>${t("retry")}</button>`}
    ${onClose && html`<button type="button" class="btn quiet" onClick=${onClose}>${t("dismiss")}</button>`}
  </div>`;
}

/** A resource of the API: its value, or why it did not come, and how to ask again. */
export function useResource(path) {
  const [state, setState] = useState({ value: null, error: "" });
  const load = () => get(path).then((value) => setState({ value, error: "" }), (error) => setState((old) => ({ ...old, error: error.message })));
  useEffect(() => { load(); }, [path]);
  return [state.value, state.error, load];
}

export function useTitle(title) {
  useEffect(() => { document.title = title ? `${title} – Fashion Focus` : "Fashion Focus"; }, [title]);
}

/** Where a show stands, in a few words. */
export function stateChip(video) {
  const job = video.job;
  if (video.state === "failed") return html`<span class="chip bad">${t("state-failed")}</span>`;
  if (video.state === "uploading") return html`<span class="chip">${t("state-uploading", { p: Math.round((100 * video.offset) / video.n_bytes) })}</span>`;
  if (job && job.state === "queued") return html`<span class="chip">${t("state-queued")}</span>`;
  if (job && job.state === "running") return html`<span class="chip accent num">${t("state-working", { p: job.total ? Math.round((100 * job.done) / job.total) : 0 })}</span>`;
  const open = video.counts.undecided + video.counts.proposed;
  if (video.published) return html`<span class="chip ok">${t("state-published", { v: video.published })}</span>`;
  if (open) return html`<span class="chip warn num">${t("state-review", { n: open })}</span>`;
  if (job && job.state === "failed") return html`<span class="chip bad">${t("state-failed")}</span>`;
  if (job && job.state === "done") return html`<span class="chip accent">${t("state-decided")}</span>`;
  return html`<span class="chip">${t("state-ready")}</span>`;
}

/** Where a show's row leads to. */
export function showPath(video) {
  const busy = video.state !== "ready" || !video.job || ["queued", "running", "failed", "cancelled"].includes(video.job.state);
  return `/shows/${video.id}/${busy && !(video.counts.undecided + video.counts.proposed + video.counts.accepted) ? "progress" : "review"}`;
}
