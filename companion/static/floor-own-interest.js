/* The registrant's own interest in the open item: its note, and the form that declares one. */
import { setText } from "./floor-words.js";

const at = (id) => document.getElementById(id);

/* What I am told about the item that is open now; null when I have declared nothing in it. */
export const told = (frame, interests) => (frame.item && interests && interests[frame.item.id]) || null;

export function drawInterest(frame, interests) {
  const mine = told(frame, interests);
  const note = at("interest");
  note.hidden = !mine;
  setText(note.querySelector("[data-words]"), mine ? mine.words : "");
  const back = note.querySelector("form");
  back.hidden = !(mine && mine.take_back);
  back.elements.declaration_id.value = mine ? mine.take_back : "";
  at("declare").hidden = Boolean(mine) || !frame.item || frame.state === "ended";
  if (frame.item && !at("declare").open) at("declare").querySelector("form").elements.item_id.value = frame.item.id;
}
