"""Every minute of a meeting without words is marked, whoever was to blame for it (LC-14)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from companion.captions import gaps, streams
from companion.captions.listening import HANDED_OVER, LOST, NOT_BEGUN, OVER, PAUSED, STOPPED, WITHDRAWN
from companion.captions.liveness import heard_of
from companion.captions.rules import LEASE, StreamIsOver
from companion.captions.streams import Claim
from companion.floor import inbox
from companion.floor.feeds import feeds_of
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import ForumSessionId
from companion.people.roles import Role
from tests.house import House
from tests.intake import deliveries
from tests.intake.telling import tell
from tests.intake.test_events import apply
from zoom_hooks.rtms import Caption, Disconnected, Gap, Item, Paused, Resumed, StillConnected, StreamEnded

pytestmark = pytest.mark.req("LC-14")


class Meeting:
    """A live meeting, in seconds since it began."""

    def __init__(self, house: House, clock: ManualClock, claim: Claim) -> None:
        self.house, self.clock, self.claim = house, clock, claim
        self.start_ms = to_ms(clock.now())
        self.session_id = claim.forum_session_id

    def ms(self, second: int) -> int:
        return self.start_ms + second * 1000

    def until(self, second: int, *, is_held: bool = True) -> None:
        """Let time pass, until so many seconds after the start; the follower's claim is renewed, unless it died."""
        self.clock.advance(timedelta(milliseconds=self.ms(second) - to_ms(self.clock.now())))
        if is_held:
            with suppress(StreamIsOver):
                self.house.run(streams.renew, self.claim.stream_id, self.claim.fence)

    def words(self, second: int) -> Caption:
        return Caption("7", "Guest 7", "words", self.ms(second), self.ms(second + 2))

    def tell(self, *items: Item, claim: Claim | None = None) -> None:
        tell(self.house, claim or self.claim, items)

    def zoom_says(self, event: Callable[..., bytes], second: int, *args: Any, **more: Any) -> None:
        apply(self.house, event(self.ms(second), *args, **more))

    def gaps(self, feed: str = "transcript") -> list[tuple[int, int | None, str]]:
        def seconds(at_ms: int | None) -> int | None:
            return None if at_ms is None else (at_ms - self.start_ms) // 1000

        found = self.house.run(gaps.gaps_of, self.session_id, feed)
        return [(seconds(gap.from_ms) or 0, seconds(gap.until_ms), gap.reason) for gap in found]

    @property
    def troubles(self) -> list[str]:
        said = self.house.run(inbox.steward_page, self.session_id).troubles
        return [sentence for sentence in said if "aption" in sentence]


