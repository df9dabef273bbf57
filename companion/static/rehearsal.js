/* Zoom's stand-in window and the trainer's page, kept as things stand. Text is set as text; rows are made from templates. */
import { announce } from "./companion.js";

const root = document.querySelector("[data-state-from]");
const EVERY_MS = 1000;

function fill(within, values) {
  for (const element of within.querySelectorAll("[data-text]")) {
    if (element.closest("[data-list]") && !within.matches("[data-key]")) continue;
    const words = String(values[element.dataset.text] ?? "");
    if (element.textContent !== words) element.textContent = words;
  }
  for (const element of within.querySelectorAll("[data-show]")) {
    if (element.closest("[data-list]") && !within.matches("[data-key]")) continue;
    element.hidden = !values[element.dataset.show];
  }
}

/* Rows stay the same elements as long as they mean the same, so that a press and the focus are never lost. */
function rows(list, wanted) {
  const template = list.querySelector("template");
  const here = new Map([...list.querySelectorAll(":scope > [data-key]")].map((row) => [row.dataset.key, row]));
  let before = null;
  for (const values of wanted) {
    let row = here.get(String(values.key));
    here.delete(String(values.key));
    if (!row) {
      row = template.content.firstElementChild.cloneNode(true);
      row.dataset.key = values.key;
      for (const field of row.querySelectorAll('input[name="who"]')) field.value = values.name;
    }
    fill(row, values);
    const next = before ? before.nextElementSibling : list.firstElementChild;
    if (next !== row) list.insertBefore(row, next);
    before = row;
  }
  for (const row of here.values()) row.remove();
}

async function look() {
  try {
    const answer = await fetch(root.dataset.stateFrom, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const state = await answer.json();
    fill(root, state);
    for (const button of root.querySelectorAll("[data-pressed]")) button.setAttribute("aria-pressed", String((state.pressed ?? []).includes(button.dataset.pressed)));
    for (const list of root.querySelectorAll("[data-list]")) rows(list, state[list.dataset.list] ?? []);
  } catch { /* the rehearsal has ended, or the line has: the next look tells */ }
}

async function press(event) {
  const form = event.target.closest("form[data-press]");
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
  const { failed } = answer.ok ? await answer.json() : { failed: "That did not work. Reload the page." };
  const said = document.getElementById("said-no");
  if (said) { said.hidden = !failed; said.textContent = failed; }
  if (failed) announce(failed);
  else form.closest("details")?.removeAttribute("open");
  if (!failed) for (const field of form.querySelectorAll('input[name="text"]')) field.value = "";
  await look();
}

if (root) {
  document.addEventListener("submit", press);
  window.setInterval(look, EVERY_MS);
  look();
}
