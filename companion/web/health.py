"""Is it alive, is it ready, how much waits: for load balancers and administrators. No names."""

from __future__ import annotations

import hmac
from datetime import timedelta

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select

from companion.kernel import outbox
from companion.kernel.tables import WorkerBeat
from companion.kernel.uow import Uow
from companion.people.access import may
from companion.people.gate import allow, doors, read, viewer
from companion.web.counters import INBOX_WAITING, OUTBOX_WAITING, REGISTRY, WORKER_AGE

bp = Blueprint("health", __name__)
WORKER_SILENT = timedelta(seconds=30)


def _state(uow: Uow) -> tuple[timedelta | None, int, int]:
    beat = uow.db.scalar(select(func.max(WorkerBeat.at)))
    inbox, effects = outbox.waiting(uow)
    return (uow.now - beat if beat else None), inbox, effects


@bp.get("/healthz")
@allow("public")
def alive() -> ResponseReturnValue:
    """Alive: the process answers."""
    return jsonify(status="alive")


@bp.get("/readyz")
@allow("public")
def ready() -> ResponseReturnValue:
    """Ready: the database answers, a worker was heard of, and which feeds of Zoom are set up."""
    settings = doors().runner.settings
    silence, inbox, effects = read(_state)
    worker = "alive" if silence is not None and silence < WORKER_SILENT else "silent"
    feeds = {
        "webhooks": "on" if settings.webhook_secrets else "off",
        "rest": "on" if settings.has_zoom_rest else "off",
        "captions": "on" if settings.has_zoom_app else "off",
        "hands": "not offered by Zoom's servers",
    }
    body = jsonify(database="answers", worker=worker, inbox_waiting=inbox, outbox_waiting=effects, zoom=feeds)
    body.status_code = 200 if worker == "alive" else 503
    return body


@bp.get("/metrics")
@allow("public")
def metrics() -> ResponseReturnValue:
    """Prometheus' text format, for an administrator or the scrape token; 404 for anybody else."""
    token = doors().runner.settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    scraping = bool(token) and hmac.compare_digest(token.encode(), given.encode())
    looking = viewer()
    if not scraping and not (looking.is_known and may(looking, "system.metrics")):
        abort(404)
    silence, inbox, effects = read(_state)
    INBOX_WAITING.set(inbox)
    OUTBOX_WAITING.set(effects)
    WORKER_AGE.set(silence.total_seconds() if silence is not None else -1)
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
