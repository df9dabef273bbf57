"""What a caption stream brings: stored once under a claim, names left at the door, wishes heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import func, select

from companion.captions import service as captions
from companion.captions import streams
from companion.captions.rules import FenceIsOld, StreamIsOver
from companion.captions.streams import Claim
from companion.captions.tables import CapturedCue, ChatLine
from companion.floor.journals import floor_of
from companion.floor.measuring import stretches
from companion.floor.state import Voices
from companion.floor.tables import FloorNote
from companion.kernel.clocks import to_ms
from companion.registration.tables import Participant
from companion.release import importing
from companion.release.tables import DraftCue
from tests.house import House
from tests.intake import deliveries
from tests.intake.telling import tell
from tests.intake.test_events import apply
from zoom_hooks.rtms import ActiveSpeaker, Caption, ChatMessage, Item, Paused, Resumed, StreamEnded


def count(house: House, table: type) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


def caption(house: House, user_id: str = "7", text: str = "Good morning", after_ms: int = 1_000) -> Caption:
    start = to_ms(house.now) + after_ms
    return Caption(user_id, "Guest 7", text, start, start + 900)


@pytest.mark.req("LC-14")
def test_a_caption_is_stored_once_under_its_participant_and_item(house: House, claim: Claim) -> None:
    for _ in range(2):
        tell(house, claim, [caption(house)])
    heard = house.run(captions.transcript_of, claim.forum_session_id)
    (cue,) = heard.cues
    assert cue.text == "Good morning"
    assert cue.participant_id is not None
    assert count(house, Participant) == 1


def test_somebody_whose_join_was_not_heard_of_is_a_participant_all_the_same(house: House, claim: Claim) -> None:
    tell(house, claim, [caption(house, "99")])
    assert count(house, Participant) == 2


@pytest.mark.req("LC-19")
def test_a_word_in_the_streams_chat_raises_a_hand_even_without_a_message_id(house: House, claim: Claim) -> None:
    message = ChatMessage("7", "Guest 7", "hand up", to_ms(house.now) + 2_000, to_everyone=True)
    for _ in range(2):
        tell(house, claim, [message])
    floor = house.run(floor_of, claim.forum_session_id)
    assert [request.state for request in floor.requests.values()] == ["waiting"]
    assert count(house, ChatLine) == 1


def test_a_private_message_is_not_kept(house: House, claim: Claim) -> None:
    message = ChatMessage("7", "Guest 7", "hand up", to_ms(house.now), message_id="M1", to_everyone=False)
    tell(house, claim, [message])
    assert count(house, ChatLine) == 0


@pytest.mark.req("LC-13")
def test_revocation_told_on_the_socket_alone_deletes_everything(house: House, claim: Claim) -> None:
    wish = ChatMessage("7", "Guest 7", "q+ the canary", to_ms(house.now), "M1", to_everyone=True)
    tell(house, claim, [caption(house), wish])
    house.run(importing.start_from_captions, claim.forum_session_id)
    assert (count(house, CapturedCue), count(house, ChatLine), count(house, FloorNote)) == (1, 1, 1)
    tell(house, claim, [caption(house, after_ms=3_000), StreamEnded(8)])
    assert [count(house, table) for table in (CapturedCue, ChatLine, FloorNote, DraftCue)] == [0, 0, 0, 0]
    assert house.run(floor_of, claim.forum_session_id).requests, "the hand stays"
    with pytest.raises(StreamIsOver):
        tell(house, claim, [caption(house, after_ms=6_000)])


@pytest.mark.parametrize("reason", [6, 19, None])
def test_an_end_told_on_the_socket_alone_is_an_end(house: House, claim: Claim, reason: int | None) -> None:
    tell(house, claim, [caption(house), StreamEnded(reason)])
    house.run(streams.let_go, claim.stream_id, claim.fence)
    assert house.run(streams.claim_stream, "another") is None
    assert count(house, CapturedCue) == 1
    apply(house, deliveries.stream_said("rtms_stopped", to_ms(house.now), "S1", stop_reason=6))
    assert house.run(streams.claim_stream, "another") is None


def test_the_end_of_a_stream_that_zoom_offers_anew_is_not_ended_by_who_had_it_before(
    house: House, claim: Claim
) -> None:
    house.run(streams.stream_stopped, "S1", 13)
    offer = {"meeting_uuid": deliveries.OCCURRENCE, "rtms_stream_id": "S1", "server_urls": "wss://rtms.example"}
    house.run(streams.stream_offered, claim.forum_session_id, **offer)
    with pytest.raises(FenceIsOld):
        tell(house, claim, [StreamEnded(None)])
    assert house.run(streams.claim_stream, "another") is not None


def test_who_lost_the_claim_stores_nothing(house: House, claim: Claim) -> None:
    with pytest.raises(FenceIsOld):
        tell(house, replace(claim, fence=claim.fence - 1), [caption(house)])
    assert count(house, CapturedCue) == 0


def test_no_name_of_zooms_is_in_the_cue_rows(house: House, claim: Claim) -> None:
    tell(house, claim, [caption(house)])
    row = house.run(lambda uow: uow.db.scalars(select(CapturedCue)).one())
    assert UUID(row.speaker)


def voices(house: House, claim: Claim) -> Voices:
    return house.run(floor_of, claim.forum_session_id).voices  # type: ignore[no-any-return]


def test_who_is_heard_is_measured_on_the_floor_once_and_moves_nothing_there(house: House, claim: Claim) -> None:
    before = house.run(floor_of, claim.forum_session_id)
    start = to_ms(house.now)
    lit = ActiveSpeaker("7", "Guest 7", start - 4_000)
    said = [replace(caption(house), start_ms=start - 4_000 + at, end_ms=start - 3_100 + at) for at in (0, 1_000)]
    for _ in range(2):
        tell(house, claim, [lit, *said])
    heard = voices(house, claim)
    (who,) = heard.captions
    assert heard.changes == ((start - 4_000, who),)
    assert heard.captions[who] == ((start - 4_000, start - 2_100),)
    after = house.run(floor_of, claim.forum_session_id)
    assert len(after.log) - len(before.log) == 2
    assert msgspec.structs.replace(after.view(), voices=before.voices) == before.view()


def test_a_highlight_of_nobody_or_without_a_time_is_borne(house: House, claim: Claim) -> None:
    start = to_ms(house.now)
    tell(house, claim, [ActiveSpeaker("7", "Guest 7", None), ActiveSpeaker("7", "Guest 7", start)])
    tell(house, claim, [ActiveSpeaker(None, None, start + 1)])
    assert [who is None for _, who in voices(house, claim).changes] == [False, True]


@pytest.mark.parametrize("stops", [Paused, lambda at_ms: StreamEnded(14, at_ms)])
def test_nobody_is_measured_on_while_the_stream_tells_nothing(
    house: House, claim: Claim, stops: Callable[[int], Item]
) -> None:
    start = to_ms(house.now) - 60_000
    tell(house, claim, [ActiveSpeaker("7", "Guest 7", start), stops(start + 4_000)])
    (one,) = stretches(voices(house, claim), start, start + 60_000)
    assert (one.from_ms, one.until_ms) == (start, start + 4_000)


def test_after_a_pause_the_next_highlight_is_measured(house: House, claim: Claim) -> None:
    start = to_ms(house.now) - 60_000
    tell(house, claim, [ActiveSpeaker("7", "Guest 7", start), Paused(start + 4_000), Resumed(start + 20_000)])
    tell(house, claim, [ActiveSpeaker("7", "Guest 7", start + 21_000), ActiveSpeaker(None, None, start + 30_000)])
    found = stretches(voices(house, claim), start, start + 60_000)
    assert [(one.from_ms - start, one.until_ms - start) for one in found] == [(0, 4_000), (21_000, 30_000)]
