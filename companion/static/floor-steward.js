/* The steward's page. The inbox is the server's: it is fetched again when something in it changes, and never moves under
   a finger. The clock and the queue are drawn from the chair's frame. A hand is added by three letters and Enter. */
import { announce, closeMenu } from "./companion.js";
import { newest } from "./in-turn.js";
import * as say from "./floor-words.js";
import { Link, send } from "./floor-link.js";
import { handAdder } from "./floor-add.js";
import { showLetters } from "./floor-keys.js";
import { watchFeeds } from "./floor-news.js";
import { SingleKeys } from "./single-keys.js";
import { Notes } from "./floor-notes.js";
import { drawRows, drawWaits } from "./floor-rows.js";

const settings = document.getElementById("floor").dataset;
let frame = JSON.parse(document.getElementById("frame").textContent);
let linkState = "live";
const notes = new Notes(settings.notes, drawNotes);
let movedSeq = null;
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => { if (element) element.hidden = !on; };
const inbox = document.querySelector("[data-inbox]");

/* The floor */

function draw(next) {
  const before = frame;
  frame = next;
  const now = frame.now || frame.called;
  say.setText(at("now-tag"), frame.now ? "Now speaking" : frame.called ? "Called" : "The floor");
  say.setText(part(at("now"), "who"), now ? now.name : say.STATES[frame.state]);
  say.setText(part(at("now"), "of"), now ? now.landlord : "");
  show(part(at("now"), "ready"), Boolean(!frame.now && frame.called && frame.called.is_ready));
  show(at("now-clock"), Boolean(now) || linkState !== "live");
  drawQueue();
  drawNotes();
  say.setText(at("sq"), say.waiting(frame.queue.length));
  say.setText(at("policy-words"), frame.policy.words);
  const isOver = frame.state === "ended";
  show(at("queue-empty"), frame.queue.length === 0 && !isOver);
  for (const id of ["adding", "keys-hint"]) show(at(id), !isOver);
  show(at("undo"), Boolean(frame.undo));
  drawHeld();
  tick();
  if (signs(before) !== signs(frame)) lookSoon();
  tellOrder();
}

function drawHeld() {
  const held = frame.held;
  const mine = Boolean(held && held.person === settings.me);
  show(at("held"), Boolean(held));
  if (held) say.setText(part(at("held"), "words"), `${mine ? "You have" : `${held.name} has`} the chair since ${say.timeOfDay(held.since_ms)}.`);
  show(at("take"), !settings.chairs && !mine && frame.state !== "ended");
  show(at("give"), Boolean(held) && (mine || Boolean(settings.chairs)));
  say.setText(at("give").querySelector("[data-label]"), mine ? "Give the chair back" : "Take the chair back");
  show(at("to-chair"), Boolean(settings.chairs) || mine);
}

function drawQueue() {
  drawRows(at("queue"), frame.queue, at("row"), (element, row) => {
    say.setText(part(element, "pos"), String(row.pos));
    say.setText(part(element, "name"), row.name);
    say.setText(part(element, "landlord"), row.marks.includes("away") ? "Away, place kept" : row.landlord);
    say.setText(part(element, "more"), `More for ${row.name}`);
  });
}

/* What is to be read out for somebody, and what a hand is about. */
function drawNotes() {
  for (const element of at("queue").children) {
    const row = frame.queue.find((one) => one.id === element.dataset.id);
    const note = row && notes.of(row.id);
    show(part(element, "note"), Boolean(note));
    if (note) say.setText(part(element, "note"), row.kind === "read_out" ? `To read out: “${note}”` : `About: “${note}”`);
  }
  const now = frame.now || frame.called;
  const words = now && now.kind === "read_out" && now.request_id ? notes.of(now.request_id) : "";
  show(at("read-out"), Boolean(words));
  if (words) say.setText(at("read-out"), `Please read out: “${words}”`);
}

