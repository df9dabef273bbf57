/* The stage, kept as things stand: at most one change a second, and never a running clock that may be wrong. */
import * as say from "./floor-words.js";
import { Link } from "./floor-link.js";

const settings = document.getElementById("floor").dataset;
let frame = JSON.parse(document.getElementById("frame").textContent);
let linkState = "live";
let waiting = null;
let drawnAt = -Infinity;
let isDark = false;
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);

function draw() {
  if (isDark) return;
  drawnAt = performance.now();
  waiting = null;
  const now = frame.now;
  say.setText(at("now-tag"), now ? "Speaking now" : "The floor");
  say.setText(part(at("now"), "name"), now ? now.name : say.STATES[frame.state]);
  say.setText(part(at("now"), "landlord"), now ? now.landlord : "");
  at("now-clock").hidden = !now && linkState === "live";
  document.querySelector("main").classList.toggle("counts-only", frame.mode === "counts");
  say.setText(at("next-tag"), frame.mode === "counts" ? "Waiting" : "Next");
  at("next").replaceChildren(...frame.next.map((one, index) => {
    const row = document.createElement("li");
    const place = Object.assign(document.createElement("span"), { className: "pos", textContent: String(index + 1) });
    const who = document.createElement("span");
    const name = Object.assign(document.createElement("b"), { textContent: one.name, dir: "auto" });
    name.dataset.fit = "";
    who.append(name);
    if (one.landlord) who.append(Object.assign(document.createElement("span"), { className: "ll", textContent: one.landlord, dir: "auto" }));
    row.append(place, who);
    return row;
  }));
  say.setText(at("more"), say.stageMore(frame));
  say.setText(document.querySelector("[data-item-title]"), frame.item ? frame.item.title : settings.title);
  for (const element of document.querySelectorAll("[data-ask]")) element.toggleAttribute("hidden", frame.state === "ended");
  say.setText(document.querySelector("[data-item-words]"), say.itemWords(frame.item, frame.list));
  fitAll();
  tick();
}

/* A long name is made smaller until it is whole, in whatever font this machine has; never under 4.5 % of the height. */
function fitAll() {
  for (const element of document.querySelectorAll("[data-fit]")) {
    let fit = 1;
    element.style.setProperty("--fit", "1");
    while (fit > 0.46 && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)) {
      fit -= 0.05;
      element.style.setProperty("--fit", fit.toFixed(2));
    }
  }
  growLines();
}

/* Two lines for each of the next; more for a name that they cut, as far as the column has room. */
function growLines() {
  const side = document.querySelector(".side");
  const names = [...at("next").querySelectorAll("b")];
  for (const name of names) name.style.setProperty("--lines", "2");
  for (const name of names) {
    for (let lines = 3; lines <= 6 && name.scrollHeight > name.clientHeight + 1; lines += 1) {
      name.style.setProperty("--lines", String(lines));
      if (side.scrollHeight <= side.clientHeight + 1) continue;
      name.style.setProperty("--lines", String(lines - 1));
      break;
    }
  }
}

function drawSoon() {
  if (waiting !== null) return;
  waiting = window.setTimeout(draw, Math.max(drawnAt + 1000 - performance.now(), 0));
}

function tick() {
  if (isDark) return;
  const domain = link.time.now();
  if (linkState !== "live") say.drawClock(at("now"), say.UNKNOWN);
  else if (frame.now) say.drawClock(at("now"), say.face(frame.now.clock, domain === null ? 0 : domain - frame.now_ms));
  else at("now").dataset.state = "ready";
}

/* The link has ended, or whoever opened this is signed out: nothing of the meeting stays on the screen. */
function goDark() {
  isDark = true;
  document.querySelector("main").remove();
  at("frame").remove();
  document.title = "The stage is dark";
  at("gone").hidden = false;
}

const link = new Link({
  ticketUrl: settings.ticket,
  stateUrl: settings.state,
  onFrame(next) { frame = next; drawSoon(); },
  onState(state) {
    if (isDark) return;
    if (state === "refused") { goDark(); return; }
    linkState = state === "live" ? "live" : "lost";
    draw();
  },
});

link.time.begins(frame);
link.lastSign = performance.now();
link.state = "live";
link.start(frame);
draw();
document.body.dataset.ready = "yes";
window.setInterval(tick, 250);
window.addEventListener("resize", fitAll);
if (document.fonts) document.fonts.ready.then(fitAll);
