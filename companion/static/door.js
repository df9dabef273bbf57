/* The waiting room looks by itself: every five seconds the page is fetched, and what changed takes its place, never under
   a hand that is about to press. Number keys answer the first case, as on the chair's page; U takes the last back. */
import { announce } from "./companion.js";

const EVERY = 5000;
const part = document.querySelector("[data-door]");

async function look() {
  if (document.hidden || part.contains(document.activeElement) || part.matches(":active")) return;
  try {
    const answer = await fetch(window.location.pathname, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = fresh.querySelector("[data-door]");
    if (!theirs || shape(theirs) === shape(part)) return;
    const before = ids(part);
    const isNew = ids(theirs).some((id) => !before.includes(id));
    part.replaceChildren(...theirs.childNodes);
    const heading = document.querySelector("h1");
    heading.textContent = fresh.querySelector("h1").textContent;
    document.title = fresh.title;
    copyButtons();
    if (isNew) announce(part.dataset.said);
  } catch {
    /* away for a moment: the next look tells */
  }
}

/* What people see; the token of a form is new each time and is no change. */
const shape = (element) => element.textContent.replace(/\s+/g, " ");
const ids = (element) => [...element.querySelectorAll("[id^=entry-]")].map((one) => one.id);

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

document.addEventListener("keydown", (key) => {
  if (key.ctrlKey || key.metaKey || key.altKey || key.target.closest("input, select, textarea")) return;
  const first = part.querySelector(".inbox > .is-open");
  const wanted = first && /^[123]$/.test(key.key) ? first.querySelector(`[data-answer="${key.key}"]`) : null;
  if (wanted) { key.preventDefault(); wanted.click(); }
});

window.setInterval(look, EVERY);
