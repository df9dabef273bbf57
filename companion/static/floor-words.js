/* How a frame is said in words and shapes. The same as companion/floor/wording.py, which says it when a page is opened. */

export const KINDS = {
  comment: ["chat-left-text", "Comment"], question: ["question-circle", "Question"], reply: ["chat-left-text", "Reply"],
  answer: ["chat-left-text", "Answer"], read_out: ["megaphone", "Read out"], point_of_order: ["flag", "Point of order"],
  access: ["life-preserver", "Access need"],
};
const SOURCES = { page: "from the page", chat: "from the chat", zoom: "from Zoom", staff: "from the steward" };
const MARKS = {
  new: ["new", "New voice"], away: ["away", "Away, place kept"], resting: ["away", "No answer yet"],
  moved: ["", "Moved"], deferred: ["", "Lets others go first"], interest: ["care", "Interest"], invited: ["", "Invited"],
};
export const STATES = {
  lobby: "The session has not started", paused: "A break", ended: "The session is over", live: "Nobody is speaking",
};

export function digits(ms) {
  const seconds = Math.floor(Math.max(ms, 0) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export const kind = (name) => KINDS[name] || KINDS.comment;
export const source = (sources) => SOURCES[sources[0]] || "";

/* How somebody is spoken to: by the first name; a telephone by all that is known of it. */
export const first = (name) => (name.startsWith("Phone ") ? name : name.split(" ")[0]);

export function minutes(ms) {
  const whole = Math.floor(Math.max(ms, 0) / 60000);
  return whole ? `${whole} min` : "just now";
}

export const had = (turns, spent) => (turns ? `${turns} ${turns === 1 ? "turn" : "turns"}, ${digits(spent)}` : "no turn yet");
export const despite = (called) => Boolean(called && ["item", "landlord"].includes(called.limit_cause) && called.clock.limit_ms < 20000);
export const startWords = (called) => (despite(called) ? `Start with ${digits(called.clock.limit_ms)}` : "Start");
export const turnsBefore = (turns) => (turns <= 0 ? "first turn today" : `turn ${turns + 1} today`);

export function marks(row) {
  const found = row.marks.filter((name) => MARKS[name]).map((name) => [...MARKS[name]]);
  for (const mark of found) if (row.moved_why && mark[1] === "Moved") mark[1] = `Moved: ${row.moved_why}`;
  return row.passes ? [...found, ["", `Passed ${row.passes}×`]] : found;
}

export const waiting = (count) => (count ? `${count} waiting` : "Nobody is waiting");

export function listWords(held) {
  if (!held.open) return "list closed";
  return held.places === null ? "list open" : `${held.places} more taken`;
}

export function itemWords(item, held) {
  if (!item) return `No item is open · ${listWords(held)}`;
  return (item.number ? `Item ${item.number} of ${item.of} · ` : "") + listWords(held);
}

export const peopleWaiting = (count) => (count === 0 ? "Nobody is waiting." : count === 1 ? "1 person is waiting." : `${count} people are waiting.`);

/* How many wait beyond those whom the stage shows. */
export function stageMore(frame) {
  const left = frame.waiting - frame.next.length;
  if (frame.mode === "counts") return peopleWaiting(left).replace(/\.$/, "");
  if (left > 0) return `and ${left} more waiting`;
  return frame.next.length ? "" : "Nobody is waiting";
}

export function ordinal(number) {
  const last = number % 10;
  const ending = number % 100 >= 10 && number % 100 <= 20 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[last] || "th";
  return `${number}${ending}`;
}

export function waitWords(frame, place) {
  const firm = place ? frame.firm[place - 1] : 1; // one, and one more for each who may yet go before
  if (!firm) return "The order may change, so that new voices are heard";
  const ahead = place - 1;
  const low = Math.floor((frame.wait.rest_ms + ahead * frame.wait.low_ms) / 60000);
  const high = Math.ceil((frame.wait.rest_ms + (ahead + firm - 1) * frame.wait.high_ms) / 60000);
  if (high <= 1) return "about a minute or less";
  return low ? `about ${low}–${high} min` : `at most ${high} min`;
}

export function ago(ms) {
  const seconds = Math.floor(Math.max(ms, 0) / 1000);
  if (seconds < 60) return `${seconds} s ago`;
  return `${Math.floor(seconds / 60)} min ago`;
}

/* A clock some milliseconds after its frame: what a page draws between frames, always from the frame and never by counting. */
export function face(clock, laterMs) {
  const elapsed = clock.elapsed_ms + (clock.ticking ? Math.max(laterMs, 0) : 0);
  if (clock.limit_ms === null) {
    const word = { ready: "Ready", paused: "Paused" }[clock.state] || "so far";
    return { state: clock.state, digits: digits(elapsed), word, left: 100, elapsed };
  }
  const left = clock.limit_ms - elapsed;
  let state = clock.state;
  if (clock.ticking) state = left <= 0 ? "over" : left <= clock.warn_ms ? "warning" : "running";
  if (left <= 0) {
    return { state: state === "paused" ? "paused" : "over", digits: `+${digits(-left)}`, word: state === "paused" ? "Paused" : -left >= clock.grace_ms ? "Please finish" : "Time is up", left: 0, elapsed };
  }
  const word = { ready: "Ready", paused: "Paused", warning: `Under ${Math.floor(clock.warn_ms / 1000)} seconds` }[state]
    || `left of ${digits(clock.limit_ms)}`;
  return { state, digits: digits(left + 999), word, left: Math.floor((left * 100) / clock.limit_ms), elapsed };
}

/* Draw a face into a block: <section class="floor"> with .dial, .digits and .word inside. Nothing is written that has not changed. */
export function drawClock(block, look) {
  if (block.dataset.state !== look.state) {
    block.dataset.state = look.state;
    const shape = document.getElementById(`dial-${look.state}`) || document.getElementById("dial-ready");
    block.querySelector(".dial").replaceWith(shape.content.firstElementChild.cloneNode(true));
  }
  const shown = look.state === "unknown" ? "" : look.digits;
  setText(block.querySelector(".digits"), shown);
  block.querySelector(".digits").dataset.letters = shown.length;
  setText(block.querySelector(".word"), look.word);
  const drain = block.querySelector(".drain");
  if (drain) drain.setAttribute("stroke-dasharray", `${look.left} 100`);
}

export const timeOfDay = (ms, more = {}) => new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London", ...more });

/* Both signs stand in the page already, since nothing can be fetched when it matters. */
export function drawLink(line, state) {
  const lost = state !== "live";
  line.dataset.state = lost ? "lost" : "live";
  line.querySelector("[data-on]").hidden = lost;
  line.querySelector("[data-off]").hidden = !lost;
  if (lost) setText(line.querySelector("[data-off] span"), state === "refused" ? "Signed out" : "Offline");
}

export const UNKNOWN = { state: "unknown", digits: "", word: "Reconnecting", left: 0 };

export function setText(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "bi");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.documentElement.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/* News beside the queue: the most pressing one, or none. */
export function hintKind(frame) {
  if (["lobby", "ended"].includes(frame.state)) return "";
  if (frame.alert) return "alert";
  if (frame.invited.length) return "asked";
  if (frame.invite) return "invite";
  return frame.heard.silent ? "silent" : "";
}

export function hintWords(frame) {
  const kind = hintKind(frame);
  if (kind === "alert" || kind === "invite") return frame[kind].words;
  if (kind === "asked") return `${frame.invited[0].name || frame.invited[0].landlord || "Somebody"} has been asked to come in.`;
  const count = frame.heard.silent;
  return kind ? `${count} ${count === 1 ? "landlord has" : "landlords have"} not asked yet.` : "";
}

/* What is left of a landlord's time, some milliseconds after the frame. */
export function landlordLeft(turn, laterMs) {
  if (turn.landlord_left_ms === null || turn.landlord_left_ms === undefined) return "";
  const left = turn.landlord_left_ms - (turn.clock.ticking ? Math.max(laterMs, 0) : 0);
  const whose = turn.landlord || "Their landlord";
  return left > 0 ? `${whose}: ${digits(left + 999)} left` : `${whose}: no time left`;
}

export function nextItemWords(frame) {
  if (!frame.item) return frame.next_item && frame.next_item.number === 1 ? "First item" : "Next item";
  return frame.next_item ? "Next item" : "Close the item";
}

export const direction = (one) => `${timeOfDay(one.at_ms)} ${one.name || "Everybody"}: ${one.words}`;

export const heard = (frame) => (frame.heard.present ? `Heard ${frame.heard.heard} of ${frame.heard.present}` : "No landlord is here yet");

export function unheard(frame) {
  if (!frame.heard.present) return "";
  const spread = frame.fair.spread === "even" ? "shared evenly" : frame.fair.spread;
  return `· ${frame.heard.waiting} waiting not yet heard${spread ? ` · ${spread}` : ""}`;
}
