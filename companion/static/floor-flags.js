/* What the microphones suggest: shown for as long as it is so, done by one tap and by nothing else. */
import { announce } from "./companion.js";
import { setText } from "./floor-words.js";

let told = "";

export function drawFlag(frame, nowMs) {
  const stands = (one) => one.from_ms <= nowMs && (one.until_ms === null || nowMs < one.until_ms);
  const flag = nowMs === null ? undefined : (frame.flags || []).find(stands);
  const block = document.getElementById("flag");
  block.hidden = !flag;
  if (!flag) return;
  const form = block.querySelector("form");
  setText(block.querySelector("[data-words]"), flag.words);
  setText(block.querySelector("[data-label]"), flag.label);
  form.hidden = !flag.step;
  const step = flag.step || {};
  for (const name of ["step", "since_ms", "participant_id"]) {
    form.elements[name].value = step[name] || "";
    form.elements[name].disabled = !step[name];
  }
  if (flag.step && told !== flag.words) announce(`${flag.words} ${flag.label}?`);
  told = flag.step ? flag.words : told;
}

export function drawEstimate(frame) {
  const line = document.getElementById("estimated");
  line.hidden = !frame.estimated;
  setText(line, frame.estimated ? frame.estimated.words : "");
}
