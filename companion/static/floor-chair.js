/* The chair's page, kept as things stand: every step is a form of the page; this sends it, redraws, and listens to keys. */
import { announce, closeMenu } from "./companion.js";
import * as say from "./floor-words.js";
import { Link, send } from "./floor-link.js";
import { drawEstimate, drawFlag } from "./floor-flags.js";
import { backEarly, drawInterests, fetchConcerns, freshAsks } from "./floor-interests.js";
import { aloudChooser, countsFrom, tell, thresholds, toneChooser } from "./floor-aloud.js";
import { drawNews, finder, speak, watchCase, watchFeeds } from "./floor-news.js";
import { keysOf } from "./floor-keys.js";
import { Notes } from "./floor-notes.js";
import { drawRows, drawWaits } from "./floor-rows.js";

const settings = document.getElementById("floor").dataset;
let frame = JSON.parse(document.getElementById("frame").textContent);
const notes = new Notes(settings.notes, () => { drawQueue(); drawHeld(); });
let linkState = "live";
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => { if (element) element.hidden = !on; };
const { first } = say;

/* Drawing */

function draw(next) {
  const before = frame;
  frame = next;
  drawNow();
  drawNext();
  drawItem();
  drawQueue();
  drawUndo();
  drawTray();
  drawHeld();
  drawInterests(frame, settings.me);
  drawNews(frame);
  tick();
  tell(before, next);
  askForInterests(freshAsks(before, next));
  for (const words of backEarly(before, next)) { announce(words); tellPerson(words); }
}

/* A long name is written smaller, so that the buttons below it stay where they are. */
function sayName(element, name) {
  say.setText(element, name);
  element.toggleAttribute("data-long", name.length > 30);
}

function drawNow() {
  const now = frame.now || frame.called;
  const block = at("now");
  const live = linkState === "live";
  say.setText(at("now-tag"), !live ? `Last seen ${say.timeOfDay(link.lastSeen || frame.now_ms, { second: "2-digit" })}` : frame.now ? "Now speaking" : frame.called ? "Called" : "The floor");
  sayName(part(block, "who"), now ? now.name : say.STATES[frame.state]);
  const of = part(block, "of");
  show(part(block, "who"), live);
  show(of, live);
  of.replaceChildren();
  if (now && live) {
    of.append(now.landlord);
    const rest = document.createElement("span");
    rest.className = "not-strip";
    rest.textContent = (now.landlord ? " · " : "") + say.turnsBefore(now.turns_before);
    of.append(rest);
  }
  show(part(block, "ready"), Boolean(live && !frame.now && frame.called && frame.called.is_ready));
  const words = at("lost-words");
  show(words, !live);
  if (!live) say.setText(words, `The clock is hidden because it may be wrong.${now ? ` ${now.name} ${frame.now ? "was speaking" : "was called"} then.` : ""}`);
  show(at("now-clock"), Boolean(now) || !live);
  const state = !live ? "lost" : frame.now ? (frame.now.clock.state === "paused" ? "paused" : "running")
    : frame.called ? "called" : frame.state === "lobby" ? "lobby" : frame.state === "paused" ? "break" : frame.state === "ended" ? "over" : "none";
  for (const one of document.querySelectorAll(".a-undo [data-when]")) show(one, one.dataset.when.split(" ").includes(frame.state));
  for (const one of at("now-acts").children) show(one, one.dataset.when.split(" ").includes(state));
}

function drawNext() {
  const panel = at("next");
  const then = frame.now && frame.called;
  document.body.classList.toggle("has-called", Boolean(then));
  const up = then || frame.next;
  say.setText(at("next-tag"), then ? "Called, then" : "Next");
  sayName(part(panel, "who"), up ? up.name : "Nobody is waiting");
  const of = part(panel, "of");
  of.replaceChildren();
  if (up) {
    of.append(up.landlord);
    const rest = document.createElement("span");
    rest.className = "not-strip";
    rest.textContent = (up.landlord ? " · " : "") + say.kind(up.kind)[1].toLowerCase();
    of.append(rest);
  } else of.append("Hands appear here, or add one.");
  show(part(panel, "ready"), Boolean(then && then.is_ready));
  const why = !then && frame.next ? frame.next.why : [];
  show(part(panel, "why"), why.length > 0);
  say.setText(part(panel, "reason"), why[0] || "");
  say.setText(part(panel, "reasons"), why.slice(1).map((reason) => ` · ${reason}`).join(""));
  for (const one of panel.querySelectorAll("[data-when]")) {
    show(one, one.dataset.when === "then" ? Boolean(then) : Boolean(!then && frame.next));
  }
  if (frame.next) {
    const form = panel.querySelector('[data-when="next"] form');
    form.elements.request_id.value = frame.next.id;
    say.setText(part(form, "first"), ` ${first(frame.next.name)}`);
    disable(form.querySelector("button"), frame.called !== null || frame.state !== "live");
  }
  for (const form of document.querySelectorAll('form[data-act="start"]')) {
    form.elements.despite_limit.value = say.despite(frame.called) ? "yes" : "";
    say.setText(part(form, "label"), say.startWords(frame.called));
  }
  const others = !then && frame.queue.length > 1;
  show(at("other"), others);
  show(document.querySelector('[data-opens="other"]'), others);
  options(at("other-who"), frame.queue.filter((row) => !row.next).map((row) => [row.id, row.landlord ? `${row.name}, ${row.landlord}` : row.name]));
}