function tick() {
  const domain = link.time.now();
  const later = domain === null ? 0 : domain - frame.now_ms;
  const turn = frame.now || frame.called;
  if (linkState !== "live") say.drawClock(at("now"), say.UNKNOWN);
  else if (turn) say.drawClock(at("now"), say.face(turn.clock, later));
  else if (at("now").dataset.state !== "ready") at("now").dataset.state = "ready";
  drawWaits(at("queue"), frame.queue, frame.now_ms + later, say.minutes);
  for (const one of inbox.querySelectorAll("[data-since]")) say.setText(one, say.minutes(frame.now_ms + later - Number(one.dataset.since)));
  if (!at("undo-words").dataset.trying) say.setText(at("undo-words"), frame.undo ? `${frame.undo.words}, ${say.ago(frame.now_ms + later - frame.undo.at_ms)}` : "Nothing to undo yet");
}

/* Of a steward and a chair who move rows at once the chair wins: whoever moved first is told as well. */
function tellOrder() {
  const last = frame.arranged;
  if (movedSeq === null || !last || last.seq <= movedSeq || last.role === "steward") return;
  movedSeq = null;
  tellPerson("The chair has moved a row just after you. The order is now the chair’s.");
}

function tellPerson(words) {
  const line = at("said");
  line.hidden = false;
  line.textContent = words;
  window.clearTimeout(tellPerson.timer);
  tellPerson.timer = window.setTimeout(() => { line.hidden = true; }, 7000);
}

/* The inbox */

const signs = (one) => JSON.stringify([one.tray.map((hand) => hand.seq), one.suggested.map((chip) => chip.seq), one.item && one.item.id, one.queue.length, one.interests || null]);
const shape = (element) => element.textContent.replace(/\d+ min|just now/g, "").replace(/\s+/g, " ");
const ids = (element) => [...element.querySelectorAll(".inbox > li")].map((one) => one.id);
let fresh = null;
let lookTimer = null;
const looksInTurn = newest();

function lookSoon() {
  window.clearTimeout(lookTimer);
  lookTimer = window.setTimeout(look, 150);
}

async function look(now = false) {
  if (document.hidden && !now) return;
  const counts = looksInTurn();
  try {
    const page = await fetched(settings.own);
    const theirs = page && page.querySelector("[data-inbox]");
    if (!theirs || !counts()) return;
    const figures = document.querySelector("[data-door-figures] dl");
    figures.replaceWith(page.querySelector("[data-door-figures] dl"));
    if (shape(theirs) === shape(inbox)) { fresh = null; show(at("inbox-more"), false); return; }
    fresh = page;
    const busy = inbox.matches(":active") || (inbox.contains(document.activeElement) && document.activeElement.matches("a, button, input, select"));
    if (busy && !now) {
      const come = ids(theirs).filter((id) => !ids(inbox).includes(id)).length;
      const words = come === 0 ? "The inbox has changed: show it" : come === 1 ? "One more to answer: show it" : `${come} more to answer: show them`;
      if (at("inbox-more").hidden) announce(words);
      say.setText(at("inbox-more").querySelector("[data-words]"), words);
      show(at("inbox-more"), true);
    } else put();
  } catch { /* away for a moment: the next look tells */ }
}

/* The page as a document: fetch gives text, and no text may become a document where Trusted Types are required. */
function fetched(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? request.response : null);
    request.onerror = reject;
    request.send();
  });
}

function put() {
  const theirs = fresh.querySelector("[data-inbox]");
  const before = ids(inbox);
  const open = inbox.querySelector(".is-open");
  const hadFocus = inbox.contains(document.activeElement);
  inbox.replaceChildren(...theirs.childNodes);
  say.setText(at("ib"), fresh.getElementById("ib").textContent);
  document.title = fresh.title;
  fresh = null;
  show(at("inbox-more"), false);
  const same = open && document.getElementById(open.id);
  if (same) openTask(same, false);
  if (hadFocus) (same || inbox.querySelector(".is-open") || at("ib")).focus();
  const come = ids(inbox).filter((id) => !before.includes(id)).length;
  if (come) announce(`${come} more to answer`);
  for (const button of inbox.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try { await navigator.clipboard.writeText(source.textContent); announce(button.dataset.said); } catch { window.getSelection().selectAllChildren(source); }
    });
  }
}

function openTask(task, focus = true) {
  for (const one of inbox.querySelectorAll(".inbox > li")) one.classList.toggle("is-open", one === task);
  if (focus) { task.focus(); task.scrollIntoView({ block: "nearest" }); }
}

