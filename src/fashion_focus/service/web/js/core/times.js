// Times and numbers as people read them.
import { language, locale } from "./i18n.js";

/** 1:08 or 6:02:14; exact adds milliseconds. */
export function clock(seconds, { exact = false } = {}) {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const whole = Math.floor(ms / 1000), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60, s = whole % 60;
  const two = (value) => String(value).padStart(2, "0");
  const text = h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  return exact ? `${text}.${String(ms % 1000).padStart(3, "0")}` : text;
}

/** Seconds of "1:02:03.5", "62.5" or the like; NaN where it is no time. */
export function parseClock(text) {
  const parts = text.trim().split(":");
  if (!parts.every((part) => /^\d+(\.\d+)?$/.test(part)) || parts.length > 3) return NaN;
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** "1 h 12 min", "45 s". */
export function span(seconds) {
  const zh = language() === "zh", s = Math.round(seconds);
  if (s < 60) return zh ? `${s}秒` : `${s} s`;
  const h = Math.floor(s / 3600), m = Math.round((s % 3600) / 60);
  if (zh) return h ? `${h}小时${m}分` : `${m}分`;
  return h ? `${h} h ${m} min` : `${m} min`;
}

export function date(iso) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso + (iso.endsWith("Z") ? "" : "Z")));
}

export function bytes(n) {
  const units = ["B", "kB", "MB", "GB"];
  let k = 0;
  while (n >= 1000 && k < 3) { n /= 1000; k += 1; }
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: n < 10 && k ? 1 : 0 }).format(n)} ${units[k]}`;
}

export const percent = (share, digits = 0) => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(share);

export const count = (n) => new Intl.NumberFormat(locale(), language() === "zh" ? { notation: "compact", maximumFractionDigits: 1 } : {}).format(n);
