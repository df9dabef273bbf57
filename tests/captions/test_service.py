"""Captions and chat, stored for good and for nobody to read without the key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.captions import chat, service, streams
from companion.captions.chat import HeardChat
from companion.captions.rules import LEASE, FenceIsOld, StreamIsOver
from companion.captions.service import HeardCue
from companion.captions.tables import CaptionStream, CapturedCue, ChatLine
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import Unreadable
from companion.kernel.ids import CaptionStreamId, ForumSessionId, ParticipantId, new_id
from companion.kernel.uow import Uow
from companion.registration.tables import Participant
from tests.house import House

T0 = 1_800_000_000_000


class Evening:
    """A forum session whose captions are being followed."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.session_id = ForumSessionId(house.forum_session(house.programme(), state="live"))
        self.offer()
        self.claim = house.run(streams.claim_stream, "worker-1")

    def offer(self, stream: str = "stream-1", urls: str = "wss://one.example", **more: Any) -> CaptionStreamId:
        return self.house.run(  # type: ignore[no-any-return]
            streams.stream_offered,
            self.session_id,
            meeting_uuid=more.pop("meeting_uuid", "uuid=="),
            rtms_stream_id=stream,
            server_urls=urls,
            **more,
        )

    def participant(self) -> ParticipantId:
        def make(uow: Uow) -> UUID:
            row_id = new_id()
            sealed = uow.keys.seal(
                "Ann", purpose="forum_session", subject=self.session_id, row=f"registration_participant:{row_id}"
            )
            uow.db.add(
                Participant(
                    id=row_id,
                    forum_session_id=self.session_id,
                    role="attendee",
                    matched_by="none",
                    sealed_name=sealed,
                    created_at=uow.now,
                )
            )
            return row_id

        return ParticipantId(self.house.run(make))

    def hear(self, *cues: HeardCue, fence: int | None = None) -> int:
        number = self.claim.fence if fence is None else fence
        return self.house.run(service.store_cues, self.session_id, self.claim.stream_id, number, cues)  # type: ignore[no-any-return]

    def chat(self, *lines: HeardChat) -> int:
        return self.house.run(chat.store_chat, self.session_id, self.claim.stream_id, self.claim.fence, lines)  # type: ignore[no-any-return]

    @property
    def words(self) -> list[str]:
        return [cue.text for cue in self.house.run(service.transcript_of, self.session_id).cues]

    @property
    def state(self) -> str:
        return str(self.house.run(lambda uow: uow.db.scalars(select(CaptionStream.state)).first()))


@pytest.fixture
def evening(house_on_each: House) -> Evening:
    return Evening(house_on_each)


def cue(at: int, text: str, **more: Any) -> HeardCue:
    return HeardCue(start_ms=T0 + at, end_ms=T0 + at + 900, text=text, **more)


@pytest.mark.req("LC-14")
def test_cues_come_back_in_order_with_their_speakers_as_ids(evening: Evening) -> None:
    ann = evening.participant()
    evening.hear(cue(2000, "second"), cue(1000, "first", participant_id=ann))
    cues = evening.house.run(service.transcript_of, evening.session_id).cues
    assert [(one.text, one.speaker, one.participant_id) for one in cues] == [
        ("first", str(ann), ann),
        ("second", "unknown", None),
    ]


def test_a_cue_that_comes_twice_is_stored_once_and_its_last_words_stay(evening: Evening) -> None:
    assert evening.hear(cue(0, "we hope sew")) == 1
    assert evening.hear(cue(0, "we hope so"), cue(0, "we hope so.")) == 0
    assert evening.words == ["we hope so."]


def test_two_voices_at_the_same_moment_are_two_cues(evening: Evening) -> None:
    evening.hear(cue(0, "yes", speaker="a"), cue(0, "no", speaker="b"))
    assert sorted(evening.words) == ["no", "yes"]


def test_silence_and_cues_that_end_before_they_start_are_left_out(evening: Evening) -> None:
    assert evening.hear(cue(0, "  "), HeardCue(start_ms=T0, end_ms=T0 - 1, text="backwards")) == 0
    assert evening.words == []


def test_an_old_fence_stores_nothing(evening: Evening) -> None:
    with pytest.raises(FenceIsOld):
        evening.hear(cue(0, "late"), fence=evening.claim.fence - 1)
    assert evening.words == []


def test_after_a_take_over_the_first_follower_can_neither_write_nor_renew(evening: Evening) -> None:
    clock = evening.house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(LEASE + timedelta(seconds=1))
    second = evening.house.run(streams.claim_stream, "worker-2")
    assert second.fence == evening.claim.fence + 1
    with pytest.raises(FenceIsOld):
        evening.hear(cue(0, "from the first"))
    with pytest.raises(FenceIsOld):
        evening.house.run(streams.renew, evening.claim.stream_id, evening.claim.fence)


def test_a_claim_that_is_renewed_is_not_taken_over(evening: Evening) -> None:
    clock = evening.house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(LEASE - timedelta(seconds=1))
    evening.house.run(streams.renew, evening.claim.stream_id, evening.claim.fence)
    clock.advance(timedelta(seconds=2))
    assert evening.house.run(streams.claim_stream, "worker-2") is None


def test_a_claim_given_back_is_free_at_once(evening: Evening) -> None:
    evening.house.run(streams.let_go, evening.claim.stream_id, evening.claim.fence)
    assert evening.house.run(streams.claim_stream, "worker-2").stream_id == evening.claim.stream_id


