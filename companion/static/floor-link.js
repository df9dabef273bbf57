/* The link to the floor: a stream with a ticket, polling while none passes, and the server's time. */

const SILENT_MS = 6000;      // without a sign of life for so long, no clock is shown
const HELD_BACK_MS = 3000;   // a stream that gives no sign for so long may be held back on the way: ask meanwhile
const POLL_MS = 2000;
const SOON_MS = 400;
const SELDOM_MS = 60000;     // where streams do not pass, they are tried again this seldom
const WAITS_MS = [1000, 2000, 4000, 8000];
const TRIPS = 5;
const SLOW_MS = 1000;       // a press without an answer for so long is said not to be saved

const pause = (ms) => new Promise((resolve) => { window.setTimeout(resolve, ms); });
/* The browser says when it is online again: nobody waits for the rest of a pause then. */
const pauseOrOnline = (ms) => new Promise((resolve) => {
  const over = () => { window.clearTimeout(timer); window.removeEventListener("online", over); resolve(); };
  const timer = window.setTimeout(over, ms);
  window.addEventListener("online", over);
});
const jittered = (ms) => ms * (0.7 + Math.random() * 0.6);

/* The server's time; the device's own clock may be wrong by minutes. A sign of life was sent before it came, so it says
   how late it is at least; the quickest round trip says it to within half of itself. */
export class ServerTime {
  constructor() { this.base = null; this.forget(); }

  /* The time of the frame that came with the page, until a beat says more. */
  begins(frame) { this.first = { now_ms: frame.now_ms, rate: frame.rate, at: performance.now() }; }

  heard(beat) {
    this.signs.push(beat.real_ms - performance.now());
    if (this.signs.length > 12) this.signs.shift();
    this.base = beat;
  }

  wentAround(real_ms, asked, answered) {
    this.trips.push({ took: answered - asked, ahead: real_ms - (asked + answered) / 2 });
    if (this.trips.length > 12) this.trips.shift();
  }

  forget() { this.signs = []; this.trips = []; }

  ahead() {
    const quickest = this.trips.reduce((best, trip) => (best && best.took <= trip.took ? best : trip), null);
    return Math.max(...this.signs, quickest ? quickest.ahead : -Infinity);
  }

  /* How long ago a sign of life was sent. */
  age(beat) { return this.signs.length || this.trips.length ? performance.now() + this.ahead() - beat.real_ms : 0; }

  /* The forum session's own time now, which may run faster than ours in a rehearsal. */
  now() {
    if (!this.base && this.first) return this.first.now_ms + (performance.now() - this.first.at) * this.first.rate;
    if (!this.base || !this.signs.length) return null;
    return this.base.now_ms + (performance.now() + this.ahead() - this.base.real_ms) * this.base.rate;
  }
}

export class Link {
  /* `onFrame(frame)` for every new snapshot, `onState("live" | "lost")` when it begins or ends to be believed. */
  constructor({ ticketUrl, stateUrl, onFrame, onState }) {
    Object.assign(this, { ticketUrl, stateUrl, onFrame, onState });
    this.time = new ServerTime();
    this.seq = -1;
    this.state = "";
    this.failures = 0;
    this.lastSign = -Infinity;
    this.source = null;
    this.etag = null;
    this.nextTryAt = 0;
  }

