"""Scenes for random journals: a few events in a row that lead where chance alone hardly ever comes.

A scene looks at the floor before each of its events, so that it fits whatever has happened; one that has nothing to
work on ends at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from companion.floor import barring, events
from companion.floor.events import AnyEvent
from companion.floor.ids import RequestId, TurnId
from companion.floor.ordering import order
from companion.floor.state import Floor, Request
from companion.kernel.ids import AgendaItemId, DeclarationId, ParticipantId
from tests.floor.evening import landlord, person, uid

Look = Callable[[], Floor]
Scene = Callable[[Look, Random], Iterator[AnyEvent]]

_UNDONE_SOON = (events.TurnEnded, events.TurnStarted, events.TurnCalled, events.OrderPinned, events.PolicySet)


def _raise(floor: Floor, number: int) -> events.HandRaised:
    who = person(f"p{number}")
    home = floor.known.get(who) or landlord(f"l{number % 4}")
    return events.HandRaised(who, RequestId(uid(f"request scene {floor.seq}")), home)


def _call(floor: Floor, row: Request, *, chosen: bool = False) -> events.TurnCalled:
    return events.TurnCalled(TurnId(uid(f"turn scene {floor.seq}")), row.id, chosen)


def _start(floor: Floor, who: ParticipantId | None = None) -> events.TurnStarted:
    """Whoever was called, or somebody in particular without a call."""
    called = floor.called_turn
    if who is None and called is not None:
        return events.TurnStarted(called.id, called.participant_id, called.landlord_id, called.request_id)
    who = who or person("p0")
    return events.TurnStarted(TurnId(uid(f"turn scene {floor.seq}")), who, floor.known.get(who))


def _begun(look: Look) -> Iterator[AnyEvent]:
    """A session that runs, with an item open."""
    if look().state == "lobby":
        yield events.SessionStarted()
    if look().item_id is None:
        yield events.ItemOpened(AgendaItemId(uid("item 0")))


def _waiting(look: Look, chance: Random, count: int) -> Iterator[AnyEvent]:
    """At least so many hands up."""
    numbers = [*range(7)]
    chance.shuffle(numbers)
    for number in numbers:
        if len(look().waiting()) >= count:
            return
        yield _raise(look(), number)


def undone_and_done_again(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Something of the chair's is taken back; often that is taken back as well."""
    some = [one.seq for one in look().log[-25:] if isinstance(one.event, _UNDONE_SOON)]
    if not some:
        return
    yield events.Undone(chance.choice(some), chance.random() < 0.3)
    if chance.random() < 0.7:
        yield events.Undone(look().seq)


