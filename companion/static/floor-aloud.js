/* What the chair's page says aloud to those who listen: thresholds once, hands in digests of four seconds, and as little as is wanted. */
import { announce } from "./companion.js";
import * as say from "./floor-words.js";

const PAUSE_MS = 4000;
let spoken = new Set();
let lastTurn = null;
let lastDigest = -Infinity;
let waitingToTell = 0;
let timer = null;

function wanted() {
  try { return window.localStorage.getItem("fc-aloud") || "all"; } catch { return "all"; }
}

/* The chooser in the keys' menu. */
export function aloudChooser(choice) {
  const select = choice.querySelector("select");
  choice.hidden = false;
  select.value = wanted();
  select.addEventListener("change", () => {
    try { window.localStorage.setItem("fc-aloud", select.value); } catch { /* it lasts for this page */ }
  });
}

/* The start, each warning once, time up, then every half minute: always, since the clock itself is silent. */
export function thresholds(turn, look) {
  if (turn.turn_id !== lastTurn) { lastTurn = turn.turn_id; spoken = new Set(); }
  if (!turn.clock.ticking || turn.clock.limit_ms === null) return;
  const left = turn.clock.limit_ms - look.elapsed;
  for (const mark of [60000, 30000, 10000]) {
    if (left > mark) spoken.delete(mark);
    else if (left > mark - 4000 && !spoken.has(mark)) { spoken.add(mark); announce(`${mark / 1000} seconds left`); }
  }
  const over = left > 0 ? null : `over ${Math.floor(-left / 30000)}`;
  if (over && !spoken.has(over)) { spoken.add(over); announce(left > -30000 ? `Time is up for ${turn.name}` : `Time is up for ${turn.name}, ${say.digits(-left)} over`); }
}

/* A change of the frame. The first hand of an empty queue is told at once, all others together, at most every four seconds. */
export function tell(before, now) {
  const level = wanted();
  if (level === "off") return;
  if (level === "all" && now.now && (!before.now || before.now.turn_id !== now.now.turn_id)) announce(`${now.now.name} has the floor`);
  if (now.called && now.called.is_ready && !(before.called && before.called.is_ready)) announce(`${now.called.name} is ready`);
  const known = new Set(before.queue.map((row) => row.id));
  const fresh = now.queue.filter((row) => !known.has(row.id));
  if (!fresh.length) return;
  const sinceLast = performance.now() - lastDigest;
  if (level === "all" && !before.queue.length && sinceLast >= PAUSE_MS && timer === null) {
    lastDigest = performance.now();
    announce(`${fresh[0].name}${fresh[0].landlord ? `, ${fresh[0].landlord}` : ""}, asks to speak. ${now.queue.length} waiting`);
    return;
  }
  waitingToTell += fresh.length;
  if (timer !== null) return;
  timer = window.setTimeout(digest, sinceLast < PAUSE_MS ? PAUSE_MS - sinceLast : PAUSE_MS);
}

let queueLength = () => 0;
export function countsFrom(read) { queueLength = read; }

function digest() {
  timer = null;
  lastDigest = performance.now();
  announce(`${waitingToTell} more ${waitingToTell === 1 ? "hand" : "hands"}, ${queueLength()} waiting`);
  waitingToTell = 0;
}
