/* The review with keys and with selected words. Every press is a form or a link of the page; without script they are pressed by hand. */
import { announce } from "./companion.js";
import { SingleKeys, keySwitch } from "./single-keys.js";

const review = document.querySelector("[data-review]");
const hide = review && review.querySelector("[data-hide]");

/* Code points, as the server counts them, and not the half letters of a script. */
const lengthOf = (text) => Array.from(text).length;

/* One letter answers; not while somebody types, and not together with another key. */
function keys() {
  const single = new SingleKeys("review");
  keySwitch(single, document.getElementById("keys-choice"));
  document.addEventListener("keydown", (press) => {
    const meant = single.meant(press);
    if (meant === null) return;
    const key = meant.toLowerCase();
    if (key === "w" && hide) {
      press.preventDefault();
      takeSelection();
      hide.elements.words.focus();
      hide.elements.words.select();
      return;
    }
    const control = review.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!control) return;
    press.preventDefault();
    control.click();
  });
}

/* Selected words of one caption go into the form, with the place where they begin. */
function takeSelection() {
  const selection = window.getSelection();
  if (!hide || selection.isCollapsed || selection.rangeCount === 0) return;
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement;
  const caption = from && from.closest(".as-heard");
  if (!caption || !caption.contains(range.endContainer)) return;
  const words = range.toString();
  const before = document.createRange();
  before.selectNodeContents(caption);
  before.setEnd(range.startContainer, range.startOffset);
  if (!words.trim()) return;
  const lead = words.length - words.trimStart().length;
  hide.elements.words.value = words.trim();
  hide.elements.position.value = caption.dataset.position;
  hide.elements.start.value = lengthOf(before.toString()) + lead;
  announce(`Selected: ${words.trim()}. Press W to hide it`);
}

/* After an answer the next proposal stands in the middle, with what was said around it. */
function bringIntoSight() {
  const here = document.getElementById("here");
  if (here && window.location.hash === "#here") here.scrollIntoView({ block: "center" });
}

if (review) {
  keys();
  bringIntoSight();
  if (hide) {
    hide.querySelector("[data-hint]").textContent = "Select words in the transcript, or type them as they stand there.";
    document.addEventListener("mouseup", takeSelection);
    document.addEventListener("keyup", (press) => { if (press.shiftKey) takeSelection(); });
    hide.elements.words.addEventListener("input", () => { hide.elements.start.value = ""; });
  }
  document.body.dataset.ready = "";
}
