/* The review with keys and with selected words, without loading the page for each answer. Every press is a form or a link
   of the page: its answer is fetched as a page, and what changed takes its place. Without script they are pressed by hand. */
import { announce } from "./companion.js";
import { SingleKeys, keySwitch } from "./single-keys.js";

const review = document.querySelector("[data-review]");
const main = document.getElementById("main");
const picked = document.querySelector("[data-picked]");
const RETRY = 1000;
let isBusy = false;

/* Code points, as the server counts them, and not the half letters of a script. */
const lengthOf = (text) => Array.from(text).length;
const words = (selector) => (document.querySelector(selector)?.textContent || "").replace(/\s+/g, " ").trim();

/* A page as a document: fetch gives text, and no text may become a document where Trusted Types are required. */
function fetched(method, address, body) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.onload = () => (request.status < 500 ? resolve(request) : reject(new Error(String(request.status))));
    request.onerror = () => reject(new Error("away"));
    request.send(body);
  });
}

/* Ask until there is an answer: an answer given twice is given once, so nothing is lost and nothing doubled. */
async function asked(method, address, body) {
  for (;;) {
    try {
      const request = await fetched(method, address, body);
      notSaved(false);
      return request;
    } catch {
      notSaved(true);
      await new Promise((resolve) => { window.setTimeout(resolve, RETRY); });
    }
  }
}

function notSaved(is) {
  const old = document.getElementById("not-saved");
  if (old && !is) old.remove();
  if (old || !is) return;
  const note = document.createElement("p");
  note.id = "not-saved";
  note.className = "note note-stop";
  note.setAttribute("role", "alert");
  note.textContent = "Not saved, trying again. Leave this page open.";
  (document.querySelector('[data-swap="asked"]') || main).prepend(note);
}

/* Press a form or follow a link in place. What leads to another page is followed there. */
async function go(method, address, body, from) {
  if (isBusy) return;
  isBusy = true;
  main.setAttribute("aria-busy", "true");
  try {
    const request = await asked(method, address, body);
    const page = request.response;
    if (!page || !page.querySelector("[data-review]")) {
      window.location.assign(request.responseURL || address);
      return;
    }
    show(page, request.responseURL, from);
  } finally {
    isBusy = false;
    main.removeAttribute("aria-busy");
  }
}

function show(page, address, from) {
  const focused = document.activeElement;
  const key = focused && focused.dataset && (focused.dataset.key || "");
  const wasInside = focused && focused.closest("[data-swap]");
  const id = focused && focused.id;
  const before = words("#why");
  for (const part of document.querySelectorAll("[data-swap]")) {
    const theirs = page.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (theirs) part.replaceChildren(...theirs.childNodes);
  }
  document.title = page.title;
  const news = [...page.querySelectorAll("#main > .banner")];
  for (const old of document.querySelectorAll("#main > .banner")) old.remove();
  main.prepend(...news);
  if (new URL(address).pathname.endsWith("/review")) window.history.replaceState(null, "", address);
  dropSelection();
  if (wasInside && !document.contains(focused)) {
    const again = (id && document.getElementById(id)) || (key && review.querySelector(`[data-key="${CSS.escape(key)}"]`));
    (again || document.getElementById("why") || main).focus({ preventScroll: true });
  }
  if (from !== "gate") bringIntoSight();
  const told = news.map((banner) => banner.textContent.replace(/\s+/g, " ").trim()).join(" ");
  const next = words("#why");
  announce([told, next === before ? "" : `${next}. ${words("[data-said]")}`, words("h1")].filter(Boolean).join(". "));
}

/* After an answer the next proposal stands in sight, with what was said around it. */
function bringIntoSight() {
  const target = window.location.hash.startsWith("#cue-") ? document.getElementById(window.location.hash.slice(1)) : null;
  const here = target || document.getElementById("here");
  if (!here) return;
  const box = here.getBoundingClientRect();
  if (box.top < 80 || box.bottom > window.innerHeight - 120) here.scrollIntoView({ block: "center" });
}

function stayHere() {
  document.addEventListener("submit", (submit) => {
    const form = submit.target;
    if (submit.defaultPrevented || form.hasAttribute("data-leave") || form.querySelector("[data-leave]")) return;
    if (form.method !== "post" || !(form.closest("[data-swap]") || form === picked)) return;
    submit.preventDefault();
    const body = new FormData(form);
    if (submit.submitter && submit.submitter.name) body.append(submit.submitter.name, submit.submitter.value);
    go("POST", form.action, body, form.closest("[data-swap]")?.dataset.swap);
  });
  document.addEventListener("click", (click) => {
    const link = click.target.closest("[data-swap] a[href]");
    if (!link || link.hasAttribute("data-leave") || click.ctrlKey || click.metaKey || click.shiftKey || click.button) return;
    const there = new URL(link.href);
    if (!/\/(review|next)$/.test(there.pathname)) return;
    if (there.pathname === window.location.pathname && there.search === window.location.search && there.hash) return;
    click.preventDefault();
    go("GET", link.href, null).then(() => {
      if (there.hash.startsWith("#cue-")) document.getElementById(there.hash.slice(1))?.scrollIntoView({ block: "center" });
    });
  });
}