function step(by) {
  const tasks = [...inbox.querySelectorAll(".inbox > li")];
  if (!tasks.length) return;
  const here = tasks.findIndex((one) => one.classList.contains("is-open"));
  const isIn = tasks[here] && tasks[here].contains(document.activeElement);
  openTask(tasks[Math.min(Math.max(here + (isIn ? by : 0), 0), tasks.length - 1)]);
}

at("inbox-more").querySelector("button").addEventListener("click", () => { if (fresh) { put(); (inbox.querySelector(".inbox > li:last-child") || at("ib")).focus(); } });

/* Steps */

let sending = Promise.resolve();
document.addEventListener("submit", (submit) => {
  const form = submit.target;
  if (!("act" in form.dataset) && !("doorAnswer" in form.dataset)) return;
  submit.preventDefault();
  const body = new FormData(form);
  if (submit.submitter && submit.submitter.name) body.set(submit.submitter.name, submit.submitter.value);
  const hand = form.id === "add" ? adder.take(body) : null;
  if (form.id === "add" && !hand) return;
  if (!("act" in form.dataset)) { sending = sending.then(() => doorAnswer(form, body)); return; }
  const reopen = closeMenu(form);
  sending = sending.then(() => floorStep(form, body, reopen, hand));
});

async function floorStep(form, body, reopen, hand) {
  const words = at("undo-words");
  const before = frame;
  if (!body.has("seen")) body.set("seen", String(frame.seq));
  const result = await send(settings.page, body, { onTrying() { words.dataset.trying = "yes"; words.textContent = "Not saved, trying again"; } });
  delete words.dataset.trying;
  if (result.refused) {
    reopen();
    if (hand) hand.refused(result.refused); else tellPerson(result.refused);
    look(true);
    return;
  }
  const step = form.dataset.act;
  if (["up", "down", "defer"].includes(step) && result.frame.arranged) movedSeq = result.frame.arranged.seq;
  if (hand) hand.added(result.frame, before);
  link.take(result.frame);
  if (step === "take_chair") { window.location.assign(settings.page); return; }
  if (inbox.contains(form)) look(true);
  if (step === "stewards") announce("Set");
}

async function doorAnswer(form, body) {
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) tellPerson("Somebody else answered this a moment ago. Look at how it stands.");
    else announce("Noted");
  } catch { tellPerson("Not saved. Look whether you are connected, and press again."); }
  look(true);
}

/* Keys: single letters while nothing is typed; switched off where the chair's page says so. */
const keys = new SingleKeys("chair"); // the letters that this browser's chair has given to them
showLetters(keys);

document.addEventListener("keydown", (event) => {
  const key = keys.meant(event);
  if (key === null) return;
  if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); }
  else if (key === "a" && !at("adding").hidden) { event.preventDefault(); at("add-who").focus(); }
  else if (key === "u" && !at("undo").hidden) { event.preventDefault(); at("undo").querySelector("form").requestSubmit(); }
  else if (/^[1-4]$/.test(key)) {
    const answer = inbox.querySelector(`.inbox > .is-open [data-answer="${key}"]`);
    if (answer) { event.preventDefault(); answer.click(); }
  }
});

inbox.addEventListener("focusin", (event) => {
  const task = event.target.closest(".inbox > li");
  if (task && !task.classList.contains("is-open")) openTask(task, false);
});

/* The link */

const adder = handAdder(at("add"));
const link = new Link({
  ticketUrl: settings.ticket,
  stateUrl: settings.state,
  onFrame(next) { draw(next); notes.follow(next); },
  onState(state) {
    linkState = state === "live" ? "live" : "lost";
    say.drawLink(at("link-state"), state);
    if (state === "refused") tellPerson("You are signed out. Reload the page to sign in again.");
    say.setText(at("alarm"), linkState === "lost" ? "Connection lost. We are trying again." : "");
    draw(frame);
  },
});

link.time.begins(frame);
link.lastSign = performance.now();
link.state = "live";
link.start(frame);
watchFeeds(settings.feeds);
notes.follow(frame);
draw(frame);
document.body.dataset.ready = "yes";
window.setInterval(tick, 250);
window.setInterval(look, 5000);
