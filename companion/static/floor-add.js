/* Add a hand: some letters of a name or landlord, arrows where several fit, Enter. The list is looked through here, so
   that it is as fast as typing; the form sends who was meant by a reference, so that two of one name are no obstacle. */
import { announce } from "./companion.js";

const MOST = 7;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/* The people whom some letters may mean: a word of the name begins with them, else the landlord's, else anywhere. */
export function matching(people, typed) {
  const wanted = plain(typed.trim());
  if (!wanted) return [];
  const starts = (text) => plain(text).split(/[\s,’'-]+/).some((word) => word.startsWith(wanted)) || plain(text).startsWith(wanted);
  const ways = [(one) => starts(one.name), (one) => starts(one.landlord), (one) => plain(`${one.name}, ${one.landlord}`).includes(wanted)];
  for (const fits of ways) {
    const found = people.filter(fits);
    if (found.length) return found;
  }
  return [];
}

export function handAdder(form) {
  const field = form.querySelector("input[name=who]");
  const list = form.querySelector(".hits");
  const said = form.querySelector("[role=status]");
  let people = [];
  let hits = [];
  let chosen = -1;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  list.setAttribute("role", "listbox");

  async function fetchPeople() {
    try {
      const answer = await fetch(field.dataset.people, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.ok) { people = await answer.json(); draw(); }
    } catch { /* the server finds by the letters as well */ }
  }

  function draw() {
    hits = matching(people, field.value).slice(0, MOST);
    chosen = hits.length === 1 ? 0 : Math.min(chosen, hits.length - 1);
    list.hidden = hits.length === 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    list.replaceChildren(...hits.map((one, index) => {
      const row = document.createElement("li");
      row.id = `hit-${index}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(index === chosen));
      row.append(Object.assign(document.createElement("b"), { textContent: one.name }), one.landlord ? `, ${one.landlord}` : "");
      row.addEventListener("pointerdown", (press) => { press.preventDefault(); chosen = index; form.requestSubmit(); });
      return row;
    }));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", `hit-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
    if (hits.length > 1 && chosen < 0) said.textContent = `${hits.length} fit: choose with the arrow keys, or type on`;
    else if (field.value.trim().length > 2 && !hits.length && people.length) said.textContent = "Nobody here is called that";
    else said.textContent = "";
  }

  field.addEventListener("focus", fetchPeople, { once: true });
  field.addEventListener("input", () => { chosen = -1; if (!people.length || !matching(people, field.value).length) fetchPeople(); draw(); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; draw(); field.blur(); return; }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !hits.length) return;
    event.preventDefault();
    chosen = (chosen + by + hits.length) % hits.length;
    draw();
  });
  fetchPeople();

  return {
    /* Put into the body who is meant. False when it is not clear yet; then the page has said so. */
    fill(body) {
      if (body.get("new")) return true;
      if (chosen >= 0 && hits[chosen]) { body.set("ref", hits[chosen].ref); return true; }
      if (hits.length > 1) { announce(said.textContent); return false; }
      return field.value.trim() !== "";
    },
    refused(words) { said.textContent = words; field.focus(); },
    added(frame, before) {
      const known = new Set(before.queue.map((row) => row.id));
      const row = frame.queue.find((one) => !known.has(one.id));
      field.value = "";
      chosen = -1;
      draw();
      said.textContent = row ? `Added ${row.name}, ${row.pos} of ${frame.queue.length}` : "That hand is up already";
      field.focus();
    },
  };
}
