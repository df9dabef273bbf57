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

/* One soft tone with the warning and when time is up, for whoever wants it: off unless it is switched on. */
let sounding = null;
const wantsTone = () => { try { return window.localStorage.getItem("fc-tone") === "on"; } catch { return toneHere; } };
let toneHere = false;

function tone(high) {
  if (!wantsTone() || !window.AudioContext) return;
  sounding = sounding || new AudioContext();
  const from = sounding.currentTime, voice = sounding.createOscillator(), volume = sounding.createGain();
  voice.frequency.value = high;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(0.08, from + 0.05);
  volume.gain.linearRampToValueAtTime(0, from + 0.5);
  voice.connect(volume).connect(sounding.destination);
  voice.start(from);
  voice.stop(from + 0.5);
}

/* The switch in the keys' menu; switching it on lets the tone be heard once. */
export function toneChooser(choice) {
  const box = choice.querySelector("input");
  choice.hidden = false;
  box.checked = wantsTone();
  box.addEventListener("change", () => {
    toneHere = box.checked;
    try { window.localStorage.setItem("fc-tone", box.checked ? "on" : "off"); } catch { /* it lasts for this page */ }
    if (box.checked) tone(440);
  });
}

/* The start, each warning once, time up, then every half minute: always, since the clock itself is silent. */
export function thresholds(turn, look, marks) {
  if (turn.turn_id !== lastTurn) { lastTurn = turn.turn_id; spoken = new Set(); }
  if (!turn.clock.ticking || turn.clock.limit_ms === null) return;
  const left = turn.clock.limit_ms - look.elapsed;
  for (const mark of marks) {
    if (left > mark) spoken.delete(mark);
    else if (left > Math.max(mark - 4000, 0) && !spoken.has(mark)) { spoken.add(mark); announce(`${mark / 1000} seconds left`); if (mark === turn.clock.warn_ms) tone(440); }
  }
  const over = left > 0 ? null : `over ${Math.floor(-left / 30000)}`;
  if (over && !spoken.has(over)) { if (over === "over 0") tone(330); spoken.add(over); announce(left > -30000 ? `Time is up for ${turn.name}` : `Time is up for ${turn.name}, ${say.digits(-left)} over`); }
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
