/* The registrant's page, kept as things stand. One frame for everybody; which request is mine only this page knows. */
import { announce, closeMenu } from "./companion.js";
import * as say from "./floor-words.js";
import { Link, send } from "./floor-link.js";
import { drawInterest, told } from "./floor-own-interest.js";

const settings = document.getElementById("floor").dataset;
let frame = JSON.parse(document.getElementById("frame").textContent);
let own = frame.own;
let interests = frame.interests;
let tokens = frame.own_tokens || [];
let receipt = frame.receipt || [];
let wasInvited = false;
let linkState = "live";
let lastPlace = place();
let placeSaidAt = -Infinity;
let asking = null;
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => { if (element) element.hidden = !on; };

function place() { return own ? frame.queue.indexOf(own.id) + 1 : 0; }
const isCalled = () => Boolean(own && frame.called === own.id);
const isInvited = () => !own && (frame.invited || []).some((mark) => tokens.includes(mark));
const isSpeaking = () => Boolean(own && frame.now && frame.now.request_id === own.id);

function draw() {
  const here = place();
  const called = isCalled();
  const speaking = isSpeaking();
  const waits = here > 0;
  show(at("summons"), called);
  if (called) {
    say.setText(part(at("summons"), "before"), frame.now ? `${frame.now.name} is finishing. ` : "");
    say.setText(part(at("summons"), "then"), frame.now ? "Then you have" : "You have");
    show(at("ready"), !own.is_ready);
    show(at("is-ready"), own.is_ready);
    say.setText(part(at("summons"), "limit"), spoken(frame.called_limit_ms));
  }
  show(at("item"), !waits && !called);
  const invited = isInvited();
  show(at("invited"), invited);
  if (invited && !wasInvited) announce("The chair asks whether you would like to come in.");
  wasInvited = invited;
  show(at("receipt"), !own && receipt.length > 0);
  say.setText(at("receipt"), receipt.join(" "));
  say.setText(part(at("item"), "item-words"), say.itemWords(frame.item, frame.list));
  say.setText(part(at("item"), "item-title"), frame.item ? frame.item.title : settings.title);
  show(at("place"), waits);
  if (!waits) show(at("back"), false);
  if (waits) {
    say.setText(part(at("place"), "place"), say.ordinal(here));
    say.setText(part(at("place"), "wait"), say.waitWords(frame, here));
    say.setText(part(at("place"), "asked"), say.timeOfDay(own.asked_at_ms));
  }
  show(at("now"), Boolean(frame.now) || linkState !== "live");
  if (!frame.now) say.setText(at("now-tag"), "The floor");
  if (frame.now) {
    say.setText(at("now-tag"), speaking ? "You have the floor" : "Speaking now");
    say.setText(part(at("now"), "name"), frame.now.name);
    say.setText(part(at("now"), "landlord"), frame.now.landlord ? `, ${frame.now.landlord}` : "");
  }
  show(at("floor-words"), !frame.now && linkState === "live");
  say.setText(at("floor-words").firstElementChild, `${say.STATES[frame.state]}.`);
  show(at("waiting"), !waits);
  const count = frame.queue.length;
  say.setText(part(at("waiting"), "count"), count === 0 ? "Nobody is waiting." : count === 1 ? "1 person is waiting." : `${count} people are waiting.`);
  say.setText(part(at("waiting"), "policy"), `${frame.policy.words}.`);
  const isOpen = frame.list.open && frame.state !== "ended";
  show(at("ask"), !waits && !called && !speaking && !(own && own.state === "blocked"));
  const button = at("ask").querySelector("button");
  if (isOpen && !asking) button.removeAttribute("aria-disabled"); else button.setAttribute("aria-disabled", "true");
  show(at("lower"), waits);
  show(at("later"), waits);
  const withHand = waits || called;
  show(at("about"), !speaking && (withHand || isOpen));
  show(at("kinds"), !withHand);
  at("about").querySelector("form").elements.step.value = withHand ? "about" : "ask";
  say.setText(part(at("about"), "label"), withHand ? "Save the note" : "Ask to speak about this");
  show(at("why-not"), !isOpen && !withHand && !speaking);
  say.setText(at("why-not"), frame.state === "ended" ? "The session is over. Send what you wanted to say in writing." : "The list is closed for this item. The chair opens it again for the next one.");
  drawInterest(frame, interests);
  show(at("lower"), waits || Boolean(own && own.state === "blocked"));
  say.setText(at("heading"), waits ? "Your place in the queue" : "Ask to speak");
  tick();
  tell(here, called);
}

