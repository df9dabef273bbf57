"""Who may read captions, as a rule on values: only those in the room, and only what was said while they were."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from companion.floor.caption_rules import WORDS, Reader, begun_ms, items_out_of, readable_from_ms, why_dark
from companion.floor.state import Declaration, Floor, Item, Presence
from companion.kernel.ids import DeclarationId
from tests.floor.evening import item, landlord, person, uid

ANN, BEN, HOME = person("Ann"), person("Ben"), landlord("Linden")
ITEMS = (item("one"), item("two"))
WHEN = st.integers(0, 10_000)

floors = st.builds(
    Floor,
    state=st.sampled_from(["lobby", "live", "paused", "ended"]),
    item_id=st.none() | st.sampled_from(ITEMS),
    items=st.fixed_dictionaries(
        {
            one: st.builds(
                Item,
                id=st.just(one),
                is_open=st.booleans(),
                openings=st.lists(st.tuples(WHEN, st.none() | WHEN), max_size=3).map(tuple),
            )
            for one in ITEMS
        }
    ),
    presences=st.dictionaries(
        st.sampled_from([ANN, BEN]),
        st.builds(
            Presence,
            participant_id=st.just(ANN),
            connections=st.lists(st.tuples(st.text(max_size=2), WHEN), max_size=2).map(tuple),
        ),
    ),
    declarations=st.dictionaries(
        st.sampled_from([DeclarationId(uid(f"declared {number}")) for number in range(3)]),
        st.builds(
            Declaration,
            id=st.just(DeclarationId(uid("declared"))),
            item_id=st.sampled_from(ITEMS),
            participant_id=st.none() | st.sampled_from([ANN, BEN]),
            landlord_id=st.none() | st.just(HOME),
            is_lifted=st.booleans(),
            is_claim=st.booleans(),
            effects=st.none()
            | st.lists(st.sampled_from(["no_vote", "no_speech", "leave_item"]), max_size=3).map(tuple),
        ),
    ),
)
readers = st.builds(
    Reader,
    present_as=st.frozensets(st.sampled_from([ANN, BEN])),
    bound_by=st.frozensets(st.tuples(st.sampled_from([ANN, BEN]), st.none() | st.just(HOME))),
    has_place=st.booleans(),
    has_code=st.booleans(),
)
SWITCHES = {"is_on": st.booleans(), "is_live": st.booleans(), "is_withdrawn": st.booleans()}


@given(floor=floors, reader=readers, **SWITCHES)
def test_i13_nobody_reads_unless_everything_holds(
    floor: Floor, reader: Reader, is_on: bool, is_live: bool, is_withdrawn: bool
):
    dark = why_dark(floor, reader, is_on=is_on, is_live=is_live, is_withdrawn=is_withdrawn)
    assert dark is None or dark in WORDS
    if dark is None:
        assert is_on
        assert is_live
        assert not is_withdrawn
        assert reader.has_place
        assert reader.has_code
        assert floor.state in ("live", "paused")
        assert begun_ms(floor, reader) is not None
        assert floor.item_id not in items_out_of(floor, reader)


@given(floor=floors, reader=readers)
def test_one_missing_condition_is_enough(floor: Floor, reader: Reader):
    if why_dark(floor, reader, is_on=True, is_live=True, is_withdrawn=False) is not None:
        return
    for less in (
        replace(reader, has_place=False),
        replace(reader, has_code=False),
        replace(reader, present_as=frozenset()),
    ):
        assert why_dark(floor, less, is_on=True, is_live=True, is_withdrawn=False) is not None
    for state in ("lobby", "ended"):
        there = changed(floor, state=state)
        assert why_dark(there, reader, is_on=True, is_live=True, is_withdrawn=False) is not None


@given(floor=floors, reader=readers)
def test_nothing_is_readable_from_before_somebody_came_or_while_they_were_out(floor: Floor, reader: Reader):
    from_ms = readable_from_ms(floor, reader)
    assert from_ms >= (begun_ms(floor, reader) or 0)
    for item_id in items_out_of(floor, reader):
        assert all(from_ms >= closed_ms for _, closed_ms in floor.items[item_id].openings if closed_ms is not None)