def an_end_taken_back(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """A turn is ended by mistake and goes on, the gap charged or not."""
    if not look().active:
        yield _start(look(), person(f"p{chance.randrange(7)}"))
    if look().active:
        yield events.TurnEnded(look().active[-1])
        if chance.random() < 0.3:
            yield _raise(look(), chance.randrange(7))
        ends = [one.seq for one in look().log if isinstance(one.event, events.TurnEnded)]
        yield events.Undone(ends[-1], chance.random() < 0.3)


def a_connection_drops(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Somebody who waits, was called or speaks leaves, and comes back on another connection."""
    floor = look()
    called = [floor.called_turn.participant_id] if floor.called_turn else []
    speaking = [floor.turns[one].participant_id for one in floor.active]
    some = called or speaking or [row.participant_id for row in floor.waiting()]
    if not some:
        return
    who = chance.choice(some)
    known = floor.presences.get(who)
    if known is None or not known.is_here:
        yield events.PresenceJoined(who, floor.known.get(who), "first")
        known = look().presences.get(who)
    for connection, _ in known.connections if known else ():
        yield events.PresenceLeft(who, connection)
    if chance.random() < 0.8:
        yield events.PresenceJoined(who, look().known.get(who), f"again {look().seq}")


def the_last_few(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """A list of so many places, and more hands than it has."""
    places = chance.randrange(1, 3)
    yield events.ListOpened(places)
    for number in chance.sample(range(7), places + 1):
        yield _raise(look(), number)


def passed_to_the_cap(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Whoever is last is called again and again, until those before are owed a turn."""
    yield from _begun(look)
    yield events.PolicySet(chance.choice(("first_come", "new_landlords", "round_robin", "least_heard")), 1)
    if look().called is not None:
        yield _start(look())
    yield from _waiting(look, chance, 3)
    for _ in range(2):
        rows = order(look())
        if len(rows) < 2 or look().called is not None:
            return
        yield _call(look(), max(rows, key=lambda row: row.asked), chosen=True)
        yield _start(look())


def two_voices(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """A dialogue in which both speak, with a pause or an end of one of them."""
    yield events.DialogueSet(True)
    for number in chance.sample(range(7), 3):
        yield _start(look(), person(f"p{number}"))
    if look().active:
        kind = chance.choice((events.TurnPaused, events.TurnEnded))
        yield kind(chance.choice(look().active))
    if chance.random() < 0.5:
        yield events.DialogueSet(False)


def called_with_an_interest(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Whoever was called, or speaks, declares an interest; sometimes a statement is allowed and made."""
    yield from _begun(look)
    if look().called is None:
        yield from _waiting(look, chance, 1)
        rows = look().waiting()
        if not rows:
            return
        yield _call(look(), chance.choice(rows))
    called = look().called_turn
    if called is None or look().item_id is None:
        return
    if chance.random() < 0.3:
        yield _start(look())
    declaration_id = DeclarationId(uid(f"declaration scene {look().seq}"))
    item_id = look().item_id
    assert item_id is not None
    yield events.InterestDeclared(declaration_id, item_id, called.participant_id)
    if chance.random() < 0.6:
        yield events.StatementAllowed(declaration_id, called.participant_id)
        mine = [row for row in look().waiting() if row.participant_id == called.participant_id]
        if mine and look().called is None:
            yield _call(look(), mine[0], chosen=True)
            yield _start(look())
            if look().active:
                yield events.TurnEnded(look().active[-1])
    else:
        yield events.InterestDecided(declaration_id, chance.choice(((), ("no_speech",), ("no_vote",))))


def a_landlords_time_is_spent(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """A short time for each landlord, and somebody who uses it up, with a colleague waiting."""
    yield events.LimitsSet(per_turn_ms=60_000, per_landlord_ms=1)
    who = next((one for one, home in look().known.items() if home is not None), None)
    if who is None:
        return
    yield _start(look(), who)
    yield _raise(look(), chance.randrange(7))
    if look().active:
        yield events.TurnEnded(look().active[-1])


def a_tie(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Lots are drawn, and several hands go up at once."""
    yield events.TiesDrawn(chance.randrange(5))
    for number in chance.sample(range(7), 3):
        yield _raise(look(), number)


def on_to_the_next_item(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """Hands that are carried over, to another item or back to one that was open before."""
    yield from _begun(look)
    yield from _waiting(look, chance, 1)
    if look().item_id is not None:
        yield events.ItemClosed(look().item_id, chance.choice(("carry", "carry", "expire")))  # type: ignore[arg-type]
    yield events.ItemOpened(AgendaItemId(uid(f"item {chance.randrange(3)}")))


def a_caller_is_recognised(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """A telephone that waits, was called or speaks turns out to be somebody who may wait as well."""
    floor = look()
    some = [floor.requests[one].participant_id for one in floor.live]
    if not some:
        return
    who = floor.called_turn.participant_id if floor.called_turn and chance.random() < 0.5 else chance.choice(some)
    yield events.PresenceRecognised(who, person(f"p{chance.randrange(7)}"), floor.known.get(who))


def a_break(look: Look, chance: Random) -> Iterator[AnyEvent]:
    """The session pauses in the middle of a turn."""
    yield from _begun(look)
    if not look().active:
        yield _start(look(), person(f"p{chance.randrange(7)}"))
    yield events.SessionPaused()
    if barring.standing(look(), person("p0")):
        yield _raise(look(), 0)
    yield events.SessionResumed()


SCENES: tuple[Scene, ...] = (
    undone_and_done_again,
    an_end_taken_back,
    a_connection_drops,
    the_last_few,
    passed_to_the_cap,
    two_voices,
    called_with_an_interest,
    a_landlords_time_is_spent,
    a_tie,
    on_to_the_next_item,
    a_caller_is_recognised,
    a_break,
)