function drawItem() {
  const panel = document.querySelector(".a-item");
  say.setText(part(panel, "item-words"), say.itemWords(frame.item, frame.list));
  if (frame.item) say.setText(part(panel, "item-title"), frame.item.title);
  show(at("list-close"), frame.list.open);
  show(at("list-open"), !frame.list.open);
  const isOver = frame.state === "ended";
  for (const one of document.querySelectorAll("[data-list]")) show(one, (one.dataset.list === "open") === frame.list.open && !isOver);
  for (const one of document.querySelectorAll("[data-item]")) show(one, (one.dataset.item === "taken" ? frame.now : !frame.now && (frame.item || frame.next_item)) && !isOver);
  say.setText(document.querySelector('[data-item="free"] [data-label]'), say.nextItemWords(frame));
  show(at("list-words"), !isOver && (!frame.list.open || frame.list.places !== null));
  say.setText(at("list-words"), say.listWords(frame.list));
  say.setText(at("next-item").querySelector("[data-label]"), say.nextItemWords(frame));
  show(at("item-acts"), !isOver);
  show(at("add"), !isOver);
  show(at("while-open"), !isOver);
  show(at("next-plain"), !frame.now && Boolean(frame.item || frame.next_item));
  show(at("next-ask"), Boolean(frame.now));
  show(at("budget"), Boolean(frame.item && frame.item.budget_ms));
  say.setText(part(panel, "heard"), say.heard(frame));
  say.setText(part(panel, "unheard"), say.unheard(frame));
  drawPips();
  drawEstimate(frame);
}