def test_the_same_offer_again_changes_nothing_and_new_addresses_ask_to_connect_anew(evening: Evening) -> None:
    again = evening.offer()
    same = evening.house.run(streams.renew, evening.claim.stream_id, evening.claim.fence)
    evening.offer(urls="wss://two.example")
    moved = evening.house.run(streams.renew, evening.claim.stream_id, evening.claim.fence)
    assert again == evening.claim.stream_id
    assert (same.signal, moved.signal, moved.server_urls) == (1, 2, "wss://two.example")


def test_an_interruption_lasts_until_words_come_again(evening: Evening) -> None:
    evening.hear(cue(0, "before"))
    evening.house.run(streams.stream_interrupted, "stream-1")
    assert evening.state == "interrupted"
    evening.hear(cue(60_000, "after"))
    evening.house.run(streams.stream_interrupted, "no such stream")
    assert evening.state == "following"


@pytest.mark.req("LC-14")
def test_a_stream_that_ended_takes_its_last_words_and_is_not_followed_on(evening: Evening) -> None:
    evening.hear(cue(0, "goodbye"))
    evening.house.run(streams.stream_stopped, "stream-1", 6)
    evening.hear(cue(1000, "and thank you"))
    assert (evening.state, evening.words) == ("ended", ["goodbye", "and thank you"])
    with pytest.raises(StreamIsOver):
        evening.house.run(streams.renew, evening.claim.stream_id, evening.claim.fence)


def test_a_stream_that_ended_can_be_offered_again(evening: Evening) -> None:
    evening.house.run(streams.stream_stopped, "stream-1", 10)
    evening.offer()
    assert evening.house.run(streams.claim_stream, "worker-2").signal == 2


@pytest.mark.req("LC-13")
def test_a_revoked_stream_takes_everything_it_brought_with_it(evening: Evening) -> None:
    evening.hear(cue(0, "said"))
    evening.chat(HeardChat("m1", T0, "typed"))
    evening.house.run(streams.stream_stopped, "stream-1", 6)
    evening.house.run(streams.stream_stopped, "stream-1", 8)
    rows = evening.house.run(lambda uow: [*uow.db.scalars(select(CapturedCue)), *uow.db.scalars(select(ChatLine))])
    evening.offer()
    assert rows == []
    assert evening.state == "revoked"
    assert evening.house.run(streams.claim_stream, "worker-2") is None


def test_chat_is_stored_once_changed_with_its_sender_and_deleted_for_good(evening: Evening) -> None:
    assert evening.chat(HeardChat("m1", T0, "q+"), HeardChat("m2", T0 + 1, "hello")) == 2
    assert evening.chat(HeardChat("m1", T0, "q+")) == 0
    evening.house.run(chat.edit_chat, evening.session_id, "m1", "q-")
    evening.house.run(chat.delete_chat, evening.session_id, "m2")
    evening.house.run(chat.edit_chat, evening.session_id, "m2", "back again")
    assert evening.chat(HeardChat("m2", T0 + 1, "hello")) == 0
    assert [line.text for line in evening.house.run(chat.chat_of, evening.session_id)] == ["q-"]


def test_a_deletion_that_comes_before_its_message_holds(evening: Evening) -> None:
    evening.house.run(chat.delete_chat, evening.session_id, "m9")
    assert evening.chat(HeardChat("m9", T0, "too late")) == 0
    assert evening.house.run(chat.chat_of, evening.session_id) == ()


def test_a_voice_that_turns_out_to_be_a_participant_gets_its_cues(evening: Evening) -> None:
    ann = evening.participant()
    evening.hear(
        cue(0, "one", speaker="zoom-17"), cue(1000, "two", speaker="zoom-17"), cue(0, "three", participant_id=ann)
    )
    assert evening.house.run(service.name_speaker, evening.session_id, "zoom-17", ann) == 2
    assert {one.participant_id for one in evening.house.run(service.transcript_of, evening.session_id).cues} == {ann}


def test_of_two_workers_who_ask_for_a_stream_one_gets_it(house_on_each: House) -> None:
    evening = Evening(house_on_each)
    evening.offer("stream-2")
    assert evening.house.run(streams.claim_stream, "worker-2") is None


@pytest.mark.req("LC-13")
def test_what_was_said_is_nowhere_in_the_database_file(house: House, tmp_path: Path) -> None:
    evening = Evening(house)
    evening.hear(cue(0, "the canary sings in Quarry Lane"))
    evening.chat(HeardChat("m1", T0, "the canary types in Quarry Lane"))
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("companion.db*"))
    assert b"stream-1" in stored
    assert b"canary" not in stored
    assert b"Quarry" not in stored


def test_once_the_key_is_destroyed_nobody_reads_a_word(house: House) -> None:
    evening = Evening(house)
    evening.hear(cue(0, "said in confidence"))
    house.wiring.keys.shred(purpose="forum_session", subject=evening.session_id)
    with pytest.raises(Unreadable):
        house.run(service.transcript_of, evening.session_id)


def test_a_sealed_cue_moved_to_another_row_does_not_open(house: House) -> None:
    evening = Evening(house)
    evening.hear(cue(0, "mine"), cue(1000, "yours"))

    def swap(uow: Uow) -> None:
        first, second = uow.db.scalars(select(CapturedCue)).all()
        first.sealed, second.sealed = second.sealed, first.sealed

    house.run(swap)
    with pytest.raises(Unreadable):
        house.run(service.transcript_of, evening.session_id)
