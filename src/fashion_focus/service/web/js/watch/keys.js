// Keys of the element: only where the focus is inside it, and never one that the browser or the host's page has taken.
const STEP_S = 5, FAR_S = 10, LOUDER = 0.1, NEAR_S = 1;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const seek = ({ video }, by) => { video.currentTime = clamp(video.currentTime + by, 0, video.duration || Infinity); };
const louder = ({ video }, by) => { video.volume = clamp(video.volume + by, 0, 1); };
const toggle = ({ video }) => { if (video.paused) video.play().catch(() => { /* it stays paused */ }); else video.pause(); };

function exhibit(element, step) {
  const at = element.video.currentTime, rows = [...element.focuses].sort((a, b) => a.start - b.start);
  const row = step > 0 ? rows.find((one) => one.start > at + 0.01) : rows.findLast((one) => one.start < at - NEAR_S);
  if (row) element.jump(row.start, row.product_id);
}

function captions({ video }) {
  const on = [...video.textTracks].some((track) => track.mode === "showing");
  for (const track of video.textTracks) if (["captions", "subtitles"].includes(track.kind)) track.mode = on ? "disabled" : "showing";
}

function full(element) {
  if (document.fullscreenElement) document.exitFullscreen();
  else (element.shadowRoot.querySelector(".frame") ?? element.video).requestFullscreen?.().catch(() => { /* the host may forbid it */ });
}

const shown = (element) => element.shelf.find((product) => product.id === element.currentFocus?.product_id);

const ACTS = {
  " ": toggle, k: toggle, arrowleft: (one) => seek(one, -STEP_S), arrowright: (one) => seek(one, STEP_S), j: (one) => seek(one, -FAR_S), l: (one) => seek(one, FAR_S),
  arrowup: (one) => louder(one, LOUDER), arrowdown: (one) => louder(one, -LOUDER), m: ({ video }) => { video.muted = !video.muted; }, f: full, c: captions,
  n: (one, event) => exhibit(one, event.shiftKey ? -1 : 1), b: (one) => { if (shown(one)) one.buy(shown(one)); }, s: (one) => one.setShelf(!one.state.shelf),
};

/** The key of an event; with a Chinese input method on, the letter that is printed on it. */
const keyOf = (event) => (event.key === "Process" && event.code.startsWith("Key") ? event.code.slice(3) : event.key).toLowerCase();

/** Whether a key belongs to what has the focus: text is typed, buttons are pressed, lists are scrolled. */
function taken(target, key) {
  if (target.matches("input, textarea, select, [contenteditable]")) return true;
  if (key === " ") return target.matches("button, a, summary");
  return key.startsWith("arrow") && target.matches(".strip, .area");
}

/** Do what a key means to an element. */
export function onKey(event, element) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || element.options.hotkeys === "off") return;
  const key = keyOf(event), target = event.composedPath()[0];
  if (key === "escape" && element.state.shelf) { event.preventDefault(); element.setShelf(false); return; }
  const act = ACTS[key];
  if (!act || !element.video || (event.shiftKey && key !== "n") || taken(target, key)) return;
  event.preventDefault();
  act(element, event);
}
