/* What pages gain with script. Every page works without it. Text is only ever set as text, never as markup. */

/* Say something to people who listen to the page, without moving their focus. */
export function announce(words) {
  const announcer = document.getElementById("announcer");
  if (!announcer) return;
  announcer.textContent = "";
  window.setTimeout(() => { announcer.textContent = words; }, 50); // a change is spoken, a repetition is not
}

/* After a refused form the summary takes the focus, and its links lead into the fields. */
function errorSummary() {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  summary.focus({ preventScroll: false });
  summary.addEventListener("click", (click) => {
    const link = click.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    click.preventDefault();
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    ((field.closest("fieldset") || {}).firstElementChild || label || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/* What just happened is told to those who listen: a refusal takes the focus, good news is spoken and leaves it alone. */
function banners() {
  const refusal = document.querySelector(".banner[role=alert]");
  if (refusal && !document.querySelector("[data-error-summary]")) {
    refusal.setAttribute("tabindex", "-1");
    refusal.focus({ preventScroll: true });
    return;
  }
  const news = document.querySelector(".banner[role=status] p");
  if (news) announce(news.textContent);
}

/* One button changes the colours. A choice that the device would make anyway is not kept. */
function themeSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const root = document.documentElement;
  const device = window.matchMedia("(prefers-color-scheme: dark)");
  const now = () => root.getAttribute("data-bs-theme");
  const words = button.querySelector("[data-theme-words]");
  const tell = () => { words.textContent = now() === "dark" ? "Light colours" : "Dark colours"; };
  button.addEventListener("click", () => {
    const wanted = now() === "dark" ? "light" : "dark";
    root.setAttribute("data-bs-theme", wanted);
    try {
      if (wanted === (device.matches ? "dark" : "light")) window.localStorage.removeItem("fc-theme");
      else window.localStorage.setItem("fc-theme", wanted);
    } catch { /* storage is switched off: the choice lasts for this page */ }
    tell();
    announce(wanted === "dark" ? "Dark colours on" : "Light colours on");
  });
  new MutationObserver(tell).observe(root, { attributeFilter: ["data-bs-theme"] });
  tell();
  button.hidden = false;
}

/* Copy the text of the element that a button names. Where the clipboard is closed to us, the text is selected instead. */
function copyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        const words = button.querySelector("span") || button;
        const before = words.textContent;
        words.textContent = button.dataset.said || "Copied";
        announce(words.textContent);
        window.setTimeout(() => { words.textContent = before; }, 2500);
      } catch {
        window.getSelection().selectAllChildren(source);
        announce("Selected. Copy it with your keyboard");
      }
    });
  }
}

/* Typed text is not lost by a slip: forms marked data-keep ask before the page is left. */
function keepTyped() {
  const changed = new Set();
  for (const form of document.querySelectorAll("form[data-keep]")) {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", (submit) => { if (!submit.defaultPrevented) changed.clear(); });
  }
  window.addEventListener("beforeunload", (leave) => {
    if (changed.size > 0) leave.preventDefault();
  });
}

/* A form goes once: the second press within five seconds is a slip of the finger. A form that a script sends itself
   is left to it, and so is one marked data-many, where pressing twice is meant. */
function oncePerPress() {
  const sent = new Map();
  document.addEventListener("submit", (submit) => {
    const form = submit.target;
    if (submit.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
    const last = sent.get(form);
    if (last !== undefined && performance.now() - last < 5000) submit.preventDefault();
    else sent.set(form, performance.now());
  });
  window.addEventListener("pageshow", () => sent.clear()); // back again: the form may go once more
}

/* The menu of a narrow screen closes on Escape and when the focus leaves it. */
function menus() {
  for (const menu of document.querySelectorAll("details[data-menu]")) {
    menu.addEventListener("keydown", (key) => {
      if (key.key !== "Escape" || !menu.open) return;
      leaveMenu(menu);
    });
    menu.addEventListener("focusout", (leave) => {
      if (leave.relatedTarget && !menu.contains(leave.relatedTarget)) menu.open = false;
    });
  }
}

/* Close a menu, with the focus on what opened it; where that is not on the screen, on its row or on the button for all menus. */
export function leaveMenu(menu) {
  menu.open = false;
  const back = [menu.querySelector("summary"), menu.closest("li[tabindex]"), document.querySelector("[data-menu-home]")];
  back.find((one) => one && one.getClientRects().length)?.focus();
}

/* A menu closes with the press inside it, not with the answer: by then somebody may have opened it again.
   What comes back opens it, for a press that was refused; nothing where the form stands in no menu. */
export function closeMenu(form) {
  const menu = form.closest("details[open]");
  if (!menu) return () => {};
  const held = menu.contains(document.activeElement);
  if (held) leaveMenu(menu);
  else menu.open = false;
  return () => { menu.open = true; };
}

errorSummary();
banners();
themeSwitch();
copyButtons();
keepTyped();
oncePerPress();
menus();
