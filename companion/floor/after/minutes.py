"""The minutes: what was on the agenda, with its time, what it came to, and counts. Nobody's name unless asked for.

Made as sections of facts and points, so that the page and the Word document say the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from companion.floor import clocks, participants, wording
from companion.floor.after.record import ItemRecord, Record, record_of
from companion.floor.journals import look, now_ms
from companion.floor.sentences import DIRECTION_WORDS
from companion.floor.snapshots import Names
from companion.floor.state import Floor
from companion.forums import outcomes
from companion.forums import service as forums
from companion.forums.outcomes import Written
from companion.interests import voting
from companion.kernel.clocks import from_ms, london_date
from companion.kernel.ids import AgendaItemId, ParticipantId
from companion.kernel.uow import Uow

HOUSE_RULE = "Held under the Chatham House Rule: what was said may be used, but not who said it or where they work."
WITH_NAMES = "With names, for the programme’s own use. Not to be passed on."


@dataclass(frozen=True)
class Section:
    """A heading with facts (what, how much) and points (sentences). `item_id` where it is an agenda item."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    points: tuple[str, ...] = ()
    item_id: UUID | None = None
    outcomes: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Minutes:
    """The minutes of a forum session. `has_names` says whether speakers and those who do an action are in them."""

    session_id: UUID
    title: str
    programme: str
    held_at: datetime
    is_over: bool
    has_names: bool
    head: Section
    items: tuple[Section, ...] = ()
    whole: Section = field(default=Section("The session as a whole"))

    @property
    def note(self) -> str:
        """Under which rule they may be passed on."""
        return WITH_NAMES if self.has_names else HOUSE_RULE

    @property
    def sections(self) -> tuple[Section, ...]:
        """All that has something in it, in order."""
        last = (self.whole,) if self.whole.facts or self.whole.points or self.whole.outcomes else ()
        return (self.head, *self.items, *last)


def minutes_of(uow: Uow, session_id: UUID, *, names: bool = False) -> Minutes:
    """The minutes as things stand. Raises NotFound."""
    session = forums.session_of(uow, session_id)
    agenda = forums.agenda(uow, session_id)
    floor, moment_ms = look(uow, session_id), now_ms(uow, session_id)
    record = record_of(floor, moment_ms, [AgendaItemId(item.id) for item in agenda])
    known = participants.names_of(uow, session_id)
    written = outcomes.of_session(uow, session_id)
    votes: dict[UUID, list[str]] = {}
    for show in voting.shows(uow, session_id):
        votes.setdefault(show.item_id, []).append(_vote(show))
    items = [
        _with_votes(
            _item(floor, one, moment_ms, known, [row for row in written if row.item_id == one.item_id], names=names),
            votes.get(one.item_id, []) if one.item_id is not None else [],
        )
        for one in record.items
    ]
    loose = tuple(row for row in written if row.item_id is None)
    return Minutes(
        session_id,
        session.title,
        forums.programme_of(uow, session.programme_id).name,
        session.starts_at,
        record.is_over,
        names,
        Section("The session", tuple(_head(floor, record, session.starts_at))),
        tuple(items),
        Section("The session as a whole", _between(record.between), _said(loose, names=names), outcomes=loose),
    )


def _head(floor: Floor, record: Record, planned_at: datetime) -> list[tuple[str, str]]:
    start_ms, end_ms = record.started_ms, record.ended_ms
    held = london_date(from_ms(start_ms) if start_ms is not None else planned_at)
    if start_ms is not None:
        held += f", {wording.at(start_ms)}" + (f" to {wording.at(end_ms)}" if end_ms is not None else "")
    facts = [("Held", held)]
    if record.breaks:
        facts.append(("Breaks", ", ".join(f"{wording.at(start)} to {wording.at(end)}" for start, end in record.breaks)))
    facts.append(("Landlords heard", f"{record.heard} of {record.present} present"))
    if record.others_heard:
        facts.append(("Others heard", f"{_count(record.others_heard, 'person', 'people')} of no landlord"))
    asked = _count(record.hands, "request", "requests") + " to speak, " + _count(record.turns, "turn", "turns")
    facts.append(("Asked and heard", asked + f", {_length(record.used_ms)} in all"))
    ended = [
        words
        for count, words in (
            (record.withdrawn, f"{record.withdrawn} taken back"),
            (record.declined, f"{record.declined} declined"),
            (record.left_waiting, f"{record.left_waiting} still waiting at the end"),
        )
        if count
    ]
    if ended:
        facts.append(("Not heard", ", ".join(ended)))
    if record.interests:
        facts.append(("Interests", f"{_count(record.interests, 'interest', 'interests')} declared"))
    if floor.directions:
        facts.append(("Directions given", _directions(floor)))
    if record.cases:
        words = "was raised and goes" if record.cases == 1 else "were raised and go"
        cases = _count(record.cases, "individual case", "individual cases")
        facts.append(("Individual cases", f"{cases} {words} into no record"))
    if record.waits.called:
        words = f"half within {_length(record.waits.middle_ms)}, the longest {_length(record.waits.longest_ms)}"
        facts.append(("Waiting", words))
    return facts


