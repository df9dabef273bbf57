"""`POST /zoom/webhook`: verify, store, answer. Everything else happens later, once, in the worker."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from companion.feeds import knocks, rules
from companion.kernel.errors import BadInput, Busy, NotAllowed
from companion.kernel.log import log
from companion.people.gate import allow, doors
from companion.web.counters import DELIVERIES, EVENTS
from zoom_hooks import reading, signatures
from zoom_hooks.events import ChatMessageSent, UrlValidation
from zoom_hooks.reading import MalformedEvent

bp = Blueprint("zoom", __name__)


class NotFromZoom(NotAllowed):
    message = "This delivery is not signed by a Zoom app of ours, or it is too old."


class NoSecretYet(Busy):
    """Our fault and not Zoom's, so it answers 503: Zoom tries again, and by then the secret may be set."""

    message = "No webhook secret is set, so no delivery can be believed. Set ZOOM_WEBHOOK_SECRET_TOKEN."


class UnreadableEvent(BadInput):
    message = "This delivery is signed, but it is not an event."


@bp.post("/zoom/webhook")
@allow("zoom.deliver")
def webhook() -> ResponseReturnValue:
    """Take a delivery. 200 only when it is durable; 4xx when it is not Zoom's; 503 when the fault is ours."""
    entry = doors()
    settings = entry.runner.settings
    body = request.get_data(cache=True)
    now = entry.runner.clock.now()
    try:
        secret = signatures.verify(
            settings.webhook_secrets,
            request.headers.get("x-zm-signature"),
            request.headers.get("x-zm-request-timestamp"),
            body,
            now=now,
            max_age=settings.webhook_max_age,
            max_ahead=settings.webhook_max_ahead,
        )
    except signatures.NoSecret as error:
        DELIVERIES.labels("no_secret").inc()
        _note_knock("no_secret")
        raise NoSecretYet from error
    except signatures.Refused as error:
        DELIVERIES.labels(error.reason).inc()
        log.warning("delivery refused", reason=error.reason)
        _note_knock(error.reason)
        raise NotFromZoom from error
    try:
        name, event = reading.parse_named(body)
    except MalformedEvent as error:
        DELIVERIES.labels("malformed").inc()
        raise UnreadableEvent from error
    if isinstance(event, UrlValidation):
        try:
            return jsonify(signatures.challenge_answer(secret, event.plain_token))
        except signatures.UnsafeChallenge as error:
            DELIVERIES.labels("unsafe_challenge").inc()
            raise UnreadableEvent from error
    EVENTS.labels(name if name in reading.KNOWN else "unknown").inc()
    if isinstance(event, ChatMessageSent) and not event.to_everyone:
        DELIVERIES.labels("private").inc()  # what people write to one another is never stored, not even sealed
        return "", 200
    fresh = entry.inbox.store(body, source="zoom", kind=name, now=now)
    DELIVERIES.labels("stored" if fresh else "known").inc()
    return "", 200


def _note_knock(reason: str) -> None:
    """Let the feeds' page tell that something knocks and is not believed: a wrong token is found by it."""
    entry = doors()
    last: dict[str, datetime] = current_app.extensions.setdefault("companion_knocks", {})
    if reason in rules.OURS and knocks.is_due(last, reason, entry.runner.clock.now()):
        try:
            entry.runner.run(knocks.note, reason)
        except Busy:
            log.info("knock not noted", reason=reason)
