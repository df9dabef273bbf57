"""Zoom in step: what its lists say is compared with what we want, and what differs is put right, seldom and gently.

Webhooks may be lost and answers may go astray; the lists are what is so. A word by webhook newer than the list wins,
what Zoom refused is not asked again by itself, and nobody is put right more than twice a day (`zoom_rules.compared`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel import outbox
from companion.kernel.clocks import to_ms
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.registration import rules, zoom, zoom_pushing, zoom_rules, zoom_settings
from companion.registration.door_tables import ZoomPush, ZoomRead
from companion.registration.records import held_registration, want_in_zoom
from companion.registration.tables import Registration

BUCKET = 300  # seconds: in each, one comparison of a session is queued at most


@dataclass(frozen=True)
class Listed:
    """Somebody on one of Zoom's lists."""

    status: str
    join_url: str | None = None
    pin: str | None = None


def queue_due(uow: Uow) -> int:
    """Queue comparing every session that is due for it; how many. For the worker's tick."""
    query = select(ForumSession).where(
        ForumSession.state.in_(zoom_settings.WATCHED), ForumSession.zoom_meeting_id.is_not(None)
    )
    due = 0
    for session in uow.db.scalars(query):
        row = uow.db.get(ZoomRead, session.id)
        last = row.listed_at if row is not None and row.meeting == session.zoom_meeting_id else None
        until_start = session.starts_at - forums.time_in(uow, session)
        if zoom_rules.is_due(last, uow.now, until_start=until_start):
            key = f"{session.id}:{session.zoom_meeting_id}:{to_ms(uow.now) // (BUCKET * 1000)}"
            due += outbox.queue(uow, "zoom.step", key=key, payload={"session_id": session.id})
    return due


def ask_for_step(uow: Uow, session_id: UUID) -> None:
    """Queue comparing a session now, because somebody asked. Raises NotLinked."""
    session = forums.session_of(uow, session_id)
    if session.zoom_meeting_id is None:
        raise zoom_settings.NotLinked
    outbox.queue(uow, "zoom.step", key=f"{session_id}:{to_ms(uow.now)}", payload={"session_id": session_id})


def known_registrants(uow: Uow, session_id: UUID) -> frozenset[str]:
    """Zoom's registrants that a registration of ours has, or had."""
    query = select(Registration.zoom_registrant_id).where(
        Registration.forum_session_id == session_id, Registration.zoom_registrant_id.is_not(None)
    )
    return frozenset(found for found in uow.db.scalars(query) if found is not None)


def differing(uow: Uow, session_id: UUID, listed: Mapping[str, Listed], asked_at: datetime) -> list[UUID]:
    """The registrations of which Zoom's lists say otherwise than we want or believe, and of which nothing is queued."""
    query = select(Registration).where(Registration.forum_session_id == session_id)
    registrations = list(uow.db.scalars(query.order_by(Registration.created_at, Registration.id)))
    pushes, queued = zoom_pushing.pushes_of(uow, registrations), _queued(uow)
    newest = {one.zoom_registrant_id: one.id for one in registrations if one.zoom_registrant_id}
    return [
        one.id
        for one in registrations
        if str(one.id) not in queued
        and (one.zoom_registrant_id is None or newest[one.zoom_registrant_id] == one.id)
        and _step(uow, one, pushes.get(one.id), _on(listed, one), asked_at) != zoom_rules.Step()
    ]


def put_right(uow: Uow, registration_id: UUID, listed: Listed | None, asked_at: datetime) -> bool:
    """Believe Zoom's list about one registration, and queue what is wanted otherwise; whether that was needed."""
    _session, registration = held_registration(uow, registration_id)
    step = _step(uow, registration, uow.db.get(ZoomPush, registration_id), listed, asked_at)
    if step.state is not None:
        registration.zoom_state, registration.updated_at = step.state, uow.now
        if step.state in ("cancelled", "denied"):
            registration.zoom_join_url, registration.zoom_pin = None, None
        elif listed is not None and step.state == "approved" and listed.join_url:
            zoom.keep_link(uow, registration, listed.join_url, listed.pin)
        registration.zoom_wanted = _wanted(registration, step.state)
    if step.trouble is not None:
        zoom_pushing.note_trouble(uow, registration_id, step.trouble)
    if not step.push:
        return False
    row, today = zoom_pushing.push_of(uow, registration), zoom_rules.utc_day(uow.now)
    row.mended, row.mended_on = (row.mended if row.mended_on == today else 0) + 1, today
    want_in_zoom(uow, registration, again=True)
    uow.audit("zoom.put_right", "registration", registration_id, wanted=registration.zoom_wanted)
    return True


