/* The link to the floor: a stream with a ticket, polling when none passes, and the server's time. */

const SILENT_MS = 6000;      // without a sign of life for so long, no clock is shown
const POLL_MS = 2000;
const WAITS_MS = [1000, 2000, 4000, 8000];

/* The server's time, from the quickest of the last signs of life; the device's own clock may be wrong by minutes. */
class ServerTime {
  constructor() { this.signs = []; this.base = null; }

  heard(beat) {
    this.signs.push(beat.real_ms - performance.now());
    if (this.signs.length > 12) this.signs.shift();
    this.base = beat;
  }

  forget() { this.signs = []; }

  /* The forum session's own time now, which may run faster than ours in a rehearsal. */
  now() {
    if (!this.base || !this.signs.length) return null;
    const real = performance.now() + Math.max(...this.signs);
    return this.base.now_ms + (real - this.base.real_ms) * this.base.rate;
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
    this.connect();
    window.setInterval(() => this.watch(), 500);
    window.addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.watch(); });
  }

  retryNow() {
    window.clearTimeout(this.timer);
    this.connect();
  }

  async connect() {
    if (this.source) this.source.close();
    this.source = null;
    window.clearTimeout(this.timer);
    const attempt = this.attempt = (this.attempt || 0) + 1;
    try {
      const answer = await fetch(this.ticketUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.status === 401 || answer.status === 403 || answer.status === 404) return this.refused();
      if (!answer.ok) throw new Error(String(answer.status));
      const { ticket, url } = await answer.json();
      if (attempt !== this.attempt) return undefined;
      this.listen(`${url}?ticket=${encodeURIComponent(ticket)}&since=${this.seq}`);
    } catch { this.failed(); }
    return undefined;
  }

  listen(url) {
    const source = this.source = new EventSource(url);
    source.addEventListener("beat", (event) => this.beat(JSON.parse(event.data)));
    source.addEventListener("frame", (event) => { this.failures = 0; this.take(JSON.parse(event.data)); });
    source.addEventListener("bye", () => this.connect());
    source.onerror = () => { if (this.source === source) { source.close(); this.source = null; this.failed(); } };
  }

  beat(beat) {
    this.time.heard(beat);
    this.sign();
  }

  take(frame) {
    this.sign();
    if (frame.seq < this.seq) return;
    this.seq = frame.seq;
    this.onFrame(frame);
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
    const wait = WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)] * (0.7 + Math.random() * 0.6);
    this.failures += 1;
    this.nextTryAt = performance.now() + wait;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), wait);
    if (this.failures >= 3) this.poll();
  }

  refused() {
    this.believe("lost");
    this.onState("refused");
  }

  /* Where no stream passes, the page asks every two seconds whether anything has changed. */
  async poll() {
    if (this.polling || this.source) return;
    this.polling = true;
    while (!this.source || this.source.readyState !== EventSource.OPEN) {
      try {
        const headers = { Accept: "application/json", ...(this.etag ? { "If-None-Match": this.etag } : {}) };
        const asked = performance.now();
        const answer = await fetch(this.stateUrl, { headers, credentials: "same-origin", cache: "no-store" });
        const real = Number(answer.headers.get("X-Server-Ms"));
        const domain = Number(answer.headers.get("X-Session-Ms"));
        if (real && performance.now() - asked < SILENT_MS) {
          this.beat({ real_ms: real, now_ms: domain, rate: Number(answer.headers.get("X-Session-Rate")) || 1 });
        }
        if (answer.status === 200) {
          this.etag = answer.headers.get("ETag");
          this.take(await answer.json());
        }
      } catch { /* still no way through: the watch says so */ }
      await new Promise((resolve) => { window.setTimeout(resolve, POLL_MS); });
    }
    this.polling = false;
  }

  watch() {
    // A device that slept may have stopped this clock and not the other: nothing is believed until the next sign.
    const drift = Date.now() - performance.now();
    const hasSlept = this.drift !== undefined && Math.abs(drift - this.drift) > 2000;
    this.drift = drift;
    if (hasSlept) { this.believe("lost"); this.retryNow(); return; }
    if (performance.now() - this.lastSign <= SILENT_MS) return;
    this.believe("lost");
    if (this.source) { this.source.close(); this.source = null; this.failed(); }
  }
}

/* Send what a form says, once, however often the network fails; the key makes it the same press. */
export async function send(page, body, { onTrying }) {
  body.set("key", crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now());
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(page, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (answer.status === 503 && attempt < 6) throw new Error("busy");
      const said = await answer.json();
      return answer.ok ? { frame: said } : { refused: said.detail || said.title || "That did not work." };
    } catch {
      if (attempt >= 6) return { refused: "Not saved. Reload the page and look how things stand." };
      onTrying();
      await new Promise((resolve) => { window.setTimeout(resolve, WAITS_MS[Math.min(attempt, 3)] * (0.7 + Math.random() * 0.6)); });
    }
  }
}