/* What only my own page is told: the marks that are mine, and what became of my last request. */
function mine(next) {
  tokens = next.own_tokens || tokens;
  receipt = next.receipt || receipt;
}

function tick() {
  const domain = link.time.now();
  if (linkState !== "live") say.drawClock(at("now"), say.UNKNOWN);
  else if (frame.now) say.drawClock(at("now"), say.face(frame.now.clock, domain === null ? 0 : domain - frame.now_ms));
  ownTime(domain);
  const here = place();
  document.title = `${isCalled() ? "You’re next, unmute" : here ? `${say.ordinal(here)} in the queue` : "Ask to speak"} · ${settings.title}`;
}

/* Whoever speaks is told of the warning quietly, and that their time is up at once. */
let ownTold = "";
function ownTime(domain) {
  const look = linkState === "live" && isSpeaking() && frame.now.clock.limit_ms !== null && say.face(frame.now.clock, domain === null ? 0 : domain - frame.now_ms);
  const state = look ? look.state : "";
  if (state === ownTold) return;
  ownTold = state;
  if (state === "warning") announce(look.word);
  say.setText(at("alarm"), state === "over" ? "Your time is up. Please finish." : "");
}

/* My own place is said when it changes, at most every 20 seconds; being called is said by its own alert. */
function tell(here, called) {
  if (called && lastPlace !== "called" && navigator.vibrate && navigator.userActivation?.hasBeenActive) navigator.vibrate([200, 100, 200]);
  if (here && here !== lastPlace && performance.now() - placeSaidAt > 20000) {
    announce(`You are ${say.ordinal(here)}`);
    placeSaidAt = performance.now();
  }
  lastPlace = called ? "called" : here;
}

/* The connection dropped and is here again: the place was kept, and that is said before anybody wonders. */
function welcomeBack() {
  const here = place();
  if (!here) return;
  const words = `Welcome back. You’re still ${say.ordinal(here)}.`;
  say.setText(part(at("back"), "words"), words);
  show(at("back"), true);
  announce(words);
  placeSaidAt = performance.now();
  window.clearTimeout(welcomeBack.timer);
  welcomeBack.timer = window.setTimeout(() => show(at("back"), false), 20000);
}

function spoken(ms) {
  if (ms === null) return "the floor";
  const seconds = Math.floor(Math.max(ms, 0) / 1000);
  if (seconds && seconds % 60 === 0) return `${seconds / 60} ${seconds === 60 ? "minute" : "minutes"}`;
  return seconds < 60 ? `${seconds} seconds` : `${say.digits(ms)} minutes`;
}

function said(words) {
  const line = at("said");
  line.hidden = !words;
  say.setText(part(line, "words"), words || "");
}

document.addEventListener("submit", async (submit) => {
  const form = submit.target;
  if (!form.dataset.act) return;
  submit.preventDefault();
  const button = form.querySelector("button");
  if (asking || button.getAttribute("aria-disabled") === "true") return;
  asking = form.dataset.act;
  steps += 1;
  said("");
  button.setAttribute("aria-disabled", "true"); // at once: the finger is answered before the network is
  const body = new FormData(form);
  const reopen = ["about", "interest"].includes(form.dataset.act) ? closeMenu(form) : () => {};
  const result = await send(form.getAttribute("action"), body, { onTrying() { said("Not saved, trying again"); } });
  asking = null;
  steps += 1;
  button.removeAttribute("aria-disabled");
  if (result.refused) { reopen(); said(result.refused); announce(result.refused); draw(); return; }
  said("");
  own = result.frame.own;
  mine(result.frame);
  interests = result.frame.interests;
  if (form.dataset.act === "interest") { form.reset(); announce(told(result.frame, interests)?.words || ""); window.scrollTo(0, 0); }
  const newer = frame; // what the stream has brought meanwhile, and knows nothing of what is mine
  link.take(result.frame);
  if (result.frame.seq < newer.seq) mineMayHaveChanged(newer);
  else frame = result.frame;
  draw();
  if (form.dataset.act === "about") announce(own ? "Saved" : "");
  if (form.dataset.act === "ready" && own) announce("The chair sees that you’re ready.");
});

