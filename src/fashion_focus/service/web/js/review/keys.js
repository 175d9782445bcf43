// Keys of the review page: by their place on the keyboard, so that no layout and no input method takes them away.
const WITHIN_FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

export function keysOn() {
  try { return localStorage.getItem("ff-keys") !== "off"; } catch { return true; }
}

export function setKeysOn(on) {
  try { localStorage.setItem("ff-keys", on ? "on" : "off"); } catch { /* storage may be forbidden */ }
}

/** Groups of [what, key as shown, code, modifiers]; the help page is made from the same table. */
export const KEYS = {
  play: [["play", "Space", "Space"], ["play", "K", "KeyK"], ["back5", "J", "KeyJ"], ["faster", "L", "KeyL"], ["playfocus", "P", "KeyP"], ["loop", "⇧ P", "KeyP", "shift"], ["fullscreen", "F", "KeyF"], ["mute", "M", "KeyM"], ["boxes", "T", "KeyT"]],
  move: [["back1", "←", "ArrowLeft"], ["ahead1", "→", "ArrowRight"], ["back10", "⇧ ←", "ArrowLeft", "shift"], ["ahead10", "⇧ →", "ArrowRight", "shift"], ["backmin", "PgUp", "PageUp"], ["aheadmin", "PgDn", "PageDown"], ["tostart", "Home", "Home"], ["toend", "End", "End"], ["frameback", ",", "Comma"], ["frameahead", ".", "Period"], ["cutback", "Alt ←", "ArrowLeft", "alt"], ["cutahead", "Alt →", "ArrowRight", "alt"], ["follow", "W", "KeyW"],
    ["previous", "↑", "ArrowUp"], ["next", "↓", "ArrowDown"], ["nextopen", "U", "KeyU"], ["previousopen", "⇧ U", "KeyU", "shift"], ["gotime", "G", "KeyG"], ["fit", "Z", "KeyZ"], ["zoomin", "+", "Equal"], ["zoomout", "−", "Minus"]],
  decide: [["accept", "Enter", "Enter"], ["accept", "A", "KeyA"], ["reject", "X", "KeyX"], ["rejectwhy", "⇧ X", "KeyX", "shift"], ["alternative", "1–9", "Digit"], ["other", "0", "Digit0"], ["skip", "S", "KeyS"], ["skip", "D", "KeyD"], ["above", "⇧ A", "KeyA", "shift"], ["undo", "Ctrl Z", "KeyZ", "ctrl"], ["redo", "Ctrl ⇧ Z", "KeyZ", "ctrl shift"], ["redo", "Ctrl Y", "KeyY", "ctrl"]],
  shape: [["setstart", "I", "KeyI"], ["setend", "O", "KeyO"], ["edgestart", "[", "BracketLeft"], ["edgeend", "]", "BracketRight"], ["split", "B", "KeyB"], ["join", "⇧ B", "KeyB", "shift"], ["create", "C", "KeyC"], ["removeown", "Del", "Delete"], ["snap", "N", "KeyN"], ["saved", "Ctrl S", "KeyS", "ctrl"], ["publish", "Ctrl Enter", "Enter", "ctrl"], ["help", "?", "Slash", "shift"]],
};

// Keys that write a character; they can be switched off.
const SINGLE = /^(Key|Digit|Numpad|Comma|Period|Bracket|Slash|Equal|Minus)/;
const ALL = Object.values(KEYS).flat();

/** The action that a key press means, or "" where it belongs to something else. */
export function actionOf(event) {
  // An input method composes in fields only; elsewhere its key presses carry the key's place, which is what counts.
  if ((event.altKey && !/^Arrow(Left|Right)$/.test(event.code)) || event.target.closest?.(WITHIN_FIELDS)) return "";
  const ctrl = event.ctrlKey || event.metaKey;
  const own = event.target.closest?.("button, a, summary, [role=slider], [role=option], [role=gridcell]");
  if (own && (event.code === "Space" || event.code === "Enter") && !ctrl) return "";
  if (own?.matches("[role=slider]") && event.code.startsWith("Arrow")) return "";
  if (!ctrl && !keysOn() && SINGLE.test(event.code)) return "";
  if (/^(Digit|Numpad)[1-9]$/.test(event.code) && !ctrl && !event.shiftKey) return `alternative${event.code.at(-1)}`;
  const wanted = (event.altKey ? "alt " : "") + (ctrl ? "ctrl " : "") + (event.shiftKey ? "shift" : "");
  const other = remapped(), plain = wanted.trim() === "" && Object.keys(other).find((action) => other[action] === event.code);
  if (plain) return plain;
  const found = ALL.find(([action, , code, how = ""]) => code === event.code && how === wanted.trim() && !(how === "" && SINGLE.test(code) && action in other));
  return found ? found[0] : "";
}

/** Actions whose single key somebody chose otherwise: action -> code. */
export function remapped() {
  try { return JSON.parse(localStorage.getItem("ff-keymap")) ?? {}; } catch { return {}; }
}

/** Give an action another key, or its own again (""). */
export function remap(action, code) {
  const { [action]: _, ...others } = remapped();
  // One key does one thing: who had it before goes back to its own.
  const kept = Object.fromEntries(Object.entries(others).filter(([, one]) => one !== code));
  try { localStorage.setItem("ff-keymap", JSON.stringify(code ? { ...kept, [action]: code } : kept)); } catch { /* storage may be forbidden */ }
}

export const canBe = (code) => SINGLE.test(code);

/** Actions with a single key of their own, as [action, key, code]. */
export const SINGLES = ALL.filter(([action, , code, how = ""], k) => how === "" && SINGLE.test(code) && !code.startsWith("Digit") && ALL.findIndex(([name, , other]) => name === action && SINGLE.test(other)) === k);

/** The key to show for an action. */
export const keyFor = (action) => ALL.find(([name]) => name === action)?.[1] ?? "";
