/* Two parts of pages look by themselves: the steps of a connection test, and the notice of a meeting before its time. What
   changed takes its place; while the focus is in it nothing moves, and what is open stays open. */
import { announce } from "./companion.js";
import { newest } from "./in-turn.js";

const EVERY = 3000;

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

function watch(part, name, said) {
  const inTurn = newest();
  const shape = (element) => element.textContent.replace(/\s+/g, " ");
  window.setInterval(async () => {
    if (document.hidden || part.contains(document.activeElement)) return;
    const counts = inTurn();
    try {
      const page = await fetched(part.getAttribute(name));
      const theirs = page && page.querySelector(`[${name}]`);
      if (!theirs || !counts() || shape(theirs) === shape(part)) return;
      const words = said(part, theirs);
      const open = [...part.querySelectorAll("details[open][id]")].map((one) => one.id);
      part.replaceChildren(...theirs.childNodes);
      for (const one of part.querySelectorAll("details")) one.open = open.includes(one.id);
      if (words) announce(words);
    } catch {
      /* away for a moment: the next look tells */
    }
  }, EVERY);
}

/* The titles of the steps that were heard just now. */
function newlyHeard(before, after) {
  const heard = (list) => [...list.querySelectorAll('[data-state="yes"]')];
  const known = heard(before).map((one) => one.id);
  const fresh = heard(after).filter((one) => !known.includes(one.id));
  return fresh.map((one) => `Heard: ${one.querySelector("h2").textContent}`).join(". ");
}

const early = (before, after) => (after.textContent.trim() && !before.textContent.trim() ? "A meeting runs in Zoom before its time" : "");
for (const part of document.querySelectorAll("[data-steps]")) watch(part, "data-steps", newlyHeard);
for (const part of document.querySelectorAll("[data-early]")) watch(part, "data-early", early);
