/* The waiting room looks by itself: every five seconds the page is fetched, and what changed takes its place. While the
   focus is in the list nothing moves: a line above it says who has come, and shows them when it is pressed. On the pages
   where a steward types about one person, the line only tells. Number keys answer the first case. */
import { announce } from "./companion.js";
import { newest } from "./in-turn.js";
import { SingleKeys, keySwitch } from "./single-keys.js";

const EVERY = 5000;
const part = document.querySelector("[data-door]");
const line = document.querySelector("[data-door-more]");
let fresh = null;
let told = 0;
let before = part ? ids(part) : null;

const inTurn = newest();
async function look() {
  if (document.hidden) return;
  const counts = inTurn();
  try {
    const page = await fetched(line.dataset.doorMore);
    const theirs = page && page.querySelector("[data-door]");
    if (!theirs || !counts()) return;
    if (!before) before = ids(theirs);
    if (part && shape(theirs) === shape(part)) { fresh = null; hush(); return; }
    fresh = page;
    if (!part || part.contains(document.activeElement) || part.matches(":active")) tell(newIn(theirs).length);
    else show();
  } catch {
    /* away for a moment: the next look tells */
  }
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

/* Say that the list has changed, and leave it and the focus alone. Who has come is spoken once for each of them. */
function tell(come) {
  const words = come === 0 ? "The list has changed" : come === 1 ? "One more has come" : `${come} more have come`;
  if (come === 0 && !part) { hush(); return; }
  line.querySelector("[data-door-words]").textContent = part ? `${words}: show ${come === 0 ? "it" : "them"}` : `${words} to the door`;
  line.hidden = false;
  if (come > told) announce(words);
  told = come;
}

function hush() {
  line.hidden = true;
  told = 0;
}

/* Put the fresh list in place; who pressed for it is led to the first who is new. */
function show(wasPressed = false) {
  const come = newIn(fresh.querySelector("[data-door]"));
  part.replaceChildren(...fresh.querySelector("[data-door]").childNodes);
  const heading = document.querySelector("h1");
  heading.textContent = fresh.querySelector("h1").textContent;
  document.title = fresh.title;
  before = ids(part);
  fresh = null;
  copyButtons();
  if (wasPressed) {
    const first = (come.length && document.getElementById(come[0]).querySelector("h2")) || heading;
    first.setAttribute("tabindex", "-1");
    first.focus();
  } else if (come.length > told) announce(part.dataset.said);
  hush();
}

/* What people see; the token of a form is new each time and is no change. */
function shape(element) { return element.textContent.replace(/\s+/g, " "); }
function ids(element) { return [...element.querySelectorAll("[id^=entry-]")].map((one) => one.id); }
function newIn(theirs) { return ids(theirs).filter((id) => !before.includes(id)); }

function copyButtons() {
  for (const button of part.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.textContent);
        announce(button.dataset.said);
      } catch {
        window.getSelection().selectAllChildren(source);
      }
    });
  }
}

const keys = new SingleKeys("door");
keySwitch(keys, document.getElementById("keys-choice"));
document.addEventListener("keydown", (key) => {
  const meant = part && keys.meant(key);
  const first = meant && part.querySelector(".inbox > .is-open");
  const wanted = first && /^[123]$/.test(meant) ? first.querySelector(`[data-answer="${meant}"]`) : null;
  if (wanted) { key.preventDefault(); wanted.click(); }
});

const button = line.querySelector("button");
if (button) button.addEventListener("click", () => { if (fresh) show(true); });
if (!part) look();
window.setInterval(look, EVERY);