@pytest.fixture
def meeting(house: House, clock: ManualClock, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    monkeypatch.setattr(type(house.wiring.settings), "has_zoom_app", True)
    return Meeting(house, clock, claim)


def test_a_meeting_without_a_stream_is_one_gap(house: House, clock: ManualClock) -> None:
    session_id = ForumSessionId(house.forum_session(house.programme()))
    assert house.run(gaps.gaps_of, session_id) == ()
    start = to_ms(clock.now())
    apply(house, deliveries.started(start))
    clock.advance(timedelta(minutes=10))
    (now,) = house.run(gaps.gaps_of, session_id)
    assert (now.from_ms, now.until_ms, now.reason) == (start, None, NOT_BEGUN)
    apply(house, deliveries.ended(start + 3_600_000))
    (over,) = house.run(gaps.gaps_of, session_id)
    assert (over.from_ms, over.until_ms) == (start, start + 3_600_000)


def test_the_time_before_the_first_words_is_a_gap(meeting: Meeting) -> None:
    meeting.until(60)
    meeting.tell(meeting.words(40), StillConnected(("transcript", "chat"), meeting.ms(55)))
    assert meeting.gaps() == [(0, 40, NOT_BEGUN)]
    assert meeting.gaps("chat") == [(0, 55, NOT_BEGUN)]
    assert meeting.troubles == []


def test_a_take_over_marks_the_time_nobody_listened(meeting: Meeting) -> None:
    meeting.until(30)
    meeting.tell(meeting.words(0), meeting.words(20))
    meeting.until(30 + int(LEASE.total_seconds()) + 1, is_held=False)
    assert meeting.gaps() == [(22, None, LOST)]
    assert meeting.troubles
    second = meeting.house.run(streams.claim_stream, "another")
    assert meeting.gaps() == [(22, None, HANDED_OVER)]
    meeting.until(90, is_held=False)
    meeting.tell(meeting.words(10), claim=second)
    assert meeting.gaps() == [(22, None, HANDED_OVER)], "words of before do not show that anybody listens"
    meeting.tell(meeting.words(70), claim=second)
    meeting.house.run(streams.renew, second.stream_id, second.fence)
    assert meeting.gaps() == [(22, 70, HANDED_OVER)]
    assert meeting.troubles == []


def test_a_stream_stopped_in_mid_meeting_leaves_an_open_gap_until_the_end(meeting: Meeting) -> None:
    meeting.until(30)
    meeting.tell(meeting.words(0), StreamEnded(1, meeting.ms(25)))
    meeting.until(600)
    assert meeting.gaps() == [(25, None, STOPPED)]
    assert meeting.troubles
    assert "Captions: stopped" in [feed.words for feed in meeting.house.run(feeds_of, meeting.session_id)]
    meeting.zoom_says(deliveries.ended, 900)
    assert meeting.gaps() == [(25, 900, STOPPED)]
    assert meeting.troubles == []


def test_a_stop_told_by_webhook_alone_says_why(meeting: Meeting) -> None:
    meeting.until(30)
    meeting.tell(meeting.words(0))
    meeting.zoom_says(lambda ms: deliveries.stream_said("rtms_stopped", ms, "S1", stop_reason=23), 28)
    assert meeting.gaps() == [(2, None, STOPPED)]


def test_a_stream_that_ends_with_its_meeting_leaves_nothing_open(meeting: Meeting) -> None:
    meeting.until(30)
    meeting.tell(meeting.words(0), StreamEnded(6, meeting.ms(29)))
    meeting.zoom_says(deliveries.ended, 30)
    assert meeting.gaps() == [(29, 30, OVER)]


def test_a_pause_is_a_gap_and_shown(meeting: Meeting) -> None:
    meeting.until(60)
    meeting.tell(meeting.words(0), Paused(meeting.ms(10)), StillConnected(("transcript",), meeting.ms(20)))
    assert meeting.gaps() == [(2, None, PAUSED)]
    assert meeting.troubles == [
        "Captions are paused in Zoom. What is said meanwhile is marked as missing in the transcript."
    ]
    assert "Captions: paused in Zoom" in [feed.words for feed in meeting.house.run(feeds_of, meeting.session_id)]
    meeting.tell(Resumed(meeting.ms(50)))
    assert meeting.gaps() == [(2, 50, PAUSED)]
    assert meeting.house.run(heard_of, meeting.session_id).stream == "following"


def test_a_lost_chat_socket_is_no_gap_in_the_captions(meeting: Meeting) -> None:
    meeting.until(20)
    chat = StillConnected(("chat",), meeting.ms(0))
    meeting.tell(meeting.words(0), chat, Gap("chat", meeting.ms(5), meeting.ms(9)), meeting.words(12))
    assert meeting.gaps() == []
    assert meeting.gaps("chat") == [(0, 9, LOST)]


def test_lost_captions_show_at_once_and_are_a_gap_when_they_are_back(meeting: Meeting) -> None:
    meeting.until(40)
    meeting.tell(meeting.words(0), Disconnected(("transcript",)))
    assert meeting.house.run(heard_of, meeting.session_id).stream == "interrupted"
    assert meeting.gaps() == [(2, None, LOST)]
    meeting.tell(Gap("transcript", meeting.ms(2), meeting.ms(38)), meeting.words(38))
    assert meeting.house.run(heard_of, meeting.session_id).stream == "following"
    assert meeting.gaps() == [(2, 38, LOST)]


def test_a_late_interruption_opens_no_gap(meeting: Meeting) -> None:
    meeting.until(900)
    meeting.tell(meeting.words(0), meeting.words(890))
    interrupted = lambda ms: deliveries.stream_said("rtms_interrupted", ms, "S1")  # noqa: E731
    meeting.zoom_says(interrupted, 600)
    assert meeting.house.run(heard_of, meeting.session_id).stream == "following"
    assert meeting.gaps() == []
    meeting.zoom_says(interrupted, 895)
    assert meeting.house.run(heard_of, meeting.session_id).stream == "interrupted"
    assert meeting.gaps() == [(892, None, LOST)]


def test_what_zoom_withdrew_is_a_gap_of_the_whole_meeting(meeting: Meeting) -> None:
    meeting.until(60)
    meeting.tell(meeting.words(5), meeting.words(30), StreamEnded(8, meeting.ms(50)))
    assert meeting.gaps() == [(0, 5, NOT_BEGUN), (5, None, WITHDRAWN)]


def test_an_end_that_was_never_told_does_not_leave_a_gap_that_grows_for_ever(meeting: Meeting) -> None:
    meeting.until(60)
    meeting.tell(meeting.words(0))
    meeting.clock.advance(timedelta(days=30))
    planned_ms = to_ms(meeting.house.run(lambda uow: gaps.forums.session_of(uow, meeting.session_id).ends_at))
    (gap,) = meeting.house.run(gaps.gaps_of, meeting.session_id)
    assert gap.until_ms == planned_ms


def test_reviewers_see_each_time_without_captions_and_why(meeting: Meeting, app: Flask) -> None:
    meeting.until(400)
    meeting.tell(meeting.words(60), Paused(meeting.ms(70)), Resumed(meeting.ms(300)), StreamEnded(6, meeting.ms(390)))
    meeting.zoom_says(deliveries.ended, 391)
    reviewer = meeting.house.signed_in(app, meeting.house.account(Role.REVIEWER))
    page = reviewer.get(f"/forum-sessions/{meeting.session_id}/release/new").text
    for words in ("60 seconds", "about 4 minutes", "Captions had not begun", "Captions were paused in Zoom"):
        assert words in page
