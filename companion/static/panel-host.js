/* What the meeting's host can do to people in Zoom from the chair's page. Zoom's client does it; the server says who it is
   and what will happen, and keeps the record. Nothing is offered that the role or this client cannot do. */
import { announce } from "./companion.js";
import { canDo, post, started, zoom } from "./panel-zoom.js";

const settings = document.getElementById("panel-zoom").dataset;
const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => { if (element) element.hidden = !on; };
const HOSTS = ["host", "cohost"];
const CALLS = { admit: "admitParticipantFromWaitingRoom", put_back: "putParticipantToWaitingRoom", remove: "removeParticipant" };
const BUTTONS = { admit: "Let in", put_back: "To the waiting room", remove: "Put out" };
const DONE = { admit: "is let in", put_back: "is in the waiting room", remove: "is put out" };

let isHost = false;
let me = "";
let people = []; // as the menu shows them: those who wait first
const can = (act) => isHost && canDo(CALLS[act]);

async function role() {
  try {
    const mine = await zoom.getUserContext();
    isHost = HOSTS.includes(String(mine.role).toLowerCase().replace("-", ""));
    me = mine.participantUUID;
  } catch { isHost = false; }
  show(at("in-zoom"), isHost && Object.keys(CALLS).some(can));
}

/* Zoom's lists, in our words. Those who wait come in the order in which they began to. */
async function look() {
  if (!isHost) { people = []; draw(); return; }
  const list = async (call) => {
    if (!canDo(call)) return [];
    try { return (await zoom[call]()).participants || []; } catch { return []; }
  };
  const [waits, here] = [await list("getWaitingRoomParticipants"), await list("getMeetingParticipants")];
  const asked = [...waits, ...here].filter((one) => one.participantUUID);
  if (!asked.length) { people = []; draw(); return; }
  const body = JSON.stringify(asked.slice(0, 300).map((one) => ({ who: one.participantUUID, name: one.screenName || "" })));
  const answer = await post(settings.who, body, "application/json").catch(() => null);
  if (!answer || !answer.ok) return;
  const known = await answer.json();
  people = known.map((one, number) => ({ ...one, uuid: asked[number].participantUUID, screen: asked[number].screenName || "", waits: number < waits.length }));
  draw();
}

let soon = 0;
const lookSoon = () => { window.clearTimeout(soon); soon = window.setTimeout(look, 150); };

function draw() {
  const waits = can("admit") ? people.filter((one) => one.waits) : [];
  const door = at("zoom-door");
  const first = waits[0];
  show(door, Boolean(first));
  if (first) {
    const heard = door.dataset.who !== first.key && `${first.name} waits to come in`;
    door.dataset.who = first.key;
    part(door, "who").textContent = first.name;
    part(door, "words").textContent = [first.home && `(${first.home})`, "waits to come in.", first.caution].filter(Boolean).join(" ");
    part(door, "let-in").setAttribute("aria-label", `Let in ${first.name}`);
    show(part(door, "everybody"), waits.length > 1);
    part(door, "count").textContent = String(waits.length);
    if (heard) announce(heard);
  } else delete door.dataset.who;
  const count = part(at("in-zoom"), "waits");
  show(count, waits.length > 0);
  count.textContent = waits.length === 1 ? "(1 waits)" : `(${waits.length} wait)`;
  drawList();
}

function drawList() {
  const letters = at("in-zoom-find").value.trim().toLocaleLowerCase();
  const list = part(at("in-zoom"), "people");
  const shown = people.filter((one) => `${one.name} ${one.home}`.toLocaleLowerCase().includes(letters));
  const focused = document.activeElement && document.activeElement.dataset.act && `${document.activeElement.dataset.act} ${document.activeElement.dataset.key}`;
  list.replaceChildren(...shown.map(row));
  show(part(at("in-zoom"), "none"), shown.length === 0);
  if (focused) for (const button of list.querySelectorAll("button")) if (`${button.dataset.act} ${button.dataset.key}` === focused) button.focus();
}

function row(one) {
  const item = at("zoom-person").content.firstElementChild.cloneNode(true);
  part(item, "name").textContent = one.name;
  part(item, "home").textContent = [one.home, one.waits ? "in the waiting room" : "", one.waits ? one.caution : ""].filter(Boolean).join(" · ");
  const acts = one.waits ? ["admit", "remove"] : ["put_back", "remove"];
  for (const act of one.uuid === me ? [] : acts.filter(can)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = act === "remove" ? "btn btn-small btn-stop" : "btn btn-small";
    button.textContent = BUTTONS[act];
    button.setAttribute("aria-label", `${BUTTONS[act]}: ${one.name}`);
    Object.assign(button.dataset, { act, key: one.key });
    button.addEventListener("click", () => (act === "admit" ? perform(act, one) : ask(act, one)));
    item.querySelector(".acts").append(button);
  }
  return item;
}

