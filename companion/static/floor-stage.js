/* The stage, kept as things stand: at most one change a second, and never a running clock that may be wrong. */
import * as say from "./floor-words.js";
import { Link } from "./floor-link.js";

const settings = document.getElementById("floor").dataset;
let frame = JSON.parse(document.getElementById("frame").textContent);
let linkState = "live";
let waiting = null;
let drawnAt = -Infinity;
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);

function draw() {
  drawnAt = performance.now();
  waiting = null;
  const now = frame.now;
  say.setText(at("now-tag"), now ? "Speaking now" : "The floor");
  say.setText(part(at("now"), "name"), now ? now.name : say.STATES[frame.state]);
  say.setText(part(at("now"), "landlord"), now ? now.landlord : "");
  at("now-clock").hidden = !now && linkState === "live";
  at("next").replaceChildren(...frame.next.map((one, index) => {
    const row = document.createElement("li");
    const place = Object.assign(document.createElement("span"), { className: "pos", textContent: String(index + 1) });
    const who = document.createElement("span");
    who.append(Object.assign(document.createElement("b"), { textContent: one.name }));
    if (one.landlord) who.append(Object.assign(document.createElement("span"), { className: "ll", textContent: one.landlord }));
    row.append(place, who);
    return row;
  }));
  at("nobody").hidden = frame.next.length > 0;
  if (frame.item) say.setText(document.querySelector("[data-item-title]"), frame.item.title);
  say.setText(document.querySelector("[data-item-words]"), say.itemWords(frame.item, frame.list));
  tick();
}

function drawSoon() {
  if (waiting !== null) return;
  waiting = window.setTimeout(draw, Math.max(drawnAt + 1000 - performance.now(), 0));
}

function tick() {
  const domain = link.time.now();
  if (linkState !== "live") say.drawClock(at("now"), say.UNKNOWN);
  else if (frame.now) say.drawClock(at("now"), say.face(frame.now.clock, domain === null ? 0 : domain - frame.now_ms));
  else at("now").dataset.state = "ready";
}

const link = new Link({
  ticketUrl: settings.ticket,
  stateUrl: settings.state,
  onFrame(next) { frame = next; drawSoon(); },
  onState(state) { linkState = state === "live" ? "live" : "lost"; draw(); },
});

link.time.heard({ real_ms: performance.now(), now_ms: frame.now_ms, rate: frame.rate });
link.lastSign = performance.now();
link.state = "live";
link.start(frame);
draw();
document.body.dataset.ready = "yes";
window.setInterval(tick, 250);
