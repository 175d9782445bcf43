// Signing in: by the link that the first start printed, or by a token.
import { html, useEffect, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { post } from "../core/api.js";
import { Notice, useTitle } from "./parts.js";

export function SignIn({ onDone }) {
  const [token, setToken] = useState("");
  const [error, setError] = useState("");
  useTitle(t("sign-in"));
  const send = (wanted) => post("/session", wanted).then(onDone, (failure) => setError(failure.message));
  useEffect(() => {
    // The link's text stands behind #, so that it is in no log; it goes from the address at once.
    const link = location.hash.slice(1);
    if (!link.startsWith("ff_")) return;
    history.replaceState(null, "", location.pathname);
    send({ link });
  }, []);
  const submit = (event) => { event.preventDefault(); send({ token: token.trim() }); };
  return html`<main id="main" class="signin"><form class="card" onSubmit=${submit}>
    <img src="/static/icons/mark.svg" alt="" width="48" height="48" />
    <h1>${t("sign-in-title")}</h1><p class="dim">${t("sign-in-how")}</p>
    <${Notice} text=${error} />
    <label class="field"><span>${t("token")}</span><input class="input" type="password" autocomplete="current-password" value=${token} required
      onInput=${(event) => setToken(event.target.value)} /></label>
    <button class="btn primary">${t("sign-in")}</button></form></main>`;
}
