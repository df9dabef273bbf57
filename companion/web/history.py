"""What was done about one forum session: who did what, when, in words, the newest first (X-01).

The log holds ids; names are looked up here, for those who may see the session's list anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from companion.forums import rules as forum_rules
from companion.forums import service as forums
from companion.forums.tables import ForumSession
from companion.invitations.tables import Invitation
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.gate import allow, can, read
from companion.people.tables import Person
from companion.registration import rules
from companion.registration.attendance_rules import WAY_WORDS
from companion.registration.tables import Registration
from companion.release.tables import Draft
from companion.roll.tables import Landlord

bp = Blueprint("history", __name__)
PER_PAGE = 60

#: what can be asked for: its words, and the kinds of things it is about
SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "all": ("Everything", ("registration", "forum_session", "invitation", "release_draft")),
    "people": ("Registrations", ("registration",)),
    "session": ("The session itself", ("forum_session",)),
    "invitations": ("Invitations", ("invitation",)),
    "transcript": ("Transcript", ("release_draft",)),
}
ACTORS = {
    "person": "Staff",
    "landlord_link": "The landlord’s contact",
    "day_link": "The registrant",
    "anonymous": "Somebody not signed in",
    "zoom": "Zoom",
    "worker": "The system",
    "command": "The command line",
}
WORDS = {
    "registration.made": "registered",
    "registration.approved": "approved",
    "registration.declined": "declined",
    "registration.cancelled": "withdrew",
    "registration.apology": "noted an apology",
    "registration.replaced": "passed the seat on",
    "invitation.expired": "got no answer",
    "registration.substituted": "gave the seat of a colleague",
    "registration.offered": "offered a seat",
    "registration.taken": "took the offered seat",
    "registration.offer_lapsed": "let an offer lapse",
    "registration.suspended": "put on hold",
    "registration.lifted": "took off hold",
    "registration.attended": "marked as there",
    "registration.no_show": "marked as not come",
    "registration.moved": "moved to another landlord",
    "registration.landlord_changed": "changed the landlord",
    "registration.told": "noted at the desk",
    "registration.swap_wanted": "asked for a seat",
    "registration.transcript_wanted": "asked for the transcript",
    "zoom.registrant_set": "told Zoom",
    "zoom.registrant_linked": "recognised the registrant in Zoom",
    "zoom.decided": "decided in Zoom",
    "session.planned": "planned the session",
    "session.exported": "exported a list",
    "attendance.closed": "closed attendance",
    "invitations.sent": "sent invitations",
    "invitation.sent_again": "sent the invitation again",
    "agenda.item_added": "added an agenda item",
    "agenda.item_removed": "removed an agenda item",
}


@dataclass(frozen=True)
class Act:
    """One line of the log in words."""

    seq: int
    at: datetime
    who: str
    did: str
    about: str
    registration_id: UUID | None
    more: str


@bp.get("/forum-sessions/<uuid:session_id>/history")
@allow("registration.audit")
def history(session_id: UUID) -> ResponseReturnValue:
    """Who did what about this session, the newest first."""
    show = request.args.get("show", "all")
    show = show if show in SHOWN else "all"
    before = request.args.get("before", "")
    limit = int(before) if before.isdecimal() and len(before) < 12 else None
    session, acts = read(acts_of, session_id, show, before=limit, named=can("registration.list"))
    return render_template(
        "web/history.html",
        session=session,
        acts=acts[:PER_PAGE],
        older=acts[PER_PAGE - 1].seq if len(acts) > PER_PAGE else None,
        show=show,
        filters=[(name, words) for name, (words, _kinds) in SHOWN.items()],
    )


def acts_of(
    uow: Uow, session_id: UUID, show: str = "all", *, before: int | None = None, named: bool = True
) -> tuple[ForumSession, list[Act]]:
    """The log of a session, a page and one more; without names unless they may be seen."""
    session = forums.session_of(uow, session_id)
    query = select(AuditEntry).where(AuditEntry.subject_id.in_(_subjects(uow, session_id, SHOWN[show][1])))
    if before is not None:
        query = query.where(AuditEntry.seq < before)
    entries = list(uow.db.scalars(query.order_by(AuditEntry.seq.desc()).limit(PER_PAGE + 1)))
    actors = people.names_of(uow, {entry.actor_id for entry in entries if entry.actor_id}) if named else {}
    about = _people(uow, session_id) if named else {}
    return session, [_act(entry, actors, about) for entry in entries]


def _subjects(uow: Uow, session_id: UUID, kinds: tuple[str, ...]) -> list[str]:
    """The ids, as the log writes them, of everything of those kinds that belongs to a session."""
    found = [str(session_id)] if "forum_session" in kinds else []
    for kind, table in (("registration", Registration), ("invitation", Invitation), ("release_draft", Draft)):
        if kind in kinds:
            ids = uow.db.scalars(select(table.id).where(table.forum_session_id == session_id))
            found.extend(str(one) for one in ids)
    return found


def _people(uow: Uow, session_id: UUID) -> dict[str, str]:
    query = (
        select(Registration.id, Person.name, Landlord.name.label("landlord"))
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Landlord, Landlord.id == Registration.landlord_id)
        .where(Registration.forum_session_id == session_id)
    )
    found = {str(row.id): f"{row.name}, {row.landlord}" if row.landlord else row.name for row in uow.db.execute(query)}
    invited = (
        select(Invitation.id, Landlord.name)
        .join(Landlord, Landlord.id == Invitation.landlord_id)
        .where(Invitation.forum_session_id == session_id)
    )
    return found | {str(row.id): row.name for row in uow.db.execute(invited)}


def _act(entry: AuditEntry, actors: Mapping[UUID, str], about: Mapping[str, str]) -> Act:
    name = actors.get(entry.actor_id) if entry.actor_id else None
    kind = ACTORS.get(entry.actor_kind, entry.actor_kind)
    is_registration = entry.subject_kind == "registration"
    return Act(
        seq=entry.seq,
        at=entry.at,
        who=f"{name} ({kind.lower()})" if name and entry.actor_kind != "person" else name or kind,
        did=WORDS.get(entry.action, entry.action.replace(".", ": ").replace("_", " ")),
        about=about.get(entry.subject_id, "a registration" if is_registration else ""),
        registration_id=UUID(entry.subject_id) if is_registration else None,
        more=_more(entry.subject_kind, entry.details),
    )


def _more(kind: str, details: Mapping[str, Any]) -> str:
    """What the log kept beside the act, in words where there are some."""
    parts = []
    if details.get("state"):
        before, after = (_state_words(kind, details.get(key)) for key in ("before", "state"))
        parts.append(f"{before} → {after}" if before and before != after else after)
    if details.get("seat_no"):
        parts.append(f"seat {details['seat_no']}")
    if details.get("way"):
        parts.append(f"{details.get('act')}, {WAY_WORDS.get(details['way'], details['way'])}")
    known = {"state", "before", "seat_no", "way", "act", "said_at", "now", "reason"}
    parts += [
        f"{key.replace('_', ' ')}: {value}" for key, value in details.items() if key not in known and value is not None
    ]
    return ", ".join(parts)


def _state_words(kind: str, state: str | None) -> str:
    """A state as people read it; one without words of its own is a word already."""
    known = {"registration": rules.STATE_WORDS, "forum_session": forum_rules.STATE_WORDS}.get(kind, {})
    return known.get(state or "", (state or "").replace("_", " "))