/* A hand raised elsewhere (the chat, the steward) is found by asking, seldom and not all at once. */
let askedAt = -Infinity;
let steps = 0;
function mineMayHaveChanged(next) {
  const others = (own && own.others) || [];
  if (others.includes(next.called)) own = { ...own, id: next.called, state: "called", is_ready: false, others: [own.id, ...others.filter((id) => id !== next.called)] };
  const gone = own && own.state === "waiting" && !next.queue.includes(own.id) && next.called !== own.id && !(next.now && next.now.request_id === own.id);
  const known = [...frame.queue, frame.called, frame.now && frame.now.request_id];
  const isNew = (id) => Boolean(id) && !known.includes(id);
  const pressing = !own && [next.called, next.now && next.now.request_id].some(isNew); // asked and called in one breath
  const fresh = pressing || (!own && next.queue.some(isNew));
  const answer = Boolean(told(next, interests)?.waits); // the chair may have answered
  if (!gone && !fresh && !answer) return;
  if (gone) own = null;
  askSoon(pressing);
}

function askSoon(pressing = false) {
  const wait = (pressing ? 0 : Math.max(askedAt + 10000 - performance.now(), 0)) + 300 + Math.random() * 2500;
  const due = performance.now() + wait;
  if (askSoon.due && askSoon.due <= due) return; // it is asked sooner already
  askSoon.due = due;
  window.clearTimeout(askSoon.timer);
  askSoon.timer = window.setTimeout(async () => {
    askSoon.due = 0;
    askedAt = performance.now();
    const before = steps;
    try {
      const answer = await fetch(settings.state, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const seen = answer.ok && await answer.json();
      if (!seen) return;
      // Read before a step of mine and here after it, it would take back what that step has brought.
      if (steps !== before) { askSoon(); return; }
      own = seen.own;
      interests = seen.interests;
      mine(seen);
      link.take(seen);
      draw();
    } catch { /* asked again with the next change */ }
  }, wait);
}

/* The chair may undo what became of my turn: then the same request speaks, is called or waits again. */
let hadTheFloor = null;
const isMyTurn = (next, request) => Boolean(next.now && next.now.request_id === request.id);
function broughtBack(next) {
  const { id } = hadTheFloor;
  if (isMyTurn(next, hadTheFloor)) return { ...hadTheFloor, state: "speaking" };
  if (next.called === id) return { ...hadTheFloor, state: "called", is_ready: false };
  return next.queue.includes(id) ? { ...hadTheFloor, state: "waiting", is_ready: false } : null;
}

/* After a turn there may be a hand of mine left: an access need stands beside an ordinary one. */
function ownLeft(next) {
  const left = (own.others || []).find((id) => next.queue.includes(id));
  return left ? { ...own, id: left, state: "waiting", is_ready: false, others: [] } : null;
}

const link = new Link({
  ticketUrl: settings.ticket,
  stateUrl: settings.state,
  onFrame(next) {
    if (next.interests !== undefined) interests = next.interests;
    mine(next);
    if (next.own !== undefined) own = next.own; else mineMayHaveChanged(next);
    frame = next;
    if (own && own.is_ready && next.called !== own.id) own = { ...own, is_ready: false }; // said for that call only
    if (own && own.state === "speaking" && !isMyTurn(next, own)) { hadTheFloor = own; own = ownLeft(next); }
    if (!own && hadTheFloor) own = broughtBack(next);
    if (own && isMyTurn(next, own)) own = { ...own, state: "speaking" };
    draw();
  },
  onState(state) {
    if (linkState === "lost" && state === "live") welcomeBack();
    linkState = state === "live" ? "live" : "lost";
    say.drawLink(at("link-state"), state);
    if (linkState === "lost") announce("Connection lost. Your place is kept.");
    draw();
  },
});

/* The script of the captions comes when somebody opens them: most never do, and their line is Zoom's. */
at("captions")?.addEventListener("toggle", async () => (await import("./floor-captions.js")).follow(at("captions")), { once: true });

link.time.begins(frame);
link.lastSign = performance.now();
link.state = "live";
link.start(frame);
draw();
document.body.dataset.ready = "yes";
window.setInterval(tick, 250);
