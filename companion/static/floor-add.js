/* Add a hand: some letters of a name or landlord, arrows where several fit, Enter. The list is looked through here, so
   that it is as fast as typing; the form sends who was meant by a reference, so that two of one name are no obstacle. */
import { announce } from "./companion.js";
import { newest } from "./in-turn.js";

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
  let pointed = null; // whom the arrow keys stand on: a list that comes late may put others before them
  let isTold = false; // what came of the last press stands until somebody types on

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  list.setAttribute("role", "listbox");

  const inTurn = newest();
  async function fetchPeople() {
    const counts = inTurn();
    try {
      const answer = await fetch(field.dataset.people, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const found = answer.ok && await answer.json();
      if (found && counts()) { people = found; draw(); }
    } catch { /* the server finds by the letters as well */ }
  }

  const chosen = () => (hits.length === 1 ? 0 : hits.findIndex((one) => one.ref === pointed));

  function draw() {
    hits = matching(people, field.value).slice(0, MOST);
    const on = chosen();
    list.hidden = hits.length === 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    list.replaceChildren(...hits.map((one, index) => {
      const row = document.createElement("li");
      row.id = `hit-${index}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(index === on));
      row.append(Object.assign(document.createElement("b"), { textContent: one.name }), one.landlord ? `, ${one.landlord}` : "");
      row.addEventListener("pointerdown", (press) => { press.preventDefault(); pointed = one.ref; form.requestSubmit(); });
      return row;
    }));
    if (on >= 0) field.setAttribute("aria-activedescendant", `hit-${on}`);
    else field.removeAttribute("aria-activedescendant");
    if (!isTold) said.textContent = hint();
  }

  function hint() {
    if (hits.length > 1 && chosen() < 0) return `${hits.length} fit: choose with the arrow keys, or type on`;
    return field.value.trim().length > 2 && !hits.length && people.length ? "Nobody here is called that" : "";
  }

  function tell(words) {
    isTold = true;
    said.textContent = words;
  }

  function begin() {
    pointed = null;
    isTold = false;
    if (field.value.trim() && !matching(people, field.value).length) fetchPeople();
    draw();
  }

  field.addEventListener("focus", fetchPeople, { once: true });
  field.addEventListener("input", begin);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { field.value = ""; begin(); field.blur(); return; }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !hits.length) return;
    event.preventDefault();
    pointed = hits[(chosen() + by + hits.length) % hits.length].ref;
    draw();
  });
  fetchPeople();

  return {
    /* Put into the body who is meant, and leave the field free for the next name. Nothing when it is not clear yet;
       then the page has said so. What comes back takes the answer: by then somebody may be typing again. */
    take(body) {
      const typed = field.value;
      const one = body.get("new") ? undefined : hits[chosen()];
      if (one) body.set("ref", one.ref);
      else if (!body.get("new")) {
        if (hits.length > 1) { tell(hint()); announce(hint()); return null; }
        if (!typed.trim()) return null;
      }
      field.value = "";
      begin();
      field.focus();
      return {
        refused(words) {
          if (!field.value) { field.value = typed; draw(); }
          tell(words);
        },
        added(frame, before) {
          const known = new Set(before.queue.map((row) => row.id));
          const fresh = frame.queue.filter((row) => !known.has(row.id));
          const row = one ? fresh.find((other) => other.name === one.name) : fresh.find((other) => other.name === typed.trim()) || fresh[0];
          tell(row ? `Added ${row.name}, ${row.pos} of ${frame.queue.length}` : "That hand is up already");
        },
      };
    },
  };
}
