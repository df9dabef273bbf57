"""From a stream's items to what was heard: no time in which nothing could reach us is taken for silence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.captions.listening import HANDED_OVER, LOST, OVER, PAUSED, Break, Evidence, Stretch, gaps_between, listen
from companion.captions.listening import Gap as Gap_
from companion.intake.listened import IN_FLIGHT_MS, listened
from zoom_hooks.rtms import (
    Caption,
    ChatMessage,
    Disconnected,
    Gap,
    Item,
    Paused,
    Resumed,
    StillConnected,
    StreamEnded,
)
from zoom_hooks.rtms.session import Hearing

pytestmark = pytest.mark.req("LC-14")

BOTH = ("transcript", "chat")


def said(start: int, end: int) -> Caption:
    return Caption("7", "Guest 7", "words", start, end)


def alive(at: int) -> Evidence:
    return Evidence(at, at - IN_FLIGHT_MS["transcript"])


def test_a_sentence_that_was_being_said_at_the_last_keep_alive_lies_in_the_gap() -> None:
    """Words come when a sentence is over: the line that breaks in its middle takes all of it away."""
    items = [said(0, 20_000), StillConnected(("transcript",), 60_000), Gap("transcript", 60_000, 90_000)]
    heard = listen(None, listened(items, is_paused=False).happened["transcript"])
    begun_ms = 60_000 - IN_FLIGHT_MS["transcript"]
    assert gaps_between((0, 90_000), heard) == (Gap_(begun_ms, 90_000, LOST),)
    after_words = [said(0, 59_000), *items[1:]]
    heard = listen(None, listened(after_words, is_paused=False).happened["transcript"])
    assert gaps_between((0, 90_000), heard) == (Gap_(59_000, 90_000, LOST),)


def test_a_lost_chat_socket_is_no_gap_in_the_captions() -> None:
    told = listened([said(1, 2), Gap("chat", 3, 9), said(10, 11)], is_paused=False)
    assert told.happened["transcript"] == [Evidence(1, 2), Evidence(10, 11)]
    assert told.happened["chat"] == [Break(LOST), Evidence(9, 9)]
    assert told.is_connected


def test_keep_alives_and_messages_are_signs_and_a_message_without_a_time_is_none() -> None:
    message = ChatMessage("7", "Guest 7", "q+", 5)
    told = listened([StillConnected(BOTH, 3), message, ChatMessage("7", None, "q+", None)], is_paused=False)
    assert told.happened == {"transcript": [alive(3)], "chat": [Evidence(3, 3), Evidence(5, 5)]}


def test_keep_alives_of_a_paused_stream_are_no_sign_and_words_are() -> None:
    told = listened([Paused(5), StillConnected(BOTH, 9), Gap("transcript", 9, 12)], is_paused=False)
    assert told.is_paused
    assert told.happened["transcript"] == [Break(PAUSED), Break(LOST)]
    again = listened([said(20, 21), StillConnected(BOTH, 30)], is_paused=True)
    assert not again.is_paused
    assert again.happened["transcript"] == [Evidence(20, 21), alive(30)]


def test_a_proper_end_was_heard_up_to_the_end_and_a_broken_one_to_the_last_words() -> None:
    assert listened([StreamEnded(6, 90)], is_paused=False).happened["transcript"] == [Break(OVER, 90)]
    assert listened([StreamEnded(14, 90)], is_paused=False).happened["transcript"] == [Break(LOST, None)]


def test_a_feed_that_broke_off_shows_at_once() -> None:
    assert listened([Disconnected(("chat",))], is_paused=False).is_connected is None
    assert listened([said(1, 2), Disconnected(BOTH)], is_paused=False).is_connected is False


class Listener:
    """A follower of one feed as it really is: what its process knows of gaps dies with it, what was stored stays."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []
        self.is_paused = self.is_connected = False
        self.hearing = Hearing("transcript")
        self.unheard: list[int] = []  # the moments in which nothing could have reached us

    def told(self, *items: Item) -> None:
        read = listened(items, is_paused=self.is_paused)
        self.keep(read.happened.get("transcript", []))
        self.is_paused = read.is_paused

    def keep(self, happened: list[Evidence | Break]) -> None:
        last = self.stretches.pop() if self.stretches else None
        self.stretches += listen(last, happened)

    def sign(self, item: Item, at: int, since: int | None = None) -> None:
        gap = self.hearing.heard(at, covered_from_ms=since)
        self.told(*([gap] if gap is not None else []), item)

    def step(self, act: str, at: int, now_paused: bool) -> bool:
        """One moment, from `at - 1` to `at`; whether somebody has the stream paused after it."""
        if not self.is_connected or now_paused:
            self.unheard.append(at - 1)
        if act == "kill":
            self.is_connected, self.hearing = False, Hearing("transcript")
            self.keep([Break(HANDED_OVER)])
        elif act == "connect":
            self.is_connected = self.hearing.was_connected = True
        elif not self.is_connected:
            return now_paused
        elif act == "cut":
            self.is_connected = False
            self.hearing.lost(at)
            self.told(Disconnected(("transcript",)))
        elif act == "word" and not now_paused:
            self.sign(said(at - 1, at), at, at - 1)
        elif act == "keep alive":
            self.sign(StillConnected(("transcript",), at), at)
        elif act == "pause" and not now_paused:
            self.told(Paused(at))
            return True
        elif act == "resume" and now_paused:
            self.told(Resumed(at))
            return False
        return now_paused


ACTS = st.sampled_from(["quiet", "quiet", "word", "word", "keep alive", "connect", "cut", "kill", "pause", "resume"])


@given(acts=st.lists(ACTS, min_size=1, max_size=60))
def test_property_every_moment_is_heard_or_marked(acts: list[str]) -> None:
    listener, is_paused = Listener(), False
    for at, act in enumerate(acts, start=1):
        is_paused = listener.step(act, at, is_paused)
    gaps = gaps_between((0, len(acts)), listener.stretches)
    for moment in listener.unheard:
        assert any(gap.from_ms <= moment < (gap.until_ms or 0) for gap in gaps), moment
    assert all(one.until_ms <= two.until_ms for one, two in pairwise(listener.stretches))