  start(frame) {
    this.seq = frame.seq;
    this.watch();
    this.connect();
    window.setInterval(() => this.watch(), 500);
    window.addEventListener("online", () => this.retryNow());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.wake(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.watch(); });
    // Whoever presses as the lid opens presses on an old order: look first, then let the press through, or not.
    for (const press of ["pointerdown", "keydown", "submit"]) document.addEventListener(press, () => this.watch(), true);
  }

  retryNow() {
    window.clearTimeout(this.timer);
    this.connect();
  }

  wake() {
    this.believe("lost");
    this.retryNow();
  }

  async fetchTicket() {
    const answer = await fetch(this.ticketUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if ([401, 403, 404, 410].includes(answer.status)) { this.refused(); return null; }
    if (!answer.ok) throw new Error(String(answer.status));
    this.ticket = await answer.json();
    return this.ticket;
  }

  address(more) {
    return `${this.ticket.url}?ticket=${encodeURIComponent(this.ticket.ticket)}&since=${this.seq}${more}`;
  }

  async connect() {
    if (this.source) this.source.close();
    this.source = null;
    window.clearTimeout(this.timer);
    const attempt = this.attempt = (this.attempt || 0) + 1;
    try {
      if (await this.fetchTicket() && attempt === this.attempt) this.listen(this.address(""));
    } catch { if (attempt === this.attempt) this.failed(); }
  }

  listen(url) {
    const source = this.source = new EventSource(url);
    this.listensSince = this.streamSign = performance.now();
    this.hasPassed = false;
    source.addEventListener("beat", (event) => {
      const beat = JSON.parse(event.data);
      if (this.time.age(beat) > SILENT_MS) return; // held back on the way: no sign of life now
      this.passed();
      this.beat(beat);
    });
    source.addEventListener("frame", (event) => { this.passed(); this.take(JSON.parse(event.data)); });
    source.addEventListener("again", () => this.beginAgain());
    source.addEventListener("bye", () => this.connect());
    source.onerror = () => { if (this.source === source) { source.close(); this.source = null; this.failed(); } };
    this.measure();
  }

  passed() {
    this.streamSign = performance.now();
    this.failures = 0;
    this.hasPassed = true;
  }

  passes() {
    return Boolean(this.source) && this.hasPassed && performance.now() - this.streamSign <= HELD_BACK_MS * 2;
  }

  /* A few round trips, for the server's time to within half of the quickest. */
  async measure() {
    try {
      for (let trip = 0; trip < TRIPS; trip += 1) {
        const asked = performance.now();
        const answer = await fetch(this.ticket.url.replace(/[^/]+$/, "time"), { cache: "no-store", credentials: "omit" });
        const { real_ms } = await answer.json();
        if (real_ms) this.time.wentAround(real_ms, asked, performance.now());
      }
    } catch { /* the signs of life have to do */ }
  }

  beat(beat) {
    this.time.heard(beat);
    this.sign();
  }

  /* What the page has shown is no more, since a backup was restored: the next frame counts, whatever its number. */
  beginAgain() { this.seq = -1; }

  /* Drawn first and believed then: nobody is let through to press on the order of before. */
  take(frame) {
    if (frame.seq >= this.seq) {
      this.seq = frame.seq;
      this.onFrame(frame);
    }
    this.sign();
  }

  sign() {
    this.lastSign = performance.now();
    this.lastSeen = this.time.now() || this.lastSeen;
    this.believe("live");
  }

  believe(state) {
    if (this.state === state) return;
    this.state = state;
    if (state === "lost") this.time.forget();
    this.onState(state);
  }

  failed() {
    const wait = jittered(this.polled && this.failures > WAITS_MS.length ? SELDOM_MS : WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)]);
    this.failures += 1;
    this.nextTryAt = performance.now() + wait;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), wait);
    if (this.failures >= 2) this.poll();
  }

  refused() {
    this.believe("lost");
    this.onState("refused");
  }

  /* Where no stream passes, the page asks again and again; the answer waits until there is something, two seconds at most. */
  async poll() {
    if (this.polling || this.passes()) return;
    this.polling = true;
    while (!this.passes()) {
      const wait = await this.askOnce() || await this.askForState();
      this.polled = wait === SOON_MS;
      await pause(jittered(wait || POLL_MS));
    }
    this.polling = false;
    this.polled = false;
  }

  /* Ask where the stream would be; how long to wait until the next, or nothing when there is no way through. */
  async askOnce() {
    try {
      if (!this.ticket && !await this.fetchTicket()) return POLL_MS * 5;
      const asked = performance.now();
      const answer = await fetch(this.address("&poll=1"), { cache: "no-store", credentials: "omit" });
      if (answer.status === 403) { this.ticket = null; return SOON_MS; }
      if (!answer.ok) return null;
      const { beat, again, frame } = await answer.json();
      if (performance.now() - asked > SILENT_MS) return null;
      if (again) this.beginAgain();
      if (frame) this.take(frame);
      this.beat(beat);
      return SOON_MS;
    } catch { return null; }
  }

  /* Ask the page itself, where even that is blocked. */
  async askForState() {
    try {
      const headers = { Accept: "application/json", ...(this.etag ? { "If-None-Match": this.etag } : {}) };
      const asked = performance.now();
      const had = this.seq;
      const answer = await fetch(this.stateUrl, { headers, credentials: "same-origin", cache: "no-store" });
      const real = Number(answer.headers.get("X-Server-Ms"));
      const domain = Number(answer.headers.get("X-Session-Ms"));
      if (answer.status === 200) {
        const frame = await answer.json();
        if (frame.seq < had) this.beginAgain();
        this.take(frame);
        this.etag = answer.headers.get("ETag");
      }
      if (real && performance.now() - asked < SILENT_MS) {
        this.beat({ real_ms: real, now_ms: domain, rate: Number(answer.headers.get("X-Session-Rate")) || 1 });
      }
    } catch { /* still no way through: the watch says so */ }
    return POLL_MS;
  }

  watch() {
    // A device that slept may have stopped this clock and not the other: nothing is believed until the next sign.
    const drift = Date.now() - performance.now();
    const hasSlept = this.drift !== undefined && Math.abs(drift - this.drift) > 2000;
    this.drift = drift;
    const now = performance.now();
    const wasAway = this.watchedAt !== undefined && now - this.watchedAt > SILENT_MS && now - this.lastSign > SILENT_MS;
    this.watchedAt = now;
    if (hasSlept || wasAway) { this.wake(); return; }
    if (this.source && !this.hasPassed && now - this.listensSince > HELD_BACK_MS) this.poll();
    if (this.source && now - this.streamSign > SILENT_MS) { this.source.close(); this.source = null; this.failed(); }
    if (now - this.lastSign > SILENT_MS) this.believe("lost");
  }
}

/* Send what a form says, once, however often the network fails; the key makes it the same press. */
export async function send(page, body, { onTrying }) {
  body.set("key", crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now());
  const pressedAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    body.set("ago", String(Math.round(performance.now() - pressedAt))); // a press that had to wait keeps its own time
    const slow = window.setTimeout(onTrying, SLOW_MS);
    try {
      const answer = await fetch(page, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.status === 503 && attempt < 6) throw new Error("busy");
      const said = await answer.json();
      return answer.ok ? { frame: said } : { refused: said.detail || said.title || "That did not work." };
    } catch {
      if (attempt >= 6) return { refused: "Not saved. Reload the page and look how things stand." };
      onTrying();
      await pauseOrOnline(jittered(WAITS_MS[Math.min(attempt, 3)]));
    } finally { window.clearTimeout(slow); }
  }
}
