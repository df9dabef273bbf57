"""Many streams share a commit, and none of them can keep another from it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from companion.captions import streams
from companion.captions.rules import FenceIsOld
from companion.captions.streams import Claim
from companion.captions.tables import CapturedCue
from companion.intake import heard
from companion.intake.caption_writer import SharedWriter
from companion.kernel.errors import DomainError
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import Uow
from tests import patience
from tests.house import House
from zoom_hooks.rtms import Caption

T0 = 1_800_000_000_000


def followed(house: House, count: int) -> list[Claim]:
    """So many meetings, with a stream each that this process follows."""
    programme = house.programme()
    for number in range(count):
        session_id = ForumSessionId(house.forum_session(programme, state="live", items=(), zoom_meeting_id=str(number)))
        offer = {"meeting_uuid": f"uuid{number}", "rtms_stream_id": f"S{number}", "server_urls": "wss://one.example"}
        house.run(streams.stream_offered, session_id, **offer)
    return [house.run(streams.claim_stream, "follower") for _ in range(count)]


def words(number: int = 0, text: str = "words") -> list[Caption]:
    return [Caption("7", "Guest 7", text, T0 + number * 1_000, T0 + number * 1_000 + 900)]


def stored(house: House) -> dict[Any, int]:
    query = select(CapturedCue.forum_session_id, func.count()).group_by(CapturedCue.forum_session_id)
    return dict(house.run(lambda uow: [tuple(row) for row in uow.db.execute(query)]))


@pytest.mark.req("LC-14")
def test_of_many_streams_one_with_an_old_fence_loses_only_its_own(house_on_each: House) -> None:
    house = house_on_each
    claims = followed(house, 5)
    lost = claims[2]
    house.run(streams.let_go, lost.stream_id, lost.fence)
    taken_over = house.run(streams.claim_stream, "another")
    assert taken_over.stream_id == lost.stream_id
    outcomes = house.run(heard.store_words, [(claim, words()) for claim in claims])
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), FenceIsOld, type(None), type(None)]
    assert stored(house) == {claim.forum_session_id: 1 for claim in claims if claim is not lost}
    voices = house.run(lambda uow: uow.db.scalars(select(CapturedCue.participant_id)).all())
    assert len(set(voices)) == len(voices) == 4, "number 7 of one meeting is not number 7 of another"


def test_the_same_words_of_two_meetings_are_each_its_own_and_a_repetition_replaces(house_on_each: House) -> None:
    house = house_on_each
    claims = followed(house, 2)
    for text in ("we hope sew", "we hope so"):
        assert house.run(heard.store_words, [(claim, words(text=text)) for claim in claims]) == [None, None]
    assert list(stored(house).values()) == [1, 1]


def test_all_claims_of_a_process_are_renewed_in_one_go(house_on_each: House) -> None:
    house = house_on_each
    claims = followed(house, 3)
    house.run(streams.stream_stopped, claims[1].rtms_stream_id, 6)
    renewed = house.run(streams.renew_all, claims)
    assert [isinstance(one, Claim) for one in renewed] == [True, False, True]


class Held:
    """A runner that stands still until it may go on, and notes what shared a commit."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()

    def run_as(self, _actor: object, use_case: Any, requests: Sequence[str]) -> list[DomainError | None]:
        self.has_begun.set()
        assert self.may_go_on.wait(patience.SECONDS)
        outcomes: list[DomainError | None] = use_case(None, requests)
        self.commits.append(list(requests))
        return outcomes


def judge(_uow: Uow, requests: Sequence[str]) -> list[DomainError | None]:
    if "broken" in requests:
        raise ZeroDivisionError
    return [FenceIsOld() if request == "lost" else None for request in requests]


def test_what_waits_shares_the_next_commit_and_one_that_cannot_be_done_fails_alone() -> None:
    runner = Held()
    writer: SharedWriter[str] = SharedWriter(runner, "test", judge, most=10)  # type: ignore[arg-type]
    writer.start()
    first = writer.ask("first")
    assert runner.has_begun.wait(patience.SECONDS)
    one, lost, broken, two = [writer.ask(word) for word in ("one", "lost", "broken", "two")]
    given_up = writer.ask("given up")
    assert given_up.cancel()
    runner.may_go_on.set()
    first.result(patience.SECONDS)
    one.result(patience.SECONDS)
    two.result(patience.SECONDS)
    with pytest.raises(FenceIsOld):
        lost.result(patience.SECONDS)
    with pytest.raises(ZeroDivisionError):
        broken.result(patience.SECONDS)
    last = writer.ask("last")
    writer.stop()
    assert last.done(), "what waits is done before it stops"
    assert runner.commits == [["first"], ["one"], ["lost"], ["two"], ["last"]]


def test_what_is_first_overtakes_what_waits() -> None:
    runner = Held()
    writer: SharedWriter[str] = SharedWriter(runner, "test", judge, most=1)  # type: ignore[arg-type]
    answers = [writer.ask("one"), writer.ask("two"), writer.ask("hand", is_first=True), writer.ask("three")]
    runner.may_go_on.set()
    writer.start()
    for answer in answers:
        answer.result(patience.SECONDS)
    writer.stop()
    assert runner.commits == [["hand"], ["one"], ["two"], ["three"]]


def test_no_more_than_so_many_share_a_commit() -> None:
    runner = Held()
    writer: SharedWriter[str] = SharedWriter(runner, "test", judge, most=2)  # type: ignore[arg-type]
    answers = [writer.ask(str(number)) for number in range(5)]
    runner.may_go_on.set()
    writer.start()
    for answer in answers:
        answer.result(patience.SECONDS)
    writer.stop()
    assert runner.commits == [["0", "1"], ["2", "3"], ["4"]]


def test_words_of_two_streams_go_through_the_thread_to_the_table(house: House) -> None:
    claims = followed(house, 2)
    writer = SharedWriter(house.wiring.runner, "test", heard.store_words, most=10)
    writer.start()
    answers = [writer.ask((claim, words(number))) for number in range(5) for claim in claims]
    for answer in answers:
        answer.result(patience.SECONDS)
    writer.stop()
    assert sum(stored(house).values()) == 10
