/* What comes and goes on the chair's page: news beside the queue, a marked case, a move without a reason, feeds. */
import * as say from "./floor-words.js";

const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const show = (element, on) => { if (element) element.hidden = !on; };
const { first } = say;
let caseDone = null;

export function drawNews(frame) {
  drawHint(frame);
  drawCase(frame);
  drawWhy(frame);
  drawPolicies(frame);
  drawWords(frame);
}

function drawHint(frame) {
  const box = at("hint");
  const kind = say.hintKind(frame);
  show(box, Boolean(kind));
  if (!kind) return;
  box.dataset.kind = kind;
  box.classList.toggle("note-care", kind === "alert");
  say.setText(part(box, "words"), say.hintWords(frame));
  for (const acts of box.querySelectorAll("[data-hint]")) show(acts, acts.dataset.hint === kind);
  if (kind === "alert") {
    const form = box.querySelector('form[data-act="alert"]');
    for (const name of ["step", "policy", "landlord_seconds", "turn_id"]) {
      const field = form.elements[name];
      field.value = frame.alert.step[name] || "";
      field.disabled = !frame.alert.step[name];
    }
    say.setText(part(form, "label"), frame.alert.label);
    box.querySelector('[data-hint="alert"] input[name="alert"]').value = frame.alert.name;
  }
  if (kind === "asked") for (const field of box.querySelectorAll('input[name="seq"]')) field.value = frame.invited[0].seq;
  if (kind === "invite") box.querySelector('input[name="landlord_id"]').value = frame.invite.landlord_id;
}

/* A case that was marked stands where the next speaker stands, until it is dealt with. */
function drawCase(frame) {
  const panel = at("case");
  const open = Boolean(frame.case && frame.case.seq !== caseDone);
  show(panel, open);
  show(at("next"), !open && frame.state !== "ended");
  document.body.classList.toggle("has-case", open);
  if (!open) return;
  say.setText(part(panel, "at"), say.timeOfDay(frame.case.at_ms));
  speak(part(panel, "says"), frame.case.name);
  show(panel.querySelector('[data-only="speaks"]'), frame.case.speaks);
  show(panel.querySelector('[data-only="runs"]'), frame.now && frame.now.clock.state !== "paused");
}

export function watchCase(read) {
  const done = at("case-done");
  done.hidden = false;
  done.addEventListener("click", () => { const frame = read(); caseDone = frame.case && frame.case.seq; drawCase(frame); });
}

function drawWhy(frame) {
  const bar = at("why");
  show(bar, Boolean(frame.moved));
  if (!frame.moved) return;
  bar.elements.request_id.value = frame.moved.id;
  say.setText(part(bar, "words"), `${frame.moved.name} is ${frame.moved.pos} now. Why?`);
}

function drawPolicies(frame) {
  say.setText(at("policy"), frame.policy.words);
  for (const way of document.querySelectorAll("#policy-menu .way")) {
    if (way.value === frame.policy.name) way.setAttribute("aria-current", "true");
    else way.removeAttribute("aria-current");
  }
  const ties = document.querySelector('form[data-act="ties"]');
  ties.elements.on.value = frame.fair_ties ? "no" : "yes";
  say.setText(part(ties, "label"), frame.fair_ties ? "Hands in the same second: by lot. Stop" : "Draw lots for hands in the same second");
}

/* The sentences stand in the page; only the name is put into them here. */
export function speak(element, name) {
  say.setText(element, `“${name ? element.dataset.with.replaceAll("{name}", first(name)) : element.dataset.plain}”`);
}

function drawWords(frame) {
  const turn = frame.now || frame.called;
  for (const words of document.querySelectorAll("#words [data-says]")) speak(words, turn && turn.name);
  for (const whom of document.querySelectorAll("#words [data-whom]")) whom.value = turn ? "speaker" : "all";
  const list = at("directions");
  const lines = frame.directions.map(say.direction);
  if (list.dataset.shown !== JSON.stringify(lines)) {
    list.dataset.shown = JSON.stringify(lines);
    list.replaceChildren(...lines.map((line) => { const item = document.createElement("li"); item.textContent = line; return item; }));
  }
  show(at("directions-none"), !lines.length);
}

/* Which feeds are alive: asked again and again, since silence is no event; more often while captions or chat are off,
   since they come some seconds after a meeting has begun. */
const FEEDS_MS = 20000;
const FEEDS_AWAITED_MS = 5000;

export function watchFeeds(url) {
  async function ask() {
    try {
      const answer = document.hidden ? null : await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer?.ok) for (const feed of await answer.json()) drawFeed(feed);
    } catch { /* the connection's own sign tells */ }
    again();
  }
  function again() {
    const awaited = document.querySelector('[data-feed="captions"][data-state="off"], [data-feed="chat"][data-state="off"]');
    window.setTimeout(ask, awaited ? FEEDS_AWAITED_MS : FEEDS_MS);
  }
  again();
}

function drawFeed(feed) {
  const line = document.querySelector(`[data-feed="${CSS.escape(feed.name)}"]`);
  if (!line) return;
  line.dataset.state = feed.state;
  line.classList.toggle("off", feed.state === "off");
  say.setText(part(line, "words"), feed.words);
}

/* Find somebody in the queue by some letters; Enter leads to the row. */
export function finder() {
  const menu = at("find");
  const field = at("find-who");
  menu.hidden = false;
  const matches = () => [...at("queue").children].filter((row) => field.value.trim()
    && row.textContent.toLocaleLowerCase().includes(field.value.trim().toLocaleLowerCase()));
  field.addEventListener("input", () => {
    const found = matches();
    const words = !field.value.trim() ? "Some letters, then Enter." : !found.length ? "Nobody in the queue." : `${found.length === 1 ? "" : `${found.length}, the first is `}${part(found[0], "name").textContent}`;
    say.setText(at("find-said"), words);
  });
  menu.querySelector("form").addEventListener("submit", (submit) => {
    submit.preventDefault();
    const [row] = matches();
    if (!row) return;
    menu.open = false;
    field.value = "";
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  });
}
