/* Captions on the registrant's page: asked for while they are open and looked at, and held nowhere but on the screen. */
const EVERY_MS = 2000;
const DARK_MS = 4000;   // so long after the last question that had an answer, nothing may be read any more
const PATIENCE_MS = 3000;

const made = (kind, attributes, ...inside) => {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};

/* What stands in the pane: a word on how things are, the lines in a window of their own, and a switch to hear them. */
function furnish(pane) {
  document.head.append(made("link", { rel: "stylesheet", href: new URL("captions.css", import.meta.url).pathname }));
  const words = made("p", { class: "cc-words" });
  const lines = made("div", { class: "cc-lines", role: "region", "aria-label": "What is being said", "aria-live": "off", "aria-relevant": "additions", tabindex: "0" });
  const aloud = made("input", { type: "checkbox", id: "captions-aloud", autocomplete: "off", "aria-describedby": "captions-aloud-note" });
  const label = made("span", {}, made("label", { for: aloud.id }, "Read new lines aloud"),
    made("span", { class: "choice-note", id: "captions-aloud-note" }, "For people who use a screen reader."));
  pane.append(words, lines, made("div", { class: "choice" }, aloud, label));
  return { words, lines, aloud };
}

/* Begin with a pane that was just opened for the first time; from then on it looks after itself. */
export function follow(pane) {
  const { words, lines, aloud } = furnish(pane);
  let etag = null;
  let askedAt = -Infinity;   // when the last question was put that had a good answer
  let asking = null;
  let timer = 0;
  let isOver = false;        // signed out, or the link ended: asking again would change nothing

  const isRead = () => pane.open && !document.hidden;

  function say(text) {
    words.hidden = !text;
    if (words.textContent !== text) words.textContent = text;
  }

  function clear(text) {
    etag = null;
    askedAt = -Infinity;
    lines.replaceChildren();
    lines.hidden = true;
    say(text);
  }

  function draw(shown) {
    if (shown.is_dark) { clear(shown.words); return; }
    const wasAtEnd = lines.hidden || lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    lines.hidden = shown.lines.length === 0;
    const wanted = new Set(shown.lines.map((line) => line.id));
    for (const old of [...lines.children]) if (!wanted.has(old.dataset.id)) old.remove();
    shown.lines.forEach((line, at) => {
      let row = [...lines.children].find((one) => one.dataset.id === line.id);
      if (!row) {
        row = made("p", { "data-id": line.id }, made("b", {}), " ", made("span", {}));
      }
      if (lines.children[at] !== row) lines.insertBefore(row, lines.children[at] || null);
      const [name, text] = row.children;
      if (name.textContent !== `${line.name}:`) name.textContent = `${line.name}:`;
      if (text.textContent !== line.text) text.textContent = line.text;
    });
    say(shown.words);
    if (wasAtEnd) lines.scrollTop = lines.scrollHeight;
  }

  async function ask() {
    window.clearTimeout(timer);
    if (!isRead() || asking || isOver) return;
    const mine = asking = new AbortController();
    const patience = window.setTimeout(() => mine.abort(), PATIENCE_MS);
    const now = performance.now();
    try {
      const headers = { Accept: "application/json", ...(etag ? { "If-None-Match": etag } : {}) };
      const answer = await fetch(pane.dataset.from, { headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: mine.signal });
      const shown = answer.status === 200 ? await answer.json() : null;
      if (asking !== mine || !isRead()) return;   // closed meanwhile: what came too late is not shown
      if (shown) { draw(shown); etag = shown.is_dark ? null : answer.headers.get("ETag"); askedAt = now; }
      else if (answer.status === 304) askedAt = now;
      else if (answer.status < 500) { isOver = true; clear("Captions are not shown to you any more. Reload the page to see why."); }
    } catch { /* the watch says so when it lasts */ } finally {
      window.clearTimeout(patience);
      if (asking === mine) { asking = null; timer = window.setTimeout(ask, EVERY_MS); }
    }
  }

  function stop() {
    if (asking) asking.abort();
    asking = null;
    window.clearTimeout(timer);
    if (!isOver) clear("");
  }

  /* An answer that never comes leaves nothing standing that may be over. */
  function watch() {
    if (isRead() && askedAt > -Infinity && performance.now() - askedAt > DARK_MS) clear("No connection. Captions come back with it.");
  }

  const look = () => { if (isRead()) ask(); else stop(); };
  aloud.addEventListener("change", () => lines.setAttribute("aria-live", aloud.checked ? "polite" : "off"));
  pane.addEventListener("toggle", look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", look);
  window.setInterval(watch, 500);
  clear("Looking for captions.");
  look();
}
