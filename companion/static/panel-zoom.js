/* Zoom's client beside the chair's page: what it tells of hands, voices and people goes to the server in order, until it
   is there; a sign of life every few seconds says that hands reach us. The server decides what any of it means. */
import zoomSdk from "./zoom-appssdk.js";
import { announce } from "./companion.js";

const BEAT_MS = 10000;
const MOST_AT_ONCE = 100;
const MOST_KEPT = 5000;
const WAITS_MS = [1000, 2000, 4000, 8000];
const HEARS = ["onFeedbackReaction", "onRemoveFeedbackReaction"];
const CAPABILITIES = [
  "getAppContext", "getUserContext", "getMeetingParticipants", "getWaitingRoomParticipants", "admitParticipantFromWaitingRoom",
  "putParticipantToWaitingRoom", "removeParticipant", "startRTMS", "getRTMSStatus", ...HEARS, "onActiveSpeakerChange",
  "onParticipantChange", "onWaitingRoomParticipantJoin", "onWaitingRoomParticipantLeave", "onMyUserContextChange", "onMeeting",
];

const settings = document.getElementById("panel-zoom").dataset;
const line = document.getElementById("zoom-hands");
const say = (element, words) => { if (element && element.textContent !== words) element.textContent = words; };

/* What waits to be sent, oldest first; what the server could not take yet (a closed list) is told again later. */
const waiting = [];
const held = new Map();
const names = new Map();
const others = new Set();   // who shows another reaction over their hand: the next thing taken away is that one
const moments = new Map();  // how much one person did within one of Zoom's whole seconds
let can = new Set();
let failures = 0;
let timer = 0;
let isSending = false;
let begins = true;

function tell(kind, person, at = null) {
  const who = person && person.participantUUID;
  if (!who) return;
  if (person.screenName) names.set(who, person.screenName);
  const moment = `${who} ${at}`;
  const nth = at === null ? 0 : moments.get(moment) || 0;
  if (at !== null) { moments.set(moment, nth + 1); if (moments.size > MOST_KEPT) moments.delete(moments.keys().next().value); }
  waiting.push({ kind, who, at, name: names.get(who) || "", nth });
  if (waiting.length > MOST_KEPT) waiting.shift();
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  window.clearTimeout(timer);
  const claims = waiting.slice(0, MOST_AT_ONCE);
  let after = BEAT_MS;
  try {
    const body = JSON.stringify({ begins, hears_hands: HEARS.every((name) => can.has(name)), claims });
    const answer = await post(settings.heard, body, "application/json");
    if ([401, 404, 409].includes(answer.status) || answer.redirected) { window.location.replace(settings.home); return; }
    if (answer.status === 422) throw Object.assign(new Error("refused"), { claims: claims.length });
    if (!answer.ok) throw new Error("busy");
    const said = await answer.json();
    begins = false;
    failures = 0;
    waiting.splice(0, claims.length);
    claims.forEach((claim, number) => {
      if (claim.kind === "down") held.delete(claim.who);
      else if (said.held.includes(number)) held.set(claim.who, claim);
      else if (claim.kind === "up") held.delete(claim.who);
    });
    if (waiting.length) after = 0;
  } catch (error) {
    if (error.claims) waiting.splice(0, error.claims); // it would be refused for ever, and hold up what comes after
    after = WAITS_MS[Math.min(failures, 3)];
    failures += 1;
  } finally { isSending = false; }
  draw();
  timer = window.setTimeout(send, after);
}

export function post(url, body, type) {
  const headers = { Accept: "application/json", "X-CSRFToken": settings.token };
  if (type) headers["Content-Type"] = type;
  return fetch(url, { method: "POST", body, headers, credentials: "same-origin" });
}

/* Whether Zoom's hands reach us: Zoom tells us of them, and what it tells gets through. */
function draw() {
  const hears = HEARS.every((name) => can.has(name));
  const on = hears && failures < 2;
  const before = line.dataset.state;
  line.dataset.state = on ? "on" : "off";
  line.classList.toggle("off", !on);
  say(line.querySelector("[data-words]"), on ? "Zoom hands: on" : hears ? "Zoom hands: not getting through" : "Zoom hands: off");
  if (before === "on" && !on) announce("Hands in Zoom do not reach the queue just now");
}

/* A list that was closed may be open again: hands that still stand are told as standing now. */
window.setInterval(() => {
  for (const [who, claim] of held) waiting.push({ ...claim, who, at: null, nth: 0 });
  held.clear();
  if (waiting.length) send();
}, 3000);

function listen() {
  const on = (name, handler) => { if (can.has(name)) zoomSdk[name](handler); };
  on("onFeedbackReaction", (event) => {
    if (event.feedback === "raiseHand") { others.delete(event.participantUUID); tell("up", event, event.timestamp); }
    else others.add(event.participantUUID);
  });
  on("onRemoveFeedbackReaction", (event) => {
    if (others.delete(event.participantUUID)) return;
    held.delete(event.participantUUID);
    tell("down", event, event.timestamp);
  });
  on("onActiveSpeakerChange", (event) => { for (const one of event.users || []) tell("speaks", one, event.timestamp); });
  on("onParticipantChange", (event) => {
    for (const one of event.participants || []) tell(one.status === "leave" ? "left" : "joined", one, event.timestamp);
  });
  on("onWaitingRoomParticipantJoin", (event) => tell("waits", event.participant, event.timestamp));
  on("onWaitingRoomParticipantLeave", (event) => tell("waits_no_more", event.participant, event.timestamp));
}

/* Who is here already: without their names a hand of theirs would be nobody's. */
async function whoIsHere() {
  if (!can.has("getMeetingParticipants")) return;
  const said = await zoomSdk.getMeetingParticipants().catch(() => ({ participants: [] })); // for hosts only
  for (const one of said.participants || []) tell("joined", one);
}

/* Zoom may have changed who it is, or which meeting: then the server says where to go. */
async function isStillUs() {
  const given = await zoomSdk.getAppContext();
  const body = new FormData();
  body.set("context", given.context);
  const answer = await post(settings.context, body);
  const said = await answer.json().catch(() => ({}));
  if (said.is_new) window.location.replace(said.url);
  return !said.is_new;
}

async function configure() {
  const said = await zoomSdk.config({ capabilities: CAPABILITIES, version: "0.16" });
  can = new Set(CAPABILITIES.filter((name) => !(said.unsupportedApis || []).includes(name)));
}

export const zoom = zoomSdk;
export const canDo = (name) => can.has(name);
export const started = (async () => {
  try {
    await configure();
    if (!await isStillUs()) return false;
  } catch {
    draw();
    send(); // a page without Zoom's client is open all the same, and hears no hands
    return false;
  }
  listen();
  if (can.has("onMyUserContextChange")) zoomSdk.onMyUserContextChange(() => { configure().then(draw, draw); });
  await whoIsHere();
  send();
  draw();
  if (document.querySelector('[data-when="live paused"]:not([hidden])')) { // the meeting runs, and Zoom tells nobody what was before
    const before = document.getElementById("zoom-before");
    before.querySelector("[data-looked]").addEventListener("click", () => { before.hidden = true; document.getElementById("queue").focus(); });
    before.hidden = false;
  }
  document.body.dataset.zoom = "yes";
  return true;
})();
window.addEventListener("online", send);