/* One letter answers; not while somebody types, and not together with another key. */
function keys() {
  const single = new SingleKeys("review");
  keySwitch(single, document.getElementById("keys-choice"));
  document.addEventListener("keydown", (press) => {
    if (isPicking(press)) return;
    const meant = single.meant(press);
    if (meant === null) return;
    const key = "QW".includes(meant) ? meant : meant.toLowerCase();
    if (key === "/") {
      press.preventDefault();
      document.getElementById("find").focus();
      return;
    }
    if (key === "s") {
      press.preventDefault();
      startPicking();
      return;
    }
    const everywhere = review.querySelector("[data-everywhere]");
    const all = everywhere && everywhere.open && everywhere.querySelector(`[data-everywhere-key="${CSS.escape(key)}"]`);
    const control = all || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!control || control.closest("[hidden]")) return;
    press.preventDefault();
    control.click();
  });
}

/* Selected words of one caption go into the bar at the foot, and into the form, with the place where they begin. */
function takeSelection() {
  const selection = window.getSelection();
  if (!picked || !selection || selection.isCollapsed || selection.rangeCount === 0) {
    if (picked && !picked.contains(document.activeElement)) picked.hidden = true;
    return;
  }
  const range = selection.getRangeAt(0);
  const from = range.startContainer.parentElement;
  const caption = from && from.closest(".as-heard");
  if (!caption) return;
  if (!caption.contains(range.endContainer)) range.setEnd(caption, caption.childNodes.length);
  const said = range.toString();
  if (!said.trim()) return;
  const before = document.createRange();
  before.selectNodeContents(caption);
  before.setEnd(range.startContainer, range.startOffset);
  const lead = said.length - said.trimStart().length;
  const start = lengthOf(before.toString()) + lead;
  const hide = review.querySelector("[data-hide]");
  for (const form of [picked, hide]) {
    if (!form) continue;
    form.elements.words.value = said.trim();
    form.elements.position.value = caption.dataset.position;
    form.elements.start.value = start;
  }
  picked.querySelector("[data-words]").textContent = said.trim();
  picked.hidden = false;
}

function dropSelection() {
  picking = null;
  window.getSelection()?.removeAllRanges();
  if (picked) {
    picked.hidden = true;
    picked.elements.everywhere.checked = false;
  }
}

/* Words picked with the keys: a caption, and the first and the last of its words that are taken. */
let picking = null;

const wordsOf = (caption) => [...caption.textContent.matchAll(/[\p{L}\p{N}](?:\S*[\p{L}\p{N}])?/gu)].map((found) => [found.index, found.index + found[0].length]);

/* The passage that is asked about, or the first word on the page, is selected, to be moved with the arrows. */
function startPicking() {
  const here = document.getElementById("here");
  const caption = here ? here.closest(".as-heard") : review.querySelector(".as-heard");
  if (!caption || !picked || !wordsOf(caption).length) return;
  const range = document.createRange();
  range.selectNodeContents(caption);
  if (here) range.setEndBefore(here);
  const start = here ? range.toString().length : 0;
  const end = here ? start + here.textContent.length : 1;
  const inside = wordsOf(caption).map(([from, to], at) => (from < end && to > start ? at : -1)).filter((at) => at >= 0);
  picking = { caption, first: inside[0] || 0, last: inside[inside.length - 1] || 0 };
  showPicking();
  announce("Selected. The arrows move, with Shift they take in more words, H hides them, Escape ends.");
}

function showPicking() {
  const all = wordsOf(picking.caption);
  const place = (offset) => {
    const walk = document.createTreeWalker(picking.caption, NodeFilter.SHOW_TEXT);
    let left = offset;
    let node = walk.nextNode();
    while (node && left > node.length) {
      left -= node.length;
      node = walk.nextNode();
    }
    return [node || picking.caption, node ? left : 0];
  };
  const from = all[picking.first][0] + 1; // the first letter decides in which piece it stands
  const [start, after] = place(from);
  window.getSelection().setBaseAndExtent(start, after - 1, ...place(all[picking.last][1]));
  picking.caption.scrollIntoView({ block: "nearest" });
}

function isPicking(press) {
  if (!picking || !picked || picked.hidden || press.ctrlKey || press.metaKey || press.altKey) return false;
  if (press.target.closest("input, textarea, select")) return false;
  if (press.key === "Escape") {
    dropSelection();
    return true;
  }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
  if (!step) return false;
  press.preventDefault();
  if (press.shiftKey) {
    if (step > 0 || picking.last > picking.first) picking.last += step;
    else picking.first += step;
    picking.first = Math.max(picking.first, 0);
    picking.last = Math.min(picking.last, wordsOf(picking.caption).length - 1);
  } else {
    const captions = [...review.querySelectorAll(".as-heard")].filter((one) => wordsOf(one).length);
    let at = (step > 0 ? picking.last : picking.first) + step;
    const beyond = at < 0 || at >= wordsOf(picking.caption).length;
    const next = beyond ? captions[captions.indexOf(picking.caption) + step] : picking.caption;
    if (!next) return true;
    if (beyond) at = step > 0 ? 0 : wordsOf(next).length - 1;
    picking = { caption: next, first: at, last: at };
  }
  showPicking();
  return true;
}

if (review) {
  keys();
  stayHere();
  bringIntoSight();
  if (picked) {
    document.addEventListener("selectionchange", takeSelection); // mouse, finger and keys alike
    picked.querySelector("[data-drop]").addEventListener("click", dropSelection);
    document.addEventListener("input", (typed) => {
      const form = typed.target.closest("[data-hide]");
      if (form && typed.target.name === "words") form.elements.start.value = "";
    });
  }
  document.body.dataset.ready = "";
}
