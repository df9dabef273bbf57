"""A session's Zoom page: what the meeting was read to be, what Zoom refused, and the buttons that ask again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from companion.captions import asking, recordings
from companion.captions.asking import CaptionState
from companion.captions.recording_state import RecordingState
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.kernel.errors import BadInput, DomainError, NotFound
from companion.kernel.forms import FieldError
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from companion.people.gate import allow, read, run
from companion.people.tables import Person
from companion.registration import reconciling, waiting_words, zoom_pushing, zoom_rules, zoom_settings
from companion.registration.door_tables import ZoomRead
from companion.registration.records import registration_of
from companion.registration.waiting_words import WaitingWords
from companion.registration.zoom_rules import Trouble
from companion.registration.zoom_settings import ZoomReading
from companion.roll.tables import Landlord

bp = Blueprint("zoom_state", __name__, url_prefix="/forum-sessions/<uuid:session_id>/zoom")


@dataclass(frozen=True)
class Refused:
    """One registration that Zoom does not have as we want it."""

    registration_id: UUID
    name: str = field(repr=False)
    landlord: str | None = field(repr=False)
    trouble: Trouble
    code: int | None
    at: datetime | None
    retry_at: datetime | None


@dataclass(frozen=True)
class ZoomPage:
    """How a session stands with Zoom."""

    session: ForumSession
    reading: ZoomReading | None
    refused: tuple[Refused, ...]
    listed_at: datetime | None
    listing: dict[str, int]
    captions: CaptionState
    waiting: WaitingWords
    recordings: tuple[RecordingState, ...]
    is_over: bool
    has_account: bool


@bp.get("")
@allow("registration.zoom")
def show(session_id: UUID) -> ResponseReturnValue:
    """What Zoom was read to be, and what it refused."""
    return _page(session_id)


@bp.post("")
@allow("registration.zoom")
def ask(session_id: UUID) -> ResponseReturnValue:
    """Read the meeting again, set what is wrong, compare lists, try somebody again, captions, words, recording."""
    try:
        _ask(session_id, request.form.get("what", ""))
    except (BadInput, NotFound):
        raise
    except DomainError as error:
        return _page(session_id, [FieldError("", error.message)]), 409
    flash("Zoom is being asked. Load this page again in a few seconds to see its answer.", "info")
    return redirect(url_for(".show", session_id=session_id), 303)


def _ask(session_id: UUID, what: str) -> None:
    if what in ("read", "set"):
        run(zoom_settings.ask_for_reading, session_id, put_right=what == "set")
    elif what == "compare":
        run(reconciling.ask_for_step, session_id)
    elif what == "captions":
        run(asking.ask, session_id)
    elif what == "waiting_words":
        run(waiting_words.ask, session_id)
    elif what == "recording":
        run(recordings.ask_now, session_id)
    elif what == "delete_recording":
        run(recordings.ask_deletion, session_id)
    elif what == "again":
        run(_try_again, session_id, request.form.get("registration", ""))
    else:
        raise BadInput("Choose what to ask of Zoom")


def _page(session_id: UUID, errors: list[FieldError] | None = None) -> str:
    return render_template("intake/zoom.html", page=read(zoom_page, session_id), errors=errors)


def zoom_page(uow: Uow, session_id: UUID) -> ZoomPage:
    """Everything the page shows."""
    session = forums.session_of(uow, session_id)
    row = uow.db.get(ZoomRead, session_id)
    is_this = row is not None and row.meeting == session.zoom_meeting_id
    return ZoomPage(
        session=session,
        reading=zoom_settings.last_reading(uow, session_id),
        refused=tuple(_refused(uow, push.registration_id) for push in zoom_pushing.troubles(uow, session_id)),
        listed_at=row.listed_at if row is not None and is_this else None,
        listing=dict(row.listing) if row is not None and is_this else {},
        captions=asking.caption_state(uow, ForumSessionId(session_id)),
        waiting=waiting_words.state_of(uow, session_id),
        recordings=recordings.states(uow, session_id),
        is_over=session.state in ("ended", "archived"),
        has_account=uow.settings.has_zoom_rest,
    )


def _refused(uow: Uow, registration_id: UUID) -> Refused:
    registration = registration_of(uow, registration_id)
    push = zoom_pushing.push_of(uow, registration)
    landlord = uow.db.get(Landlord, registration.landlord_id) if registration.landlord_id else None
    return Refused(
        registration_id=registration_id,
        name=uow.db.get_one(Person, registration.person_id).name,
        landlord=landlord.name if landlord else None,
        trouble=zoom_rules.TROUBLES[push.trouble or "refused"],
        code=push.zoom_code,
        at=push.trouble_at,
        retry_at=push.retry_at,
    )


def _try_again(uow: Uow, session_id: UUID, typed: str) -> None:
    try:
        registration_id = UUID(typed)
    except ValueError as error:
        raise NotFound from error
    if registration_of(uow, registration_id).forum_session_id != session_id:
        raise NotFound
    zoom_pushing.try_again(uow, registration_id)
