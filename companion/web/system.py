"""How the installation is, for administrators: what runs, what waits, what failed, which feeds are on. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from companion.kernel import audit, inbox, outbox
from companion.kernel.clocks import london_date, london_time
from companion.kernel.settings import Settings
from companion.kernel.tables import AuditEntry, InboxEvent, OutboxEffect, WorkerBeat
from companion.kernel.uow import Uow
from companion.people.gate import allow, read
from zoom_hooks.reading import KNOWN

bp = Blueprint("system", __name__)
WORKER_SILENT = timedelta(seconds=30)
SENT_LATELY = timedelta(days=30)
LIMIT_MATTERS = timedelta(days=7)
REACHED = "rtms.concurrency_limited"
LIMITS = {
    REACHED: "No more caption streams: Zoom’s limit was reached",
    "rtms.concurrency_near_limit": "Nearly as many caption streams as Zoom allows",
}
MANY = 100
SHOWN = 50


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `done` is False for a fault, None for something that is merely off."""

    title: str
    words: str
    done: bool | None


@dataclass(frozen=True)
class Act:
    """An entry of the audit log, as it may be shown: what, on what kind of thing, by what kind of actor."""

    seq: int
    at: datetime
    action: str
    subject_kind: str
    actor_kind: str


@dataclass(frozen=True)
class Sent:
    """A kind of event that Zoom has sent, by Zoom's own name. One without a use does no harm, and is counted."""

    name: str
    count: int
    last: datetime
    is_used: bool


@dataclass(frozen=True)
class System:
    """The page's content. `fault` is the first bad entry of the audit log, when the log was checked."""

    checks: tuple[Check, ...]
    failed: tuple[tuple[str, int], ...]
    sent: tuple[Sent, ...]
    acts: tuple[Act, ...]
    head: tuple[int, str]
    is_log_checked: bool
    fault: int | None


@bp.get("/system")
@allow("system.health")
def show() -> ResponseReturnValue:
    """The state of things; with ?check=log the whole audit log is recomputed."""
    return render_template("web/system.html", system=read(system_of, check_log=request.args.get("check") == "log"))


def system_of(uow: Uow, *, check_log: bool) -> System:
    """Everything the page shows, read at once."""
    recent = uow.db.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(SHOWN))
    return System(
        checks=(*_work(uow), *_limits(uow), *_feeds(uow.settings)),
        failed=_failed(uow),
        sent=_sent(uow),
        acts=tuple(Act(row.seq, row.at, row.action, row.subject_kind, row.actor_kind) for row in recent),
        head=audit.head(uow.db),
        is_log_checked=check_log,
        fault=audit.first_fault(uow.db) if check_log else None,
    )


def _work(uow: Uow) -> tuple[Check, ...]:
    beat = uow.db.scalar(select(func.max(WorkerBeat.at)))
    silence = uow.now - beat if beat is not None else None
    events, effects = outbox.waiting(uow)
    if silence is None:
        worker = Check("No worker was heard of", "Start one: companion worker, or companion serve.", False)
    elif silence >= WORKER_SILENT:
        worker = Check("The worker is silent", f"Last heard {silence.total_seconds():.0f} seconds ago.", False)
    else:
        worker = Check("The worker runs", f"Last heard {silence.total_seconds():.0f} seconds ago.", True)
    piles_up = events + effects > MANY
    waits = f"{events} deliveries from Zoom and {effects} letters or calls."
    return worker, Check("Work piles up" if piles_up else "Nothing piles up", f"Waiting now: {waits}", not piles_up)


def _feeds(settings: Settings) -> tuple[Check, ...]:
    """What could be on and perhaps is not: off is no fault, the work is then done by hand."""
    sends = settings.mail_url.startswith("smtp")
    return (
        _feed("Zoom’s events", settings.webhook_secrets, "ZOOM_WEBHOOK_SECRET_TOKEN"),
        _feed("Registrations to Zoom", settings.has_zoom_rest, "ZOOM_ACCOUNT_ID, ZOOM_S2S_CLIENT_ID and _SECRET"),
        _feed("Captions from Zoom", settings.has_zoom_app, "ZOOM_APP_CLIENT_ID and _SECRET"),
        _feed("Mail", sends, "COMPANION_MAIL_URL; letters go into a folder now"),
        _feed("A protected connection (https)", settings.is_https, "COMPANION_PUBLIC_URL"),
    )


def _limits(uow: Uow) -> tuple[Check, ...]:
    """What Zoom has said lately of the account's limit of caption streams; nothing where it has said nothing."""
    told = inbox.counts_of(uow, uow.now - LIMIT_MATTERS)
    for name, title in LIMITS.items():
        if name in told:
            last = told[name][1]
            words = f"Zoom said so on {london_date(last)}, {london_time(last)}. Ask it for more, or run fewer at once."
            return (Check(title, words, False if name == REACHED else None),)
    return ()


def _sent(uow: Uow) -> tuple[Sent, ...]:
    """Zoom's events of the last month by name; those without a use come first."""
    told = inbox.counts_of(uow, uow.now - SENT_LATELY)
    rows = [Sent(name, count, last, name in KNOWN) for name, (count, last) in told.items()]
    return tuple(sorted(rows, key=lambda row: (row.is_used, row.name)))


def _feed(title: str, is_on: object, setting: str) -> Check:
    return Check(title, "On." if is_on else f"Off. Set {setting}.", True if is_on else None)


def _failed(uow: Uow) -> tuple[tuple[str, int], ...]:
    """What was given up after all its tries, by kind."""
    effects = select(OutboxEffect.kind, func.count()).where(OutboxEffect.state == "failed").group_by(OutboxEffect.kind)
    counts = [(kind, number) for kind, number in uow.db.execute(effects)]
    events = uow.db.scalar(select(func.count()).select_from(InboxEvent).where(InboxEvent.state == "failed")) or 0
    return (*counts, ("delivery from Zoom", events)) if events else tuple(counts)
