/* Single letters as keys: they can be switched off and given other letters (WCAG 2.1.4), remembered on the device.
   A key is known by the letter it has at first; `meant(event)` says which of them a press means, or nothing. */

const SWITCH = "fc-keys";
const LETTERS = "fc-key-letters-";

function stored(name) {
  try { return window.localStorage.getItem(name); } catch { return null; }
}

function store(name, value) {
  try {
    if (value === null) window.localStorage.removeItem(name);
    else window.localStorage.setItem(name, value);
  } catch { /* storage is switched off: it lasts for this page */ }
}

export class SingleKeys {
  /* The switch is for every page, other letters are for one. */
  constructor(page) {
    this.page = page;
    this.isOn = stored(SWITCH) !== "off";
    this.letters = {};
    try { this.letters = JSON.parse(stored(LETTERS + page) || "{}") || {}; } catch { /* as they were at first */ }
  }

  turn(on) {
    this.isOn = on;
    store(SWITCH, on ? "on" : "off");
  }

  letterOf(key) { return this.letters[key] || key; }

  /* Give a key another letter; false when another key of `all` has it. */
  give(key, letter, all) {
    if (all.some((other) => other !== key && this.letterOf(other) === letter)) return false;
    if (letter === key) delete this.letters[key];
    else this.letters[key] = letter;
    store(LETTERS + this.page, JSON.stringify(this.letters));
    return true;
  }

  putBack() {
    this.letters = {};
    store(LETTERS + this.page, null);
  }

  /* Nothing while somebody types, holds another key down, or has switched them off. */
  meant(event) {
    if (!this.isOn || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return null;
    if (event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return null;
    const pressed = event.key === "=" ? "+" : event.key;
    if (pressed.length !== 1) return null;
    const moved = Object.keys(this.letters).find((key) => this.letters[key] === pressed);
    if (moved) return moved;
    return this.letters[pressed] ? null : pressed; // its letter was given away
  }
}

/* A switch that the page has already, unhidden and kept in step. */
export function keySwitch(keys, choice) {
  const box = choice && choice.querySelector("input");
  if (!box) return;
  choice.hidden = false;
  box.checked = keys.isOn;
  box.addEventListener("change", () => keys.turn(box.checked));
}
