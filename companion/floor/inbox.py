"""The steward's inbox: everything in a meeting that waits for a person's word, the oldest first. Reading only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, cast
from uuid import UUID

from companion.captions import chat, gaps
from companion.captions.listening import PAUSED
from companion.floor import interest_frames, ordering, participants, rules
from companion.floor.events import AnyEvent, Event, Recorded
from companion.floor.ids import RequestId
from companion.floor.journals import look
from companion.floor.reducer import reduce
from companion.floor.snapshots import Names
from companion.floor.state import Declaration, Floor, LateHand
from companion.floor.viewing import Page, chair_page
from companion.forums import service as forums
from companion.kernel.clocks import to_ms
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId, ParticipantId
from companion.kernel.uow import Uow
from companion.registration import door_views, zoom_pushing
from companion.registration.door_views import Case, DoorPage

TaskKind = Literal["door", "chat", "late", "interest", "claim", "leave", "readmit"]
SOON_MS = 15_000  # captions begin some seconds after the meeting, and connect anew within some more
_WOULD_BE = RequestId(UUID(int=0))


@dataclass(frozen=True)
class Task:
    """One thing to answer. `id` stays the same for as long as it is asked, `seq` names it to the step that answers."""

    kind: TaskKind
    id: str
    since_ms: int
    name: str = field(default="", repr=False)
    landlord: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    seq: int = 0
    place: int = 0
    before: str = field(default="", repr=False)
    case: Case | None = field(default=None, repr=False)
    declaration_id: UUID | None = None


@dataclass(frozen=True)
class StewardPage:
    """The steward's page: the same frame as the chair's, the inbox, and who is at the door."""

    live: Page
    tasks: tuple[Task, ...]
    door: DoorPage
    troubles: tuple[str, ...]


def steward_page(uow: Uow, session_id: UUID) -> StewardPage:
    """The steward's page as things stand. Raises NotFound."""
    floor, names = look(uow, session_id), participants.names_of(uow, session_id)
    door = door_views.door_page(uow, session_id)
    tasks = _at_the_door(door)
    if floor.state != "ended":  # nobody can be put in a queue that is over
        tasks += _in_the_chat(uow, session_id, floor, names)
        tasks += [_late(floor, names, hand) for hand in floor.tray]
        tasks += _interests(floor, names)
    tasks.sort(key=lambda task: (task.since_ms, task.id))
    return StewardPage(chair_page(uow, session_id), tuple(tasks), door, _troubles(uow, session_id))


def _at_the_door(door: DoorPage) -> list[Task]:
    return [
        Task("door", f"door-{case.entry_id}", to_ms(case.since or door.session.starts_at), case.shown, case=case)
        for case in door.cases
    ]


def _in_the_chat(uow: Uow, session_id: UUID, floor: Floor, names: Names) -> list[Task]:
    wanted = {chip.line_id for chip in floor.suggested if chip.line_id is not None}
    words = chat.words_of(uow, ForumSessionId(session_id), wanted)
    return [
        Task(
            "chat",
            f"chat-{chip.seq}",
            chip.occurred_at_ms,
            names.person(chip.participant_id),
            names.landlord(chip.landlord_id),
            words.get(chip.line_id, "") if chip.line_id is not None else "",
            chip.seq,
        )
        for chip in floor.suggested
    ]


def _late(floor: Floor, names: Names, hand: LateHand) -> Task:
    """A late hand with the place that it would take: found by taking it in, in a floor that nobody keeps."""
    try:
        [raised] = rules.admit_late(floor, hand.seq, request_id=_WOULD_BE)
        queue = ordering.order(reduce(floor, _by_staff(floor, raised)))
    except DomainError:
        queue = []
    at = next((at for at, row in enumerate(queue) if row.id == _WOULD_BE), len(queue))
    after = queue[at + 1] if at + 1 < len(queue) else None
    return Task(
        "late",
        f"late-{hand.seq}",
        hand.occurred_at_ms,
        names.person(hand.participant_id),
        names.landlord(hand.landlord_id),
        seq=hand.seq,
        place=at + 1,
        before=names.person(after.participant_id) if after is not None else "",
    )


def _by_staff(floor: Floor, raised: Event) -> Recorded:
    now_ms = floor.log[-1].received_at_ms
    return Recorded(floor.seq + 1, "would be/0", now_ms, now_ms, cast(AnyEvent, raised), actor_role="steward")


def _interests(floor: Floor, names: Names) -> list[Task]:
    """Claims from the chat to confirm, interests in the open item that nobody has answered, who was asked to leave and
    is here, and who may be let in again. What an interest concerns is on the page that decides it."""
    found = []
    for one in floor.declarations.values():
        if one.is_claim and not one.is_lifted:
            title = names.items.get(one.item_id, "")
            found.append(_of_interest(floor, names, "claim", one, one.participant_id, one.declared_at_ms, title))
        elif one.is_undecided and one.item_id == floor.item_id:
            found.append(_of_interest(floor, names, "interest", one, one.participant_id, one.declared_at_ms))
    for one, who, presence in interest_frames.sent_out(floor):
        if presence in ("here", "back"):
            found.append(_of_interest(floor, names, "leave", one, who, one.decided_at_ms or 0, presence))
    for one, who in interest_frames.to_readmit(floor):
        found.append(_of_interest(floor, names, "readmit", one, who, floor.presences[who].left_at_ms or 0))
    return found


def _of_interest(
    floor: Floor,
    names: Names,
    kind: TaskKind,
    one: Declaration,
    who: ParticipantId | None,
    since_ms: int,
    words: str = "",
) -> Task:
    name = names.person(who) if who is not None else names.landlord(one.landlord_id)
    landlord = names.landlord(floor.known.get(who)) if who is not None else ""
    return Task(kind, f"{kind}-{one.id}-{who or ''}", since_ms, name, landlord, words, declaration_id=one.id)


def _troubles(uow: Uow, session_id: UUID) -> tuple[str, ...]:
    """What went wrong and needs somebody, each as a sentence."""
    found = []
    refused = len(zoom_pushing.troubles(uow, session_id))
    if refused:
        found.append(f"Zoom refused {refused} {'registration' if refused == 1 else 'registrations'} of ours.")
    found.extend(_captions(uow, ForumSessionId(session_id)))
    return tuple(found)


def _captions(uow: Uow, session_id: ForumSessionId) -> list[str]:
    """That no captions reach us, where they are to be the transcript and somebody could do something about it."""
    session = forums.session_of(uow, session_id)
    if session.state != "live" or session.text_source != "captions" or not uow.settings.has_zoom_app:
        return []
    now = [gap for gap in gaps.gaps_of(uow, session_id) if gap.until_ms is None]
    if not now or to_ms(forums.time_in(uow, session)) - now[0].from_ms < SOON_MS:
        return []
    if now[0].reason == PAUSED:
        return ["Captions are paused in Zoom. What is said meanwhile is marked as missing in the transcript."]
    return ["No captions reach us just now; the gap will be marked in the transcript."]
