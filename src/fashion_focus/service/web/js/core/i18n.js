// Words of the pages, in the reader's language; values are put in as text.
import watch from "../strings/watch.js";

const TABLES = { en: { ...watch.en }, zh: { ...watch.zh } };
const listeners = new Set();

/** "zh" for any Chinese, else "en". */
export function nearest(tag) {
  return (tag || "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

function stored() {
  try { return localStorage.getItem("ff-lang"); } catch { return null; }
}

let current = nearest(new URLSearchParams(location.search).get("lang") || stored() || navigator.language);

/** More words, for pages that say more than shoppers read. */
export function addWords(tables) {
  for (const lang of Object.keys(TABLES)) Object.assign(TABLES[lang], tables[lang]);
}

export const language = () => current;
export const locale = (lang = current) => (lang === "zh" ? "zh-CN" : "en");

/** Choose the language of the pages; it is kept on this device. */
export function setLanguage(tag) {
  current = nearest(tag);
  try { localStorage.setItem("ff-lang", current); } catch { /* storage may be forbidden */ }
  document.documentElement.lang = locale();
  for (const listener of listeners) listener();
}

export function onLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text of a key; values.n chooses the plural form. */
export function t(key, values = {}, lang = current) {
  let text = TABLES[lang][key] ?? TABLES.en[key] ?? key;
  if (typeof text === "object") text = text[new Intl.PluralRules(locale(lang)).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** A translator bound to one language, for elements in pages of others. */
export const translator = (lang) => (key, values) => t(key, values, lang);
