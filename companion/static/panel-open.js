/* Our app in Zoom, before it is anybody's floor: asks Zoom's client who opened it, and tells the server. */
import zoomSdk from "./zoom-appssdk.js";

const settings = document.getElementById("panel-open").dataset;
const say = (words) => { const line = document.querySelector("[data-until-asked]"); if (line) line.textContent = words; };

/* A context that Zoom has just made, as the client gives it; null outside Zoom and for a client that gives none. */
async function freshContext() {
  const capabilities = settings.kind === "tryout" ? ["getAppContext", "onFeedbackReaction"] : ["getAppContext"];
  await zoomSdk.config({ capabilities, version: "0.16" });
  const given = await zoomSdk.getAppContext();
  return given.context;
}

async function open() {
  let context;
  try {
    context = await freshContext();
  } catch {
    say("Zoom does not answer here.");
    return;
  }
  const body = new FormData();
  body.set("context", context);
  body.set("csrf_token", settings.token);
  const answer = await fetch(settings.context, { method: "POST", body, headers: { Accept: "application/json" } });
  const told = await answer.json().catch(() => ({}));
  if (told.is_new) window.location.replace(told.url);
  else if (settings.kind === "tryout") tryOut();
  else if (settings.kind === "outside") say(told.detail || "Zoom’s pass was not believed. Close the app in Zoom and open it again.");
}

/* A meeting long before its session: the server is told that this page is open and that a hand went up, and no more. */
function tryOut() {
  const tell = (what) => {
    const body = new FormData();
    body.set("what", what);
    body.set("csrf_token", settings.token);
    return fetch(settings.trying, { method: "POST", body });
  };
  zoomSdk.onFeedbackReaction((event) => {
    if (event.feedback !== "raiseHand") return;
    tell("hand").then((answer) => { if (answer.ok) document.getElementById("trying-said").textContent = "A hand was heard. It works."; });
  });
  tell("open");
  window.setInterval(() => tell("open").then((answer) => { if (answer.status === 404) window.location.reload(); }), 10000);
}

if (settings.kind !== "unset") open().catch(() => say("The service did not answer. Close the app in Zoom and open it again."));
