"""A registrant's calendar file: one entry per registration, moved and taken out by its own id."""

from __future__ import annotations

from uuid import UUID

from companion.forums import service as forums
from companion.forums.calendar import calendar_entry
from companion.forums.tables import ForumSession
from companion.kernel.mail import Attachment
from companion.kernel.uow import Uow
from companion.registration.records import registration_of
from companion.registration.tables import Registration

WORDS = "Your own link is in our e-mail to you; it opens the way into the meeting and the button to ask to speak."
GONE = "You have no place at this forum session any more."
FILE_NAME = "forum-session.ics"


def file_of(uow: Uow, registration_id: UUID) -> bytes:
    """The calendar file of a registration, as its page hands it out."""
    registration = registration_of(uow, registration_id)
    return calendar_file(uow, forums.session_of(uow, registration.forum_session_id), registration)


def calendar_file(
    uow: Uow, session: ForumSession, registration: Registration, *, is_cancelled: bool | None = None
) -> bytes:
    """The session as an entry in this registrant's calendar, without any link: calendars are shared and synchronised.

    A cancellation by default where the session is called off. Its sequence grows with the session's moves and with
    this registration's comings and goings, so that a calendar always believes the newest file.
    """
    gone = session.state == "cancelled" if is_cancelled is None else is_cancelled
    programme = forums.programme_of(uow, session.programme_id)
    return calendar_entry(
        uid=registration.id,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        sequence=session.calendar_sequence + registration.calendar_revision,
        made_at=uow.now,
        description=GONE if gone else WORDS,
        organiser=programme.name,
        mailbox=programme.mailbox,
        is_cancelled=gone,
    )


def attached(
    uow: Uow, session: ForumSession, registration: Registration, *, is_cancelled: bool | None = None
) -> Attachment:
    """The calendar file as it goes with a letter; its method is in the type, which is what calendars look at."""
    data = calendar_file(uow, session, registration, is_cancelled=is_cancelled)
    method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in data else "PUBLISH"
    return Attachment(FILE_NAME, f"text/calendar; method={method}; charset=utf-8", data)
