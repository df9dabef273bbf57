/* The private words of those who wait, for the chair and the steward. No frame holds them, only the mark of the newest. */
import { newest } from "./in-turn.js";

export class Notes {
  constructor(url, draw) {
    Object.assign(this, { url, draw, words: {}, marks: null });
    this.inTurn = newest();
  }

  /* The words beside a row, or beside a turn's request. */
  of(id) { return this.words[id] || ""; }

  /* Fetch the words when the frame has a mark that is not the one of those here: first written, written anew, or taken back. */
  async follow(frame) {
    const there = [...frame.queue, ...[frame.now, frame.called].filter(Boolean)];
    const marks = Object.fromEntries(there.map((one) => [one.request_id || one.id, one.note]));
    if (this.marks && Object.entries(marks).every(([id, mark]) => mark === (this.marks[id] || null))) return;
    const counts = this.inTurn();
    try {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const found = answer.ok && await answer.json();
      if (found && counts()) { this.words = found; this.marks = marks; this.draw(); }
    } catch { /* asked for again with the next frame */ }
  }
}