function record(act, one, outcome, code = "") {
  const body = new FormData();
  for (const [name, value] of Object.entries({ act, outcome, who: one.uuid, name: one.screen, code })) body.set(name, value);
  return post(settings.act, body);
}

function tellPerson(words) {
  const line = at("said");
  line.hidden = false;
  line.textContent = words;
  window.clearTimeout(tellPerson.timer);
  tellPerson.timer = window.setTimeout(() => { line.hidden = true; }, 7000);
}

/* What will happen is the server's sentence, and the server may say no: then Zoom's client is never asked. */
async function allowed(act, one) {
  try {
    const answer = await record(act, one, "asked");
    const said = await answer.json();
    if (answer.ok) return said.words;
    tellPerson(said.detail || "That is not possible now.");
  } catch { tellPerson("The service does not answer. Do it in Zoom’s own window."); }
  return null;
}

async function ask(act, one) {
  const words = await allowed(act, one);
  if (!words) return;
  const menu = at("in-zoom");
  const box = part(menu, "ask");
  at("in-zoom-asked").textContent = words;
  part(box, "yes").firstElementChild.textContent = `${BUTTONS[act]}: ${one.name}`;
  part(box, "yes").onclick = () => { answered(); carryOut(act, one); };
  part(box, "no").onclick = () => { answered(); };
  show(box, true);
  show(part(menu, "lists"), false);
  box.focus();
}

function answered() {
  const menu = at("in-zoom");
  show(part(menu, "ask"), false);
  show(part(menu, "lists"), true);
  at("in-zoom-find").focus();
}

async function perform(act, one) {
  if (await allowed(act, one)) await carryOut(act, one);
}

/* Zoom's own reason where it is one for people: not the name of a call or the number of a request. */
function why(error, words) {
  const reason = String((error && error.message) || "").replace(/\.$/, "");
  if (/took longer/i.test(reason)) return "Zoom did not answer.";
  return reason && reason.length <= 120 && !/requestId|[a-z]{3}[A-Z]|\n/.test(reason) ? `${words}: ${reason}.` : `${words}.`;
}

async function carryOut(act, one) {
  try {
    await zoom[CALLS[act]]({ participantUUID: one.uuid });
    announce(`${one.name} ${DONE[act]}`);
    record(act, one, "done").catch(() => {});
  } catch (error) {
    tellPerson(`${why(error, "Zoom did not do it")} Do it in Zoom’s own window.`);
    record(act, one, "refused", String((error && error.code) || "")).catch(() => {});
  }
  lookSoon();
}

/* Captions can be started from here where the client can and none run: Zoom asks the host itself. */
async function captions() {
  const button = at("start-captions");
  const line = document.querySelector('[data-feed="captions"]');
  const running = () => line && line.dataset.state !== "off";
  const fits = () => show(button, isHost && canDo("startRTMS") && !running());
  new MutationObserver(fits).observe(line, { attributeFilter: ["data-state"] });
  fits();
  button.addEventListener("click", async () => {
    try { await zoom.startRTMS(); tellPerson("Zoom starts the captions. It may take half a minute."); } catch (error) {
      tellPerson(why(error, "Zoom did not start them"));
    }
  });
}

started.then(async (isOpen) => {
  if (!isOpen) return;
  await role();
  for (const name of ["onWaitingRoomParticipantJoin", "onWaitingRoomParticipantLeave", "onParticipantChange"]) if (canDo(name)) zoom[name](lookSoon);
  if (canDo("onMyUserContextChange")) zoom.onMyUserContextChange(() => role().then(look));
  at("in-zoom-find").addEventListener("input", drawList);
  at("in-zoom").addEventListener("toggle", () => { if (at("in-zoom").open) { look(); at("in-zoom-find").focus(); } else answeredQuietly(); });
  part(at("zoom-door"), "let-in").addEventListener("click", () => { const one = people.find((each) => each.waits); if (one) perform("admit", one); });
  part(at("zoom-door"), "everybody").addEventListener("click", () => {
    const more = at("rest");
    if (more && !more.hidden && more.getAttribute("aria-expanded") === "false" && more.checkVisibility()) more.click();
    at("in-zoom").open = true;
  });
  await look();
  captions();
  document.body.dataset.host = isHost ? "yes" : "no";
});

function answeredQuietly() {
  show(part(at("in-zoom"), "ask"), false);
  show(part(at("in-zoom"), "lists"), true);
}
