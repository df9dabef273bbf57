"""Single messages of a caption stream, without a socket."""

from __future__ import annotations

import pytest

from zoom_hooks.rtms.codes import Msg
from zoom_hooks.rtms.messages import Change, change_from, keep_alive_answer
from zoom_hooks.wire import Fields


@pytest.mark.parametrize(
    "asked", [{"sequence": 7, "timestamp": 1769940020000}, {"timestamp": 1769940020000}, {"sequence": 0}, {}]
)
def test_a_keep_alive_is_answered_with_the_numbers_it_has(asked: dict[str, int]) -> None:
    question: dict[str, object] = {"msg_type": Msg.KEEP_ALIVE_REQ, **asked}
    assert keep_alive_answer(question) == {"msg_type": Msg.KEEP_ALIVE_RESP, **asked}


@pytest.mark.parametrize(
    ("kind", "state", "means"),
    [
        (Msg.STREAM_STATE, 5, Change(paused=True, at_ms=9)),
        (Msg.STREAM_STATE, 6, Change(resumed=True, at_ms=9)),
        (Msg.SESSION_STATE, 3, Change(paused=True, at_ms=9)),
        (Msg.SESSION_STATE, 4, Change(resumed=True, at_ms=9)),
        (Msg.STREAM_STATE, 1, Change(at_ms=9)),
    ],
)
def test_stream_states_five_and_six_are_pause_and_resume_as_session_states_three_and_four(
    kind: Msg, state: int, means: Change
) -> None:
    assert change_from(Fields({"msg_type": kind, "state": state, "timestamp": 9})) == means
