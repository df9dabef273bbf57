"""What a caption stream brings: stored once under a claim, names left at the door, wishes heard."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from companion.captions import service as captions
from companion.captions import streams
from companion.captions.rules import FenceIsOld
from companion.captions.streams import Claim
from companion.captions.tables import CapturedCue, ChatLine
from companion.floor import chairing
from companion.floor.journals import By, floor_of
from companion.intake.heard import store_heard
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId
from companion.registration.tables import Participant
from tests.house import House
from tests.intake import deliveries
from tests.intake.test_events import apply
from zoom_hooks.rtms import Caption, ChatMessage, Gap


@pytest.fixture
def claim(house: House) -> Claim:
    """A live forum session in which number 7 is present and the first item is open; its stream, claimed."""
    session_id = ForumSessionId(house.forum_session(house.programme()))
    start = to_ms(house.now)
    apply(house, deliveries.started(start), deliveries.joined(start, "7"))
    house.run(chairing.next_item, session_id, {}, By("chair"), "open")
    house.run(
        streams.stream_offered,
        session_id,
        meeting_uuid=deliveries.OCCURRENCE,
        rtms_stream_id="S1",
        server_urls="wss://rtms.example",
    )
    return house.run(streams.claim_stream, "follower")  # type: ignore[no-any-return]


def count(house: House, table: type) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


def caption(house: House, user_id: str = "7", text: str = "Good morning", after_ms: int = 1_000) -> Caption:
    start = to_ms(house.now) + after_ms
    return Caption(user_id, "Guest 7", text, start, start + 900)


@pytest.mark.req("LC-14")
def test_a_caption_is_stored_once_under_its_participant_and_item(house: House, claim: Claim) -> None:
    for _ in range(2):
        house.run(store_heard, claim, [caption(house)])
    heard = house.run(captions.transcript_of, claim.forum_session_id)
    (cue,) = heard.cues
    assert cue.text == "Good morning"
    assert cue.agenda_item_id is not None
    assert cue.participant_id is not None
    assert count(house, Participant) == 1


def test_somebody_whose_join_was_not_heard_of_is_a_participant_all_the_same(house: House, claim: Claim) -> None:
    house.run(store_heard, claim, [caption(house, "99")])
    assert count(house, Participant) == 2


@pytest.mark.req("LC-19")
def test_a_word_in_the_streams_chat_raises_a_hand_even_without_a_message_id(house: House, claim: Claim) -> None:
    message = ChatMessage("7", "Guest 7", "hand up", to_ms(house.now) + 2_000, to_everyone=True)
    for _ in range(2):
        house.run(store_heard, claim, [message])
    floor = house.run(floor_of, claim.forum_session_id)
    assert [request.state for request in floor.requests.values()] == ["waiting"]
    assert count(house, ChatLine) == 1


def test_a_private_message_is_not_kept(house: House, claim: Claim) -> None:
    message = ChatMessage("7", "Guest 7", "hand up", to_ms(house.now), message_id="M1", to_everyone=False)
    house.run(store_heard, claim, [message])
    assert count(house, ChatLine) == 0


@pytest.mark.req("LC-14")
def test_a_gap_of_the_streams_own_is_marked(house: House, claim: Claim) -> None:
    start = to_ms(house.now)
    house.run(store_heard, claim, [Gap("transcript", start, start + 5_000)])
    (gap,) = house.run(captions.transcript_of, claim.forum_session_id).gaps
    assert (gap.from_ms, gap.until_ms) == (start, start + 5_000)


def test_who_lost_the_claim_stores_nothing(house: House, claim: Claim) -> None:
    from dataclasses import replace

    with pytest.raises(FenceIsOld):
        house.run(store_heard, replace(claim, fence=claim.fence - 1), [caption(house)])
    assert count(house, CapturedCue) == 0


def test_no_name_of_zooms_is_in_the_cue_rows(house: House, claim: Claim) -> None:
    house.run(store_heard, claim, [caption(house)])
    row = house.run(lambda uow: uow.db.scalars(select(CapturedCue)).one())
    assert UUID(row.speaker)
