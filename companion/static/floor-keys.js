/* The chair's keys: a button with data-press is pressed by its letter, a menu opened; rows are walked and moved. */
import { announce, leaveMenu } from "./companion.js";
import { SingleKeys, keySwitch } from "./single-keys.js";

const at = (id) => document.getElementById(id);
const GUARDED = ["i"]; // opens a menu, and must not follow End or Case by a slip; those two are guarded as they are sent

const isShown = (element) => element.getClientRects().length > 0;

function focusRow(step) {
  const rows = [...at("queue").children].filter(isShown); // beside Zoom the next one stands above the list
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement.closest ? document.activeElement.closest(".queue li") : null);
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function moveRow(step) {
  const row = document.activeElement.closest && document.activeElement.closest(".queue li");
  const form = row && row.querySelector(`form[data-act="${step}"]`);
  if (form) form.requestSubmit();
}

const OWN = {
  j: () => focusRow(1), k: () => focusRow(-1), J: () => moveRow("down"), K: () => moveRow("up"),
  t: () => announce(`${at("now").querySelector(".digits").textContent} ${at("now").querySelector(".word").textContent}`),
};

/* A menu may have no room for its own button, beside Zoom: then it opens by its key, or from the one button for all that is rare. */
function openMenu(menu, on = !menu.open) {
  menu.open = on;
  closeRest();
  const field = on && [...menu.querySelectorAll("[data-first], input:not([type=hidden]), select, button, summary ~ * a")].find(isShown);
  if (field) field.focus();
}

/* What is rare stands in a sheet of its own where there is no room for it beside what can be undone. */
function closeRest() { turnRest(false); }

function turnRest(on) {
  at("rest").setAttribute("aria-expanded", String(on));
  at("foot-acts").classList.toggle("is-open", on);
}

function watchRest() {
  at("rest").addEventListener("click", () => {
    const on = at("rest").getAttribute("aria-expanded") !== "true";
    turnRest(on);
    if (on) [...at("foot-acts").querySelectorAll("button, summary")].find(isShown)?.focus();
  });
  at("rest").hidden = false;
  document.querySelector('[data-opens="policy-menu"]').hidden = false;
  for (const opener of document.querySelectorAll("[data-opens]")) opener.addEventListener("click", () => openMenu(at(opener.dataset.opens), true));
  for (const menu of at("foot-acts").querySelectorAll("details")) menu.addEventListener("toggle", () => { if (menu.open) closeRest(); });
  at("foot-acts").addEventListener("submit", closeRest);
  document.addEventListener("click", (event) => { if (!event.target.closest("#foot-acts, #rest")) closeRest(); });
}

function closeLast() {
  const menu = document.querySelector("details[open][data-menu], .queue details[open]");
  if (menu) leaveMenu(menu);
  else if (at("rest").getAttribute("aria-expanded") === "true") { closeRest(); at("rest").focus(); }
  else return false;
  return true;
}

/* Listen. `isGuarded()` says whether a guarded key was pressed just now, `guard()` that one is. */
export function keysOf({ isGuarded, guard }) {
  const keys = new SingleKeys("chair");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closeLast()) return;
    const row = event.target.closest && event.target.closest(".queue li");
    if (event.key === "Enter" && row === event.target) { event.preventDefault(); openMenu(row.querySelector(".q-more")); return; }
    const meant = keys.meant(event);
    if (meant === null) return;
    if (OWN[meant]) { event.preventDefault(); OWN[meant](); return; }
    const wanted = meant.toLowerCase();
    // Of two that one key presses, the later on the page: starting whoever was called goes before pausing who speaks.
    const able = [...document.querySelectorAll(`[data-press="${CSS.escape(wanted)}"]`)].filter((one) => !one.closest("[hidden]"));
    const button = able.filter(isShown).pop() || able.pop();
    if (!button) return;
    event.preventDefault();
    if (GUARDED.includes(wanted)) { if (isGuarded()) return; guard(); }
    if (button.matches("summary")) openMenu(button.parentElement);
    else button.form.requestSubmit(button);
  });
  watchRest();
  keySwitch(keys, at("keys-choice"));
  remapping(keys);
}

/* Other letters for the keys, shown wherever a key is. */
function remapping(keys) {
  const form = at("remap");
  const all = [...at("remap-what").options].map((option) => option.value);
  const said = at("remap-said");
  form.hidden = false;
  showLetters(keys);
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    const key = at("remap-what").value;
    const letter = at("remap-key").value.trim();
    if (!letter) { said.textContent = "Type the new key first."; return; }
    said.textContent = keys.give(key, letter, all) ? `Now ${letter.toUpperCase()}.` : `${letter.toUpperCase()} is taken by another key.`;
    at("remap-key").value = "";
    showLetters(keys);
  });
  at("remap-reset").addEventListener("click", () => { keys.putBack(); said.textContent = "All keys are as they were."; showLetters(keys); });
}

/* Every key that the page shows, as the letter that it has now. */
export function showLetters(keys) {
  const shown = (key) => { const letter = keys.letterOf(key); return /^[JK]$/.test(key) && letter === key ? `Shift ${letter}` : letter.toUpperCase(); };
  for (const kbd of document.querySelectorAll("[data-key]")) kbd.textContent = shown(kbd.dataset.key);
  for (const button of document.querySelectorAll("[data-press]")) {
    button.setAttribute("aria-keyshortcuts", keys.letterOf(button.dataset.press));
    const kbd = button.querySelector("kbd");
    if (kbd) kbd.textContent = shown(button.dataset.press);
  }
}