function drawPips() {
  const space = "http://www.w3.org/2000/svg";
  const { heard, waiting, silent } = frame.heard;
  const svg = at("pips").querySelector("svg");
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${(heard + waiting + silent) * 18 + 4} 24`);
  const dot = (name, index, r) => {
    const circle = document.createElementNS(space, "circle");
    for (const [key, value] of Object.entries({ class: name, cx: 10 + index * 18, cy: 12, r })) circle.setAttribute(key, value);
    svg.append(circle);
  };
  for (let n = 0; n < heard + waiting + silent; n += 1) {
    if (n < heard) dot("in", n, 7);
    else if (n < heard + waiting) { dot("up", n, 7); dot("dot", n, 2.6); } else dot("not", n, 6);
  }
}

function drawQueue() {
  drawRows(at("queue"), frame.queue, at("row"), fillRow);
  say.setText(at("queue-title"), say.waiting(frame.queue.length));
  show(at("queue-empty"), frame.queue.length === 0 && frame.state !== "ended");
}

function fillRow(element, row) {
  element.id = `r-${row.id}`;
  element.classList.toggle("is-next", row.next);
  element.classList.toggle("is-away", row.marks.includes("away"));
  say.setText(element.querySelector(".pos"), String(row.pos));
  say.setText(part(element, "name"), row.name);
  say.setText(part(element, "landlord"), row.landlord);
  const [iconName, kindWord] = say.kind(row.kind);
  if (element.dataset.kind !== row.kind) { part(element, "kind-icon").replaceChildren(say.icon(iconName)); element.dataset.kind = row.kind; }
  say.setText(part(element, "kind"), kindWord);
  say.setText(part(element, "source"), say.source(row.sources));
  say.setText(part(element, "had"), say.had(row.turns, row.spent_ms));
  say.setText(part(element, "more"), `More for ${row.name}`);
  const marks = part(element, "marks");
  const wanted = say.marks(row);
  if (marks.dataset.shown !== JSON.stringify(wanted)) {
    marks.dataset.shown = JSON.stringify(wanted);
    marks.replaceChildren(...wanted.map(([kind, words]) => {
      const mark = document.createElement("span");
      mark.className = kind ? `mark mark-${kind}` : "mark";
      mark.textContent = words;
      return mark;
    }));
  }
  show(element.querySelector('[data-only="moved"]'), row.marks.includes("moved"));
  show(element.querySelector('[data-only="point_of_order"]'), row.kind === "point_of_order");
  const note = notes.of(row.id);
  show(part(element, "note"), Boolean(note));
  say.setText(part(element, "note"), note ? `Note to you: “${note}”` : "");
}

function drawUndo() {
  show(at("undo"), Boolean(frame.undo));
  show(at("everyone"), Boolean(frame.undo && frame.undo.everyone));
  show(at("redo"), Boolean(frame.undo && frame.undo.redo));
}

/* The steward who has taken the chair over, and what is to be read out for whoever has the floor. */
function drawHeld() {
  show(at("held"), Boolean(frame.held));
  if (frame.held) say.setText(part(at("held"), "words"), `${frame.held.name} has the chair since ${say.timeOfDay(frame.held.since_ms)}.`);
  const now = frame.now || frame.called;
  const words = now && now.kind === "read_out" ? notes.of(now.request_id) : "";
  show(at("read-out"), Boolean(words) && linkState === "live");
  if (words) say.setText(at("read-out"), `Please read out: “${words}”`);
}

function drawTray() {
  show(at("tray"), frame.tray.length > 0 && frame.state !== "ended");
  if (!frame.tray.length) return;
  say.setText(part(at("tray"), "late"), frame.tray[0].name + (frame.tray.length > 1 ? ` and ${frame.tray.length - 1} more` : ""));
  for (const input of at("tray").querySelectorAll('input[name="tray_seq"]')) input.value = frame.tray[0].seq;
}

function options(select, pairs) {
  const key = JSON.stringify(pairs);
  if (select.dataset.shown === key || document.activeElement === select) return;
  const chosen = select.value;
  select.dataset.shown = key;
  select.replaceChildren(...pairs.map(([value, words]) => new Option(words, value, false, value === chosen)));
}

function disable(button, off) {
  if (off) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

/* The clock: from the frame and the server's time, four times a second; never by counting. */
function tick() {
  const domain = link.time.now();
  const later = domain === null ? 0 : domain - frame.now_ms;
  const turn = frame.now || frame.called;
  drawFlag(frame, linkState === "live" ? frame.now_ms + later : null);
  if (linkState !== "live") {
    say.drawClock(at("now"), say.UNKNOWN);
    document.title = "Reconnecting · Chair";
    show(at("says"), false);
    say.setText(at("undo-words"), "Nothing is lost. What you press now is kept and sent once.");
    return;
  }
  const look = turn && say.face(turn.clock, later);
  if (look) say.drawClock(at("now"), look);
  else if (at("now").dataset.state !== "ready") at("now").dataset.state = "ready";
  document.title = look ? `${look.digits} ${look.word} · ${turn.name} · Chair` : "Chair";
  const over = Boolean(look && look.state === "over");
  show(at("says"), over);
  const also = frame.also[0];
  show(at("also"), Boolean(also));
  if (also) say.setText(at("also"), `Also speaking: ${also.name}, ${say.face(also.clock, later).digits}`);
  if (over) speak(at("says"), turn.name);
  const left = turn ? say.landlordLeft(turn, later) : "";
  show(at("landlord-left"), Boolean(left));
  say.setText(at("landlord-left"), left);
  drawWaits(at("queue"), frame.queue, frame.now_ms + later, say.minutes);
  drawBudget(later);
  const words = frame.undo ? `${frame.undo.words}, ${say.ago(frame.now_ms + later - frame.undo.at_ms)}` : "Nothing to undo yet";
  if (!at("undo-words").dataset.trying) say.setText(at("undo-words"), words);
  if (look) thresholds(turn, look, frame.limits.warn.split(", ").map((seconds) => Number(seconds) * 1000).filter(Boolean));
}

function drawBudget(later) {
  const item = frame.item;
  if (!item || !item.budget_ms) return;
  const spent = item.spent_ms + (item.ticking ? Math.max(later, 0) : 0);
  const budget = at("budget");
  budget.querySelector("rect").setAttribute("width", Math.min((spent * 100) / item.budget_ms, 100));
  budget.querySelector("svg").setAttribute("aria-label", `${say.digits(spent)} of ${say.digits(item.budget_ms)} used`);
  say.setText(part(budget, "left"), spent > item.budget_ms ? `${say.digits(spent - item.budget_ms)} over` : `${say.digits(item.budget_ms - spent)} left`);
  say.setText(part(budget, "budget"), `of ${say.digits(item.budget_ms)}`);
}

function tellPerson(words) {
  const line = at("said");
  line.hidden = false;
  line.textContent = words;
  window.clearTimeout(tellPerson.timer);
  tellPerson.timer = window.setTimeout(() => { line.hidden = true; }, 7000);
}

/* Steps */

const GUARD_MS = 700; // End, Case and Interest never follow one another by a slip of the finger
let lastGuarded = -Infinity;
let sending = Promise.resolve();

document.addEventListener("submit", (submit) => {
  const form = submit.target;
  if (!form.dataset.act) return;
  submit.preventDefault();
  const button = submit.submitter || form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") { tellPerson(frame.called ? "Somebody has been called already. Start their turn or skip them first." : "That is not possible now."); return; }
  if (linkState !== "live" && (button.hasAttribute("data-lock") || form.querySelector("[data-lock]"))) { tellPerson("Locked until we are connected again: the order may have changed."); return; }
  if (button.hasAttribute("data-guard")) {
    if (performance.now() - lastGuarded < GUARD_MS) return;
    lastGuarded = performance.now();
  }
  const body = new FormData(form); // as it is now: the next frame may fill the form anew
  body.set("seen", String(frame.seq));
  if (submit.submitter && submit.submitter.name) body.set(submit.submitter.name, submit.submitter.value);
  const reopen = form.closest("#session, #words") ? () => {} : closeMenu(form);
  sending = sending.then(() => step(form, body, reopen));
});

async function step(form, body, reopen) {
  const words = at("undo-words");
  const result = await send(settings.page, body, { onTrying() { words.dataset.trying = "yes"; words.textContent = "Not saved, trying again"; } });
  delete words.dataset.trying;
  if (result.refused) { reopen(); tellPerson(result.refused); return; }
  link.take(result.frame);
  after(form, body);
}

function after(form, body) {
  if (form.dataset.act === "add" && form.elements.who.value === body.get("who")) form.reset(); // else the next name is being typed
  if (["up", "down"].includes(form.dataset.act)) {
    const row = frame.queue.find((one) => one.id === form.elements.request_id.value);
    if (row) announce(`Moved to ${row.pos} of ${frame.queue.length}`);
  }
}

at("add").addEventListener("toggle", () => { if (at("add").open) at("add-who").focus(); });

/* The link */

const link = new Link({
  ticketUrl: settings.ticket,
  stateUrl: settings.state,
  onFrame(next) { draw(next); notes.follow(next); },
  onState(state) {
    linkState = state === "live" ? "live" : "lost";
    say.drawLink(at("link-state"), state);
    at("link-state").classList.toggle("off", linkState === "lost");
    for (const one of document.querySelectorAll("[data-lock]")) disable(one, linkState === "lost");
    if (state === "refused") tellPerson("You are signed out. Reload the page to sign in again.");
    say.setText(at("alarm"), linkState === "lost" ? "Connection lost. We are trying again." : "");
    draw(frame);
  },
});

/* A declaration is said aloud at once; what it concerns is fetched, for whoever chairs. */
async function askForInterests(fresh) {
  for (const one of fresh) announce(`${one.who} declares an interest. ${one.is_now ? "In this item." : ""}`);
  if (fresh.length && await fetchConcerns(settings.concerns)) drawInterests(frame);
}

at("try-now").addEventListener("click", () => link.retryNow());
countsFrom(() => frame.queue.length);
aloudChooser(at("spoken-choice"));
toneChooser(at("tone-choice"));
watchCase(() => frame);
watchFeeds(settings.feeds);
finder();
keysOf({ isGuarded: () => performance.now() - lastGuarded < GUARD_MS, guard() { lastGuarded = performance.now(); } });
link.time.begins(frame);
link.lastSign = performance.now();
link.state = "live";
link.start(frame);
notes.follow(frame);
fetchConcerns(settings.concerns).then((found) => { if (found) drawInterests(frame); });
draw(frame);
document.body.dataset.ready = "yes";
window.setInterval(tick, 250);
