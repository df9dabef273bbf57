"""What Zoom says that our app may do, beside what a session needs of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from companion.feeds.asked import NOT_NEEDED
from companion.feeds.tables import Rights
from companion.forums import service as forums
from companion.kernel import outbox
from companion.kernel.uow import Uow
from zoom_hooks import scopes
from zoom_hooks.scopes import Need

APP = "server_to_server"
EVERY = timedelta(hours=1)


def needs_of(uow: Uow, session_id: UUID) -> tuple[Need, ...]:
    """What a session asks of the app: registrants always, the rest by what it uses."""
    found: list[Need] = ["meeting", "registrants"]
    if uow.settings.has_zoom_app:
        found.append("captions")
    if forums.session_of(uow, session_id).text_source == "recording":
        found += ["recording", "deletion"]
    return tuple(found)


def missing(uow: Uow, session_id: UUID) -> tuple[str, ...]:
    """The scopes that a session needs and our app lacks; nothing while Zoom has not said which it has."""
    row = uow.db.get(Rights, APP)
    if row is None or not row.scopes:
        return ()
    return tuple(one for one in scopes.missing(row.scopes, needs_of(uow, session_id)) if one not in NOT_NEEDED)


def ask(uow: Uow) -> None:
    """Ask Zoom, through the outbox."""
    row = uow.db.get(Rights, APP)
    if row is None:
        row = Rights(app=APP, asked_at=uow.now, scopes=[])
        uow.db.add(row)
    row.asked_at = uow.now
    outbox.queue(uow, "zoom.rights", key=f"{uow.now:%Y-%m-%dT%H:%M:%S}", payload={})


def ask_if_due(uow: Uow) -> int:
    """Ask when nobody did within the hour; how many. For the tick."""
    row = uow.db.get(Rights, APP)
    if row is not None and uow.now - row.asked_at < EVERY:
        return 0
    ask(uow)
    return 1


def answered(uow: Uow, granted: Iterable[str], problem: str | None = None) -> None:
    """Keep what Zoom said; after a problem, what it said before stays."""
    row = uow.db.get(Rights, APP) or Rights(app=APP, asked_at=uow.now, scopes=[])
    row.answered_at, row.problem = uow.now, problem
    if problem is None:
        row.scopes = sorted(granted)
    uow.db.merge(row)
