"""The run sheet of one session, to print: when each item comes, who runs it, how to call in, what is arranged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from companion.adjustments import service as adjustments
from companion.forums import agendas
from companion.forums import service as forums
from companion.forums.agenda_rules import Line
from companion.forums.tables import ForumSession, Programme
from companion.kernel.uow import Uow
from companion.people import service as people
from companion.people.gate import allow, can, read
from companion.people.roles import Role
from companion.registration import rules, views

bp = Blueprint("run_sheet", __name__)

#: who runs a session, in the order of the sheet
CREW = ((Role.CHAIR, "Chair"), (Role.STEWARD, "Steward"), (Role.ORGANISER, "Organiser"))
HOUSE_RULES = (
    "Welcome. The code of conduct holds here: speak respectfully, let others finish.",
    "What is said may be used, but not who said it or where they work.",
    "Nobody records, and no note-taking programs join. Our transcript leaves names out.",
    "To speak, press “Ask to speak” on your own page, raise a hand in Zoom, or dial *9 on a telephone. *6 unmutes.",
)


@dataclass(frozen=True)
class TimedLine:
    """An agenda item with the time it is due."""

    starts_at: datetime
    title: str
    minutes: int


@dataclass(frozen=True)
class RunSheet:
    """What whoever runs a session needs on paper."""

    session: ForumSession
    programme: Programme
    items: tuple[TimedLine, ...]
    ends_at: datetime
    crew: tuple[tuple[str, tuple[str, ...]], ...]
    seats: int
    landlords: int
    others: int
    needs: str

    @property
    def meeting(self) -> str:
        """The meeting's number in groups, as it is read out on the telephone."""
        return rules.spaced(self.session.zoom_meeting_id)

    @property
    def over(self) -> int:
        """How many minutes the items run beyond the session's end; 0 when they fit."""
        return max(0, (self.ends_at - self.session.ends_at) // timedelta(minutes=1))


@bp.get("/forum-sessions/<uuid:session_id>/run-sheet")
@allow("registration.list")
def run_sheet(session_id: UUID) -> ResponseReturnValue:
    """The run sheet."""
    page = read(run_sheet_of, session_id, needs=can("adjustments.meeting"))
    return render_template("web/run_sheet.html", page=page, house_rules=HOUSE_RULES)


def run_sheet_of(uow: Uow, session_id: UUID, *, needs: bool) -> RunSheet:
    """Everything on the sheet; what people need only for those who may see it, and never with a name."""
    session = forums.session_of(uow, session_id)
    people_of = views.list_page(uow, session_id)
    items = timed(agendas.planned(uow, session_id), session.starts_at)
    return RunSheet(
        session=session,
        programme=forums.programme_of(uow, session.programme_id),
        items=items,
        ends_at=items[-1].starts_at + timedelta(minutes=items[-1].minutes) if items else session.starts_at,
        crew=tuple(_crew(uow, session.programme_id)),
        seats=len(people_of.seated),
        landlords=len({entry.landlord_id for entry in people_of.seated}),
        others=len(people_of.others),
        needs=adjustments.summary(uow, session_id) if needs else "",
    )


def timed(lines: Sequence[Line], starts_at: datetime) -> tuple[TimedLine, ...]:
    """Each item with the time it is due, one after the other from the start."""
    found, at = [], starts_at
    for line in lines:
        found.append(TimedLine(at, line.title, line.minutes))
        at += timedelta(minutes=line.minutes)
    return tuple(found)


def _crew(uow: Uow, programme_id: UUID) -> list[tuple[str, tuple[str, ...]]]:
    held = [(person.name, grants) for person, _address, grants in people.accounts(uow)]
    return [
        (words, tuple(name for name, grants in held if (role, programme_id) in grants or (role, None) in grants))
        for role, words in CREW
    ]
