"""Which stream is followed, and who may write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from companion.captions.rules import (
    LONGEST_WAIT,
    Candidate,
    FenceIsOld,
    StreamIsOver,
    check_fence,
    choose,
    wait_after,
)

NOW = datetime(2027, 5, 25, 10, 0, tzinfo=UTC)


def stream(
    state: str = "wanted",
    *,
    meeting: str = "m1",
    original: bool = True,
    lease: timedelta | None = None,
    age: int = 0,
    wait: timedelta | None = None,
) -> Candidate:
    return Candidate(
        stream_id=uuid4(),
        meeting_uuid=meeting,
        state=state,
        is_original_host=original,
        lease_until=NOW + lease if lease is not None else None,
        created_at=NOW - timedelta(minutes=age),
        next_try_at=NOW + wait if wait is not None else None,
    )


def chosen(*streams: Candidate) -> UUID | None:
    return choose(streams, NOW)


def test_of_two_streams_of_one_meeting_the_original_hosts_is_followed() -> None:
    guest, host = stream(original=False, age=5), stream()
    assert chosen(guest, host) == host.stream_id


def test_a_meeting_that_is_followed_already_is_left_alone() -> None:
    followed = stream("following", original=False, lease=timedelta(seconds=20))
    assert chosen(followed, stream()) is None


def test_a_stream_whose_follower_died_is_taken_over() -> None:
    dead = stream("following", lease=timedelta(seconds=-1))
    assert chosen(dead) == dead.stream_id


def test_streams_of_different_meetings_are_followed_side_by_side() -> None:
    other = stream(meeting="m2")
    assert chosen(stream("following", lease=timedelta(seconds=20)), other) == other.stream_id


@pytest.mark.parametrize("state", ["ended", "revoked"])
def test_a_stream_that_is_over_is_not_followed(state: str) -> None:
    assert chosen(stream(state)) is None


def test_a_refused_stream_waits_for_its_time_and_the_other_one_of_the_meeting_does_not() -> None:
    refused, guest = stream(wait=timedelta(seconds=1)), stream(original=False)
    assert chosen(refused) is None
    assert chosen(refused, guest) == guest.stream_id
    due = stream(wait=timedelta(0))
    assert chosen(due) == due.stream_id


def test_each_refusal_waits_longer_than_the_one_before_up_to_a_limit() -> None:
    waits = [wait_after(refusals) for refusals in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert waits[-1] == LONGEST_WAIT


def test_an_old_fence_is_refused() -> None:
    with pytest.raises(FenceIsOld):
        check_fence(state="following", fence=1, held=2)
    check_fence(state="following", fence=2, held=2)


def test_nothing_is_written_to_a_stream_that_was_revoked() -> None:
    with pytest.raises(StreamIsOver):
        check_fence(state="revoked", fence=1, held=1)


def test_a_stream_that_ended_still_takes_its_last_words() -> None:
    check_fence(state="ended", fence=1, held=1)
