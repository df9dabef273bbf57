"""What the random journals reach: an invariant says nothing of a state that none of them ever comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from companion.floor import barring, clocks, events
from companion.floor.events import Recorded
from companion.floor.reducer import reduce
from companion.floor.state import Floor, Turn
from tests.floor.logs import written

JOURNALS = 200
LEAST = 2  # of them, that is 1 %

#: what is looked for; each is in at least 1 % of the whole journals
REACHED = (
    "a call given up for an interest",
    "a voice paused for an interest",
    "a statement on the clock",
    "a blocked row beside a call",
    "something taken back",
    "a taking back taken back",
    "an end taken back, and the turn goes on",
    "two voices",
    "two voices on the clock",
    "back while waiting",
    "back while called",
    "away while waiting",
    "no place left of the last few",
    "carried to the next item",
    "an item opened again",
    "a row at the cap",
    "two rows at the cap",
    "a tie drawn by lot",
    "a landlord without time",
    "an item without time",
    "recognised while called",
    "a break in a turn",
    "moved by hand",
    "two sources of one hand",
    "in the late tray",
    "invited and waiting",
    "let others go first",
    "called in vain",
    "the chair’s own order",
)


def test_the_random_journals_come_to_every_state_that_the_invariants_are_about() -> None:
    found: Counter[str] = Counter()
    for seed in range(JOURNALS):
        found.update(_reached(written(seed, 60)))
    seldom = {name: found[name] for name in REACHED if found[name] < LEAST}
    assert not seldom, seldom
    assert set(found) == set(REACHED)


def _reached(log: list[Recorded]) -> set[str]:
    found: set[str] = set()
    floor = Floor()
    for recorded in log:
        before, floor = floor, reduce(floor, recorded)
        found.update(name for name, holds in _happened(before, recorded, floor) if holds)
        found.update(name for name, holds in _stands(floor, recorded.received_at_ms) if holds)
    return found


def _happened(before: Floor, recorded: Recorded, after: Floor) -> Iterator[tuple[str, bool]]:
    event = recorded.event
    if isinstance(event, events.Undone):
        target = next((one.event for one in before.log if one.seq == event.target_seq), None)
        changed = before.view() != after.view()
        yield "something taken back", changed
        yield "a taking back taken back", changed and isinstance(target, events.Undone)
        turn_id = target.turn_id if isinstance(target, events.TurnEnded) else None
        goes_on = turn_id in after.active and turn_id not in before.active
        yield "an end taken back, and the turn goes on", goes_on
    elif isinstance(event, events.PresenceJoined):
        who = event.participant_id
        is_back = before.is_away(who) and not after.is_away(who)
        yield "back while waiting", is_back and any(row.participant_id == who for row in before.waiting())
        yield (
            "back while called",
            is_back and before.called_turn is not None and before.called_turn.participant_id == who,
        )
    elif isinstance(event, events.ItemOpened):
        yield "carried to the next item", before.item_id != after.item_id and bool(after.waiting())
        yield "an item opened again", any(len(item.openings) > 1 for item in after.items.values())
    elif isinstance(event, events.PresenceRecognised):
        called = before.called_turn
        changed = called is not None and called.participant_id == event.participant_id
        yield "recognised while called", changed and before.view() != after.view()
    given_up = after.turns.get(before.called) if before.called else None
    yield "a call given up for an interest", given_up is not None and given_up.end_reason == "interest"


def _stands(floor: Floor, now_ms: int) -> Iterator[tuple[str, bool]]:
    waiting = floor.waiting()
    active: list[Turn] = [floor.turns[one] for one in floor.active]
    due = [row for row in waiting if row.passes >= floor.max_passes]
    item = floor.items.get(floor.item_id) if floor.item_id else None
    yield "a voice paused for an interest", any(turn.paused_by == "interest" for turn in active)
    yield "a statement on the clock", any(turn.is_statement and turn.state == "running" for turn in active)
    yield "a blocked row beside a call", bool(floor.held_back()) and floor.called is not None
    yield "two voices", len(active) == 2
    yield "two voices on the clock", sum(turn.state == "running" for turn in active) == 2
    yield "away while waiting", any(floor.is_away(row.participant_id) for row in waiting)
    yield "no place left of the last few", floor.list_places == 0 and bool(waiting)
    yield "a row at the cap", bool(due)
    yield "two rows at the cap", len(due) > 1
    seconds = Counter(row.place_ms // 1000 for row in waiting)
    yield "a tie drawn by lot", floor.ties_seed is not None and any(count > 1 for count in seconds.values())
    spent = (clocks.landlord_left_ms(floor, one, now_ms) for one in floor.landlords)
    yield "a landlord without time", any(left == 0 for left in spent)
    budget_ms = item.budget_ms if item is not None else None
    used_ms = clocks.item_spent_ms(floor, item.id, now_ms) if item is not None else 0
    yield "an item without time", budget_ms is not None and 0 < budget_ms <= used_ms
    yield "a break in a turn", floor.state == "paused" and bool(active)
    yield "moved by hand", any(row.pin for row in waiting)
    yield "two sources of one hand", any(len(row.sources) > 1 for row in waiting)
    yield "in the late tray", bool(floor.tray)
    yield "invited and waiting", any(row.is_invited for row in waiting)
    yield "let others go first", any(row.is_deferred for row in waiting)
    yield "called in vain", any(row.is_resting for row in waiting)
    yield "the chair’s own order", floor.policy == "manual" and bool(floor.own_order)
    barred = (row for row in waiting if barring.bar_on(floor, row.participant_id, row.landlord_id))
    assert not [*barred]
