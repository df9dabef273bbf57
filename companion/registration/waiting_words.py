"""What people read in Zoom's waiting room: our words, put there when somebody presses the button.

Zoom takes them for a meeting that is going on, and shows nobody what stands there now: so the page says when ours were
last put there, and what Zoom said to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from companion.forums import service as forums
from companion.kernel import outbox
from companion.kernel.errors import DomainError
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow

EFFECT = "zoom.waiting_words"
MOST_IN_TITLE = 60  # ours; Zoom names no number
DESCRIPTION = (
    "Somebody lets you in within a minute or two. Keep the name on your tile with which you registered: "
    "people are let in by name. If nobody comes, look whether this is the link from your own letter."
)
ASKED, DONE, FAILED = "zoom.waiting_words_asked", "zoom.waiting_words_set", "zoom.waiting_words_refused"
#: what Zoom answered → what a person can do
TROUBLES = {
    "no_right": "Our app may not change the waiting room: it lacks the scope meeting:update:in_meeting_controls:admin.",
    "refused": "Zoom refused. It takes words for the waiting room only while the meeting runs, and from its host’s "
    "account; the host can set them in Zoom’s web portal, under Settings, Waiting Room.",
    "away": "Zoom did not answer. Press again in a minute.",
}


class NotRunning(DomainError):
    message = "Words for the waiting room can be set while the meeting runs."


@dataclass(frozen=True)
class Words:
    """What is put into the waiting room."""

    title: str
    description: str


@dataclass(frozen=True)
class WaitingWords:
    """Our words for a session, and how putting them there stands: since when, and why not."""

    words: Words
    asked_at: datetime | None
    set_at: datetime | None
    trouble: str | None


def words_for(title: str) -> Words:
    """The words for a session of this title; a long title is cut between two words."""
    if len(title) > MOST_IN_TITLE:
        title = title[:MOST_IN_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return Words(title, DESCRIPTION)


def ask(uow: Uow, session_id: UUID) -> None:
    """Have our words put into the waiting room. Raises NotFound, NotRunning."""
    session = forums.session_of(uow, session_id)
    if session.state != "live" or session.zoom_meeting_id is None:
        raise NotRunning
    key = f"{session_id}:{uow.now.isoformat()}"
    if outbox.queue(uow, EFFECT, key=key, payload={"session_id": session_id}):
        uow.audit(ASKED, "forum_session", session_id)


def wanted(uow: Uow, session_id: UUID) -> tuple[str, Words] | None:
    """The meeting's number and the words for it; None when it is over by now."""
    session = forums.session_of(uow, session_id)
    if session.state != "live" or session.zoom_meeting_id is None:
        return None
    return session.zoom_meeting_id, words_for(session.title)


def answered(uow: Uow, session_id: UUID, trouble: str | None) -> None:
    """Keep what Zoom said: None for yes, else a word of TROUBLES."""
    if trouble is None:
        uow.audit(DONE, "forum_session", session_id)
    else:
        uow.audit(FAILED, "forum_session", session_id, trouble=trouble)


def state_of(uow: Uow, session_id: UUID) -> WaitingWords:
    """How a session stands with the words of its waiting room. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    last = uow.db.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_id == str(session_id), AuditEntry.action.in_((ASKED, DONE, FAILED)))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).first()
    words, said = words_for(session.title), last.action if last is not None else None
    return WaitingWords(
        words=words,
        asked_at=last.at if last is not None and said == ASKED else None,
        set_at=last.at if last is not None and said == DONE else None,
        trouble=TROUBLES[str(last.details["trouble"])] if last is not None and said == FAILED else None,
    )
