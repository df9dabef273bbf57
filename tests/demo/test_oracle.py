"""The second opinion on the floor: it agrees with a right journal and sees what is wrong in a wrong one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from companion.demo.oracle import Oracle, Verdict


@dataclass(frozen=True)
class Row:
    seq: int
    type: str
    payload: dict[str, Any]
    at: int

    @property
    def occurred_at_ms(self) -> int:
        return self.at

    @property
    def received_at_ms(self) -> int:
        return self.at


def judged(*happened: tuple[str, dict[str, Any]]) -> Verdict:
    """What the oracle says of these events, a second apart."""
    return Oracle().read([Row(seq, kind, said, seq * 1000) for seq, (kind, said) in enumerate(happened, 1)])


def up(name: str, landlord: str) -> tuple[str, dict[str, Any]]:
    return "hand.raised", {"participant_id": name, "request_id": f"r-{name}", "landlord_id": landlord}


def call(name: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "turn.called", {"turn_id": f"t-{name}", "request_id": f"r-{name}", **more}


def start(name: str, landlord: str) -> tuple[str, dict[str, Any]]:
    return "turn.started", {"turn_id": f"t-{name}", "participant_id": name, "landlord_id": landlord}


def end(name: str) -> tuple[str, dict[str, Any]]:
    return "turn.ended", {"turn_id": f"t-{name}"}


SERVED_ANN = (up("ann", "A"), call("ann"), start("ann", "A"), end("ann"))


def test_first_hand_first() -> None:
    assert judged(up("ann", "A"), up("cara", "C"), call("ann")).out_of_order == []
    assert judged(up("ann", "A"), up("cara", "C"), call("cara")).out_of_order == [3]


def test_a_landlord_not_yet_heard_goes_first() -> None:
    waiting = (up("ben", "A"), up("cara", "C"))
    assert judged(*SERVED_ANN, *waiting, call("cara")).out_of_order == []
    assert judged(*SERVED_ANN, *waiting, call("ben")).out_of_order == [7]


def test_what_the_chair_chose_is_no_fault() -> None:
    assert judged(up("ann", "A"), up("cara", "C"), call("cara", chosen=True)).out_of_order == []


def test_who_is_away_is_passed_over_and_comes_back_to_their_place() -> None:
    here = ("presence.joined", {"participant_id": "ann", "connection": "1"})
    gone = ("presence.left", {"participant_id": "ann", "connection": "1"})
    again = ("presence.joined", {"participant_id": "ann", "connection": "2"})
    waiting = (here, up("ann", "A"), up("cara", "C"), gone)
    assert judged(*waiting, call("cara")).out_of_order == []
    assert judged(*waiting, again, call("ann")).out_of_order == []
    assert judged(*waiting, again, call("cara")).out_of_order == [6]


def test_who_was_moved_is_called_where_they_were_put() -> None:
    moved = ("order.pinned", {"request_id": "r-cara", "anchor_id": "r-ann"})
    assert judged(up("ann", "A"), up("cara", "C"), moved, call("cara")).out_of_order == []
    assert judged(up("ann", "A"), up("cara", "C"), moved, call("ann")).out_of_order == [4]


def test_who_did_not_answer_stands_aside_for_one_call() -> None:
    unanswered = (up("ann", "A"), up("cara", "C"), call("ann"), ("turn.skipped", {"turn_id": "t-ann"}))
    assert judged(*unanswered, call("cara")).out_of_order == []
    assert judged(*unanswered, call("ann")).out_of_order == [5]


def test_pauses_are_not_on_the_clock() -> None:
    pause, resume = ("turn.paused", {"turn_id": "t-ann"}), ("turn.resumed", {"turn_id": "t-ann"})
    verdict = judged(up("ann", "A"), call("ann"), start("ann", "A"), pause, resume, end("ann"))
    assert verdict.spoken_ms == {"t-ann": 2000}


def test_an_undone_end_is_no_end_and_the_gap_is_not_on_the_clock() -> None:
    undone = ("undone", {"target_seq": 4})
    verdict = judged(*SERVED_ANN, undone, end("ann"))
    assert verdict.spoken_ms == {"t-ann": 2000}
    assert verdict.ended == {"r-ann": "spoke"}


@pytest.mark.req("LC-20")
def test_every_hand_comes_to_an_end_that_it_names() -> None:
    lowered = ("hand.lowered", {"participant_id": "cara"})
    verdict = judged(*SERVED_ANN, up("cara", "C"), lowered, up("dan", "D"), ("session.ended", {}))
    assert verdict.ended == {"r-ann": "spoke", "r-cara": "lowered", "r-dan": "not reached"}
    assert set(verdict.ended) == verdict.raised
