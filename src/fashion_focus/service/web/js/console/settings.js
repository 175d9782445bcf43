// Settings: keys on this device, tokens for others.
import { html, useState } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { post, remove } from "../core/api.js";
import { date } from "../core/times.js";
import { SINGLES, canBe, keysOn, remap, remapped, setKeysOn } from "../review/keys.js";
import { Notice, useResource, useTitle } from "./parts.js";

function Tokens() {
  const [tokens, error, load] = useResource("/tokens");
  const [name, setName] = useState("");
  const [role, setRole] = useState("read");
  const [made, setMade] = useState(null);
  const [failure, setFailure] = useState("");
  const make = (event) => {
    event.preventDefault();
    post("/tokens", { name, role }).then((token) => { setMade(token); setName(""); load(); }, (problem) => setFailure(problem.message));
  };
  return html`<section class="card pad stack"><h2>${t("tokens")}</h2><p class="dim">${t("tokens-what")}</p><${Notice} text=${error || failure} onClose=${() => setFailure("")} />
    ${made && html`<div class="notice"><div class="grow"><b>${t("token-once")}</b><br /><code class="secret">${made.secret}</code></div></div>`}
    <ul class="list">${(tokens || []).map((token) => html`<li key=${token.id} class="row"><b class="grow clip">${token.name}</b><span class="chip">${t(`role-${token.role}`)}</span><span class="faint small">${date(token.created)}</span>
      <button type="button" class="btn quiet danger" aria-label=${`${t("revoke")}: ${token.name}`} onClick=${() => remove(`/tokens/${token.id}`).then(load, (problem) => setFailure(problem.message))}>${t("revoke")}</button></li>`)}</ul>
    <form class="row wrap" onSubmit=${make}><label class="field grow"><span>${t("token-name")}</span><input class="input" required maxlength="200" value=${name} onInput=${(event) => setName(event.target.value)} /></label>
      <label class="field"><span>${t("role")}</span><select class="select" value=${role} onChange=${(event) => setRole(event.target.value)}>${["read", "edit", "admin"].map((one) => html`<option value=${one}>${t(`role-${one}`)}</option>`)}</select></label>
      <button class="btn primary bottom">${t("make-token")}</button></form></section>`;
}

/** Other keys for single letters: press the button, then the key that it shall be. */
function KeyMap() {
  const [asked, setAsked] = useState(""), [map, setMap] = useState(remapped());
  const press = (event, action) => {
    if (asked !== action || event.key === "Tab") return;
    event.preventDefault();
    setAsked("");
    if (event.key !== "Escape" && !canBe(event.code)) return;
    remap(action, event.key === "Escape" ? "" : event.code);
    setMap(remapped());
  };
  return html`<details><summary>${t("keys-change")}</summary><p class="dim small">${t("keys-change-how")}</p><ul class="keymap">${SINGLES.map(([action, shown]) => html`<li key=${action}><span class="grow small">${t(`a-${action}`)}</span>
    <button type="button" class="btn" aria-label=${`${t(`a-${action}`)}: ${map[action] ?? shown}`} aria-pressed=${asked === action} onClick=${() => setAsked(action)} onBlur=${() => setAsked("")} onKeyDown=${(event) => press(event, action)}>${asked === action ? "…" : (map[action] ?? shown).replace(/^(Key|Digit)/, "")}</button></li>`)}</ul></details>`;
}

export function Settings({ session }) {
  const [keys, setKeys] = useState(keysOn());
  useTitle(t("settings"));
  const toggle = (event) => { setKeysOn(event.target.checked); setKeys(event.target.checked); };
  const leave = () => remove("/session").then(() => location.reload());
  return html`<main id="main" class="page narrow"><div class="head"><h1 class="grow">${t("settings")}</h1><span class="dim">${session.name} · ${t(`role-${session.role}`)}</span><button type="button" class="btn" onClick=${leave}>${t("sign-out")}</button></div>
    <section class="card pad stack"><h2>${t("keys")}</h2><label class="check"><input type="checkbox" checked=${keys} onChange=${toggle} /><span>${t("keys-single")}</span></label><p class="dim small">${t("keys-why")}</p><${KeyMap} /></section>
    ${session.role === "admin" && html`<${Tokens} />`}</main>`;
}
