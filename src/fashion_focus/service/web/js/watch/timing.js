// Which card is up at a time: by the player's own clock, never by the arrival of a message.
const LEAST_S = 4, BRIDGE_S = 3;

/** A show on the clock of a player that is `by` seconds ahead of it. */
export function shifted(show, by) {
  if (!by || show.live) return show;
  const at = (time) => Math.max(0, time + by);
  return {
    ...show, duration: at(show.duration), focuses: show.focuses.map((focus) => ({ ...focus, start: at(focus.start), end: at(focus.end) })),
    products: show.products.map((product) => ({ ...product, starts: product.starts.map(at) })),
  };
}

/** Focuses with gaps of one product closed where they are short, in order of time. */
export function bridged(focuses) {
  const rows = [];
  for (const focus of [...focuses].sort((a, b) => a.start - b.start)) {
    const last = rows.findLast((row) => row.product_id === focus.product_id);
    if (last && focus.start - last.end < BRIDGE_S) last.end = Math.max(last.end, focus.end);
    else rows.push({ ...focus });
  }
  return rows;
}

/** Focuses at a time, the one that is explained first: running ones before those that linger, the newest first. */
export function focusesAt(rows, time, linger = 2) {
  const up = rows.filter((row) => row.start <= time && time < Math.max(row.end + linger, row.start + LEAST_S));
  return up.sort((a, b) => (time < b.end) - (time < a.end) || b.start - a.start);
}

/** The next focus after a time. */
export const nextAfter = (rows, time) => rows.find((row) => row.start > time);

/** The pin that the shown picture calls for: the newest that is not younger than it; without a date, the newest. */
export function pinAt(pins, shown) {
  return pins.findLast((pin) => Number.isNaN(shown) || !pin.date || Date.parse(pin.date) <= shown) ?? null;
}