def note_step(uow: Uow, session_id: UUID, meeting_id: str, *, seen: int, mended: int, taken_in: int) -> None:
    """Keep when the lists were compared last, and what came of it."""
    row = zoom_settings.row_for(uow, session_id, meeting_id)
    if row is None:
        return
    row.listed_at, row.listing = uow.now, {"seen": seen, "mended": mended, "taken_in": taken_in}
    if mended or taken_in:
        uow.audit("zoom.compared", "forum_session", session_id, seen=seen, mended=mended, taken_in=taken_in)


def deny_at_close(uow: Uow) -> int:
    """Once names are closed, deny in Zoom whoever is left pending there; how many. For the worker's tick.

    Not before: a denial puts people on a list and costs a change, and a seat may come free. Whoever gets one later is
    approved from there (edge 66).
    """
    query = (
        select(Registration.id, ForumSession)
        .join(ForumSession, ForumSession.id == Registration.forum_session_id)
        .where(
            ForumSession.state.in_(("open", "closed", "live")),
            ForumSession.zoom_meeting_id.is_not(None),
            Registration.state.in_(("waitlisted", "pending")),
            Registration.zoom_state == "pending",
            Registration.zoom_wanted != "denied",
            Registration.zoom_registrant_id.is_not(None),
        )
    )
    denied = 0
    for registration_id, session in uow.db.execute(query).all():
        if forums.time_in(uow, session) < session.registration_closes_at:
            continue
        _session, registration = held_registration(uow, registration_id)
        if registration.state not in ("waitlisted", "pending") or registration.zoom_state != "pending":
            continue
        registration.zoom_wanted = "denied"
        key = f"{registration_id}:denied:{to_ms(uow.now)}"
        outbox.queue(uow, "zoom.registrant", key=key, payload={"registration_id": registration_id})
        denied += 1
    return denied


def _step(
    uow: Uow, registration: Registration, push: ZoomPush | None, listed: Listed | None, asked_at: datetime
) -> zoom_rules.Step:
    status = listed.status if listed is not None else None
    is_registered = registration.zoom_registrant_id is not None
    if not is_registered:
        status = None
    today = zoom_rules.utc_day(uow.now)
    known = zoom_rules.Known(
        wanted=_wanted(registration, status or ("cancelled" if is_registered else "none")),
        state=registration.zoom_state,
        is_registered=is_registered,
        heard_at=push.heard_at if push else None,
        mended_today=push.mended if push and push.mended_on == today else 0,
        is_refused=push is not None and push.trouble is not None,
        retry_at=push.retry_at if push else None,
    )
    return zoom_rules.compared(known, status, asked_at=asked_at, now=uow.now)


def _wanted(registration: Registration, zoom_state: str) -> str:
    if registration.zoom_wanted == "denied" and zoom_state == "pending" and rules.is_live(registration.state):
        return "denied"
    return rules.wanted_in_zoom(registration.state, zoom_state, registration.zoom_registrant_id)


def _on(listed: Mapping[str, Listed], registration: Registration) -> Listed | None:
    return listed.get(registration.zoom_registrant_id) if registration.zoom_registrant_id else None


def _queued(uow: Uow) -> set[str]:
    """The registrations about which Zoom is being told anyway."""
    query = select(OutboxEffect.payload).where(
        OutboxEffect.kind == "zoom.registrant",
        OutboxEffect.state.in_(("new", "claimed")),
        OutboxEffect.due_at <= uow.now + timedelta(seconds=BUCKET),
    )
    return {str(payload["registration_id"]) for payload in uow.db.scalars(query)}
