/* Declared interests on the chair's page: the panel, kept as things stand, with the words behind them fetched apart. */
import { newest } from "./in-turn.js";
import { setText } from "./floor-words.js";

const at = (id) => document.getElementById(id);
const part = (root, name) => root.querySelector(`[data-${name}]`);
const only = (root, name) => root.querySelector(`[data-only="${name}"]`);
const NONE = { asks: [], standing: [], held: [], readmit: [], may_not_vote: [], knowingly: false, aside: null };
let concerns = {};

export const presence = (who) => ({
  here: `${who.name}: ask them to leave, or move them to the waiting room`, left: `${who.name} has left`,
  back: `${who.name} is back during the item`,
})[who.presence] || (who.statement ? `${who.name} may make one statement` : "");
export const aside = (one) => (one ? `${one.chair} has stood aside. ${one.deputy} has the controls for this item.` : "");

/* Rows keep their element, so that a button does not move under the finger. */
function fill(list, template, wanted, draw) {
  const rows = new Map([...list.children].map((row) => [row.dataset.id, row]));
  for (const one of wanted) {
    const row = rows.get(one.id) || at(template).content.firstElementChild.cloneNode(true);
    rows.delete(one.id);
    row.dataset.id = one.id;
    for (const input of row.querySelectorAll('input[name="declaration_id"]')) input.value = one.declaration_id || one.id;
    draw(row, one);
    if (row.parentElement !== list) list.append(row);
  }
  for (const gone of rows.values()) gone.remove();
}

export function drawInterests(frame, me = "") {
  const held = frame.interests || NONE;
  at("interests").hidden = frame.state === "ended" || !(held.asks.length || held.standing.length || held.held.length || held.readmit.length || held.aside || held.knowingly);
  at("aside").hidden = !held.aside;
  setText(part(at("aside"), "words"), aside(held.aside));
  at("aside-over").hidden = !held.aside || held.aside.chair_id !== me;
  fill(at("interest-asks"), "interest-ask", held.asks, (row, one) => {
    setText(part(row, "who"), one.who);
    setText(part(row, "of"), one.landlord ? `, ${one.landlord}` : "");
    setText(part(row, "nature"), one.nature);
    setText(part(row, "where"), one.is_now ? "in this item" : `in “${one.item}”`);
    part(row, "late").hidden = !one.is_late;
    part(row, "concerns").hidden = !concerns[one.id];
    setText(part(row, "concerns"), concerns[one.id] ? `“${concerns[one.id]}”` : "");
    only(row, "claim").hidden = !one.is_claim;
    only(row, "answer").hidden = one.is_claim;
    for (const button of only(row, "answer").querySelectorAll("button")) button.setAttribute("aria-label", `${part(button, "label").textContent}: ${one.who}`);
  });
  fill(at("interest-standing"), "interest-stands", held.standing, (row, one) => {
    setText(part(row, "who"), one.who);
    setText(part(row, "of"), one.landlord ? `, ${one.landlord}` : "");
    setText(part(row, "effects"), one.words);
    row.querySelector('form[data-act="interest_lift"] button').setAttribute("aria-label", `Lift it: ${one.who}`);
    fill(part(row, "people"), "interest-person", one.people.map((who) => ({ ...who, declaration_id: one.id })), (line, who) => {
      setText(part(line, "presence"), presence(who));
      only(line, "statement").hidden = !who.silent || who.statement;
      line.querySelector('input[name="participant_id"]').value = who.id;
      line.querySelector("button").setAttribute("aria-label", `Allow a statement: ${who.name}`);
    });
  });
  at("interest-knowingly").hidden = !held.knowingly;
  names("interest-held", held.held.map((one) => one.name));
  names("interest-readmit", held.readmit);
  names("left-out", held.may_not_vote);
}

function names(id, wanted) {
  const line = at(id);
  if (!line) return;
  line.hidden = !wanted.length;
  setText(part(line, "names"), wanted.join(", "));
}

/* Who was asked to leave and has just come back, while their item is open. */
export function backEarly(before, now) {
  const back = (frame) => ((frame && frame.interests) || NONE).standing.flatMap((one) => one.people).filter((who) => who.presence === "back");
  const known = new Set(back(before).map((who) => who.id));
  return back(now).filter((who) => !known.has(who.id)).map(presence);
}

/* What was asked to be answered before and is new now: said aloud, and its words fetched once. */
export function freshAsks(before, now) {
  const known = new Set(((before && before.interests) || NONE).asks.map((one) => one.id));
  return ((now && now.interests) || NONE).asks.filter((one) => !known.has(one.id));
}

const concernsInTurn = newest();
export async function fetchConcerns(url) {
  if (!url) return false;
  const counts = concernsInTurn();
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    const found = answer.ok && await answer.json();
    if (found && counts()) { concerns = found; return true; }
  } catch { /* asked for again with the next declaration */ }
  return false;
}
