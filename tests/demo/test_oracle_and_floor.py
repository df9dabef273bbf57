"""Two pieces of code, one opinion: the oracle and the floor agree about any evening that either could see."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from companion.demo.oracle import Oracle
from companion.floor import clocks, rules
from companion.floor.events import Recorded, encode
from companion.kernel.errors import DomainError
from tests.demo.test_oracle import Row
from tests.floor.evening import PEOPLE, Evening

HOMES = {name: f"Landlord {at // 2}" for at, name in enumerate(PEOPLE[:8])}
ACTS = ("raise", "raise", "raise", "lower", "join", "leave", "serve", "serve", "skip", "move to the front", "slip")
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(sorted(HOMES))), min_size=5, max_size=60)


def play(evening: Evening, act: str, name: str) -> None:
    """One act, a second after the one before. Raises what the rules raise, and then nothing happened."""
    evening.later(1)
    if act == "raise":
        evening.raises(name)
    elif act == "lower":
        evening.lowers(name)
    elif act == "join":
        evening.joins(name, "c")
    elif act == "leave":
        evening.leaves(name, "c")
    elif act == "skip":
        evening.calls().later(1).act(rules.skip, "no_answer")
    else:
        if act == "move to the front":
            first, last = evening.queue()[0], evening.queue()[-1]
            evening.act(rules.move, evening.hand(last).id, evening.hand(first).id, place="before", reason="time")
        evening.calls().later(1).starts().later(5).act(rules.pause).later(3).act(rules.resume).later(2).act(rules.end)
        if act == "slip":
            evening.later(4).undoes(agreed=True).later(6).act(rules.end)


@given(acts)
def test_the_oracle_and_the_floor_agree_as_a_property(happened: list[tuple[str, str]]) -> None:
    evening = Evening(policy="new_landlords")
    for name, home in HOMES.items():
        evening.home(name, home)
    for act, name in happened:
        try:
            play(evening, act, name)
        except (DomainError, IndexError):
            continue
    verdict = Oracle().read([row_of(recorded) for recorded in evening.floor.log])
    floor = evening.floor
    assert verdict.out_of_order == []
    assert verdict.spoken_ms == {
        str(turn.id): clocks.elapsed_ms(turn, 0) for turn in floor.turns.values() if turn.was_heard
    }
    assert verdict.raised == {str(request_id) for request_id in floor.requests}
    ended = {str(request.id) for request in floor.requests.values() if not request.is_live}
    assert set(verdict.ended) == ended


def row_of(recorded: Recorded) -> Row:
    """An event as a row of the journal."""
    kind, payload = encode(recorded.event)
    assert recorded.occurred_at_ms == recorded.received_at_ms
    return Row(recorded.seq, kind, payload, recorded.occurred_at_ms)