def _item(
    floor: Floor, one: ItemRecord, moment_ms: int, known: Names, written: list[Written], *, names: bool
) -> Section:
    title = known.items.get(one.item_id, "An item that is off the agenda now") if one.item_id else ""
    if not one.openings:
        return Section(title, (("Open", "not reached"),), _said(written, names=names), one.item_id, tuple(written))
    facts = [("Open", ", ".join(f"{wording.at(opened)} to {wording.at(closed)}" for opened, closed in one.openings))]
    budget = f" of {_length(one.budget_ms)}" if one.budget_ms is not None else ""
    over = f", {_length(one.over_ms)} over" if one.over_ms else ""
    facts.append(("Speaking time", f"{_length(one.used_ms)}{budget}{over}"))
    counts = f"{_count(one.turns, 'turn', 'turns')} by {_count(one.landlords, 'landlord', 'landlords')}"
    facts.append(("Heard", f"{counts}; {_count(one.hands, 'hand', 'hands')} went up"))
    if names:
        facts.append(("Speakers", _speakers(floor, one, moment_ms, known) or "nobody"))
    return Section(title, tuple(facts), _said(written, names=names), one.item_id, tuple(written))


def _with_votes(section: Section, votes: list[str]) -> Section:
    return replace(section, points=(*section.points, *votes))


def _directions(floor: Floor) -> str:
    """What the chair or an officer asked for, and how often (BX-27); never of whom."""
    counted = Counter(one.direction for one in floor.directions)
    return ", ".join(
        DIRECTION_WORDS[direction] + (f" ({number} times)" if number > 1 else "")
        for direction, number in counted.items()
    )


def _vote(show: voting.Show) -> str:
    counted = show.counted
    asked = f"“{show.question}”" if show.question else "the question is kept no longer"
    votes = f"{counted.in_favour} for, {counted.against} against, {counted.abstained} abstained"
    left_out = f"; {_count(counted.left_out, 'person', 'people')} had no vote, by a declared interest"
    return f"Show of hands: {asked}. {votes}" + (left_out if counted.left_out else "") + "."


def _speakers(floor: Floor, one: ItemRecord, moment_ms: int, known: Names) -> str:
    spent: dict[ParticipantId, int] = {}
    for turn in floor.turns.values():
        if turn.was_heard and turn.item_id == one.item_id:
            spent[turn.participant_id] = spent.get(turn.participant_id, 0) + clocks.elapsed_ms(turn, moment_ms)
    return "; ".join(_named(floor, known, who) + f" ({_length(ms)})" for who, ms in spent.items())


def _named(floor: Floor, known: Names, participant_id: ParticipantId) -> str:
    landlord = known.landlord(floor.known.get(participant_id))
    return f"{known.person(participant_id)}, {landlord}" if landlord else known.person(participant_id)


def _between(one: ItemRecord) -> tuple[tuple[str, str], ...]:
    if not one.turns:
        return ()
    return (("Outside the items", f"{_count(one.turns, 'turn', 'turns')}, {_length(one.used_ms)}"),)


def _said(written: list[Written] | tuple[Written, ...], *, names: bool) -> tuple[str, ...]:
    return tuple(sentence(one, names=names) for one in written)


def sentence(one: Written, *, names: bool) -> str:
    """An outcome as it stands in the minutes."""
    who = f" ({one.who})" if names and one.who else ""
    due = f", by {one.due_on.day} {one.due_on:%B %Y}" if one.due_on else ""
    return f"{outcomes.KIND_WORDS[one.kind]}: {one.words}{who}{due}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _length(ms: int) -> str:
    return f"{wording.digits(ms)} min"
