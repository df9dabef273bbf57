"""The recording fills what captions missed, and is deleted with proof: against the simulated Zoom, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.captions import gaps, recordings, service, streams
from companion.captions.listening import LOST, PAUSED, WITHDRAWN, Break, Evidence
from companion.captions.recording_state import RecordingState
from companion.captions.recordings import AGAIN, DELETED_AFTER, FIRST_ASK, TAKEN_UNTIL, TooLate
from companion.captions.service import HeardCue
from companion.captions.tables import CapturedCue
from companion.effects import EFFECTS
from companion.intake import events
from companion.kernel.clocks import ManualClock, to_ms
from companion.kernel.ids import ForumSessionId
from companion.kernel.tables import AuditEntry, OutboxEffect
from companion.kernel.uow import ZOOM, Uow
from companion.people.roles import Role
from companion.registration.rosters import names_in_session
from companion.release import drafting
from companion.release.cues import open_cues
from companion.release.standing import current
from tests.house import House
from zoom_hooks import events as zoom_events
from zoom_hooks.errors import ZoomUnavailable
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi
from zoom_hooks.sim import Fault, MeetingClock, SimulatedZoom

SAID = (
    "Good evening everybody and welcome to this forum about damp and mould.",
    "We moved to a same day call for damp, and tenants notice it.",
    "Our contractors had five days, which nobody in the room liked much.",
    "Next winter we want to look at ventilation before anybody complains.",
    "Then let us close here, and thank you all very much for coming.",
)
APART = 20.0  # seconds from one sentence to the next
MISSED = (2, 3)


class Evening:
    """A meeting in the simulated Zoom, recorded; our captions of it broke off in the middle."""

    def __init__(self, house: House, zoom: SimulatedZoom, api: ZoomApi, second: list[float], **session: Any) -> None:
        self.house, self.zoom, self.api, self._second = house, zoom, api, second
        self.clock: ManualClock = house.wiring.runner.clock  # type: ignore[assignment]
        self.meeting_id = zoom.create_meeting("Forum")
        self.session_id = ForumSessionId(
            house.forum_session(
                house.programme(), zoom_meeting_id=self.meeting_id, starts_in=timedelta(minutes=1), **session
            )
        )

    def begin(self) -> None:
        self.house.evening()
        self.uuid = self.zoom.start_meeting(meeting_id=self.meeting_id)
        meeting = zoom_events.Meeting(id=self.meeting_id, uuid=self.uuid, host_id=None, topic=None, start_time=None)
        self.meeting = meeting
        self.hear(zoom_events.MeetingStarted(self.clock.now(), None, meeting))
        self.zoom.participant_joins("Ann Whitlock", meeting_id=self.meeting_id)

    def hear(self, event: zoom_events.Event) -> None:
        self.house.wiring.runner.run_as(ZOOM, events.handle, event)

    def wait(self, seconds: float) -> None:
        self._second[0] += seconds
        self.clock.advance(timedelta(seconds=seconds))

    def talk(self, missed: tuple[int, ...] = MISSED, *, why: str = LOST) -> None:
        """Everybody says their sentence; those `missed` never reach us."""
        self.house.run(
            streams.stream_offered,
            self.session_id,
            meeting_uuid=self.uuid,
            rtms_stream_id=f"S{self.uuid}",
            server_urls="wss://rtms.example",
        )
        claim = self.house.run(streams.claim_stream, "follower")
        for place, words in enumerate(SAID):
            self.wait(APART)
            end_ms = to_ms(self.clock.now())
            self.zoom.caption("Ann Whitlock", words, end_ms - 4_000, end_ms, meeting_id=self.meeting_id)
            if place in missed:
                continue
            cue = HeardCue(end_ms - 4_000, end_ms, words, speaker="ann")
            self.house.run(service.store_cues, self.session_id, claim.stream_id, claim.fence, [cue])
            happened: list[Evidence | Break] = [
                Evidence(end_ms - 4_000 if place else end_ms - int(APART * 1000), end_ms)
            ]
            if place + 1 in missed:
                happened.append(Break(why))
            self.house.run(gaps.note_listening, self.session_id, claim.stream_id, "transcript", happened)

    def end(self) -> None:
        self.zoom.end_meeting(meeting_id=self.meeting_id)
        self.hear(zoom_events.MeetingEnded(self.clock.now(), None, self.meeting, self.clock.now()))
        self.house.run(streams.stream_stopped, f"S{self.uuid}", 6)

    def work(self, *kinds: str) -> int:
        """Perform what is queued, as the worker would."""
        wiring = self.house.wiring
        done = 0
        for effect in self.house.run(_queued, kinds or (recordings.EFFECT, recordings.DELETION)):
            module = EFFECTS[effect.kind].__globals__["zoom_recordings"]
            perform = module.take_transcript if effect.kind == recordings.EFFECT else module.delete_recording
            perform(wiring.runner, self.api, effect.payload)
            self.house.run(_done, effect.id)
            done += 1
        return done

    @property
    def words(self) -> list[str]:
        return [cue.text for cue in self.house.run(service.transcript_of, self.session_id).cues]

    @property
    def missing(self) -> list[str]:
        return [gap.reason for gap in self.house.run(gaps.gaps_of, self.session_id) if gap.until_ms is not None]

    @property
    def state(self) -> RecordingState:
        return self.house.run(recordings.states, self.session_id)[0]  # type: ignore[no-any-return]

    def draft(self) -> list[str]:
        def texts(uow: Uow) -> list[str]:
            draft = current(uow, self.session_id)
            return [cue.text for cue in open_cues(uow, draft.id)] if draft else []  # type: ignore[arg-type]

        return self.house.run(texts)  # type: ignore[no-any-return]

    def audited(self, action: str) -> list[dict[str, Any]]:
        query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)
        return self.house.run(lambda uow: [entry.details for entry in uow.db.scalars(query)])  # type: ignore[no-any-return]


def _queued(uow: Uow, kinds: tuple[str, ...]) -> list[OutboxEffect]:
    query = select(OutboxEffect).where(OutboxEffect.kind.in_(kinds), OutboxEffect.state == "new")
    return list(uow.db.scalars(query.order_by(OutboxEffect.queued_at)))


def _done(uow: Uow, effect_id: UUID) -> None:
    uow.db.get_one(OutboxEffect, effect_id).state = "done"


def made(house: House, **session: Any) -> Iterator[Evening]:
    second = [0.0]
    with SimulatedZoom(clock=MeetingClock(starts_at=house.now, source=lambda: second[0])) as zoom:
        said = zoom.credentials()
        credentials = ServerToServer(said["account_id"], said["s2s_client_id"], said["s2s_client_secret"])
        api = ZoomApi(credentials, api_url=said["api_url"], oauth_url=said["oauth_url"])
        evening = Evening(house, zoom, api, second, **session)
        evening.begin()
        yield evening
        api.close()


@pytest.fixture
def evening(house: House) -> Iterator[Evening]:
    yield from made(house)


@pytest.fixture
def on_each(house_on_each: House) -> Iterator[Evening]:
    yield from made(house_on_each)


@pytest.fixture
def recorded_only(house: House) -> Iterator[Evening]:
    yield from made(house, text_source="recording")


@pytest.mark.req("LC-14")
def test_edge_14_what_captions_missed_comes_from_the_recording(on_each: Evening) -> None:
    """The webhook tells that the transcript is written; then nothing is missing, and the draft says where from."""
    evening = on_each
    evening.talk()
    evening.end()
    assert [text for text in SAID if text not in evening.words] == [SAID[place] for place in MISSED]
    assert evening.missing == [LOST]
    evening.house.run(drafting.make_draft, evening.session_id)
    assert any(text.startswith("[captions missing for") for text in evening.draft())
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), "token"))
    assert evening.work(recordings.EFFECT) == 1
    assert evening.words == list(SAID), "each once, in its order, without the speaker's name"
    assert evening.missing == []
    assert evening.state.state == "taken"
    assert (evening.state.cues, evening.state.is_used) == (2, True)
    (entry,) = evening.audited("captions.filled")
    assert (entry["gaps"], entry["cues"]) == (1, 2)
    evening.house.run(drafting.make_draft, evening.session_id)
    texts = evening.draft()
    marked = texts.index("[captions missing for 56 seconds: from the recording]")
    assert texts[marked + 1 : marked + 3] == [SAID[place] for place in MISSED]


@pytest.mark.req("LC-14")
def test_taking_it_twice_does_it_once(evening: Evening) -> None:
    evening.talk()
    evening.end()
    for _ in range(2):
        evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
        evening.work(recordings.EFFECT)
    assert evening.words == list(SAID)
    assert len(evening.audited("captions.filled")) == 1


@pytest.mark.req("LC-14")
def test_without_a_webhook_the_recording_is_asked_for_until_it_is_there(evening: Evening) -> None:
    evening.talk()
    evening.end()
    assert evening.house.run(recordings.queue_due) == 0, "Zoom needs its time"
    evening.wait((timedelta(minutes=90) + FIRST_ASK).total_seconds())
    evening.zoom.answer_with(Fault(404, path="/recordings", body=b'{"code":3301,"message":"no recording"}'))
    assert evening.house.run(recordings.queue_due) == 1
    evening.work(recordings.EFFECT)
    assert evening.state.state == "waiting"
    assert evening.house.run(recordings.queue_due) == 0
    evening.wait(AGAIN[0].total_seconds())
    assert evening.house.run(recordings.queue_due) == 1
    evening.work(recordings.EFFECT)
    assert evening.words == list(SAID)


def test_a_recording_that_never_comes_is_given_up(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.zoom.answer_with(Fault(404, times=100, path="/recordings", body=b'{"code":3301,"message":"none"}'))
    evening.wait((timedelta(minutes=90) + FIRST_ASK).total_seconds())
    asked = 0
    for pause in (*AGAIN, timedelta(days=1)):
        asked += evening.house.run(recordings.queue_due)
        evening.work(recordings.EFFECT)
        evening.wait(pause.total_seconds())
    assert asked == len(AGAIN) + 1
    assert evening.state.state == "none"
    assert evening.missing == [LOST], "the gap stays, and is shown"


def test_nothing_is_asked_where_nothing_is_missing(evening: Evening) -> None:
    evening.talk(missed=())
    evening.end()
    evening.wait(timedelta(hours=3).total_seconds())
    assert evening.missing == []
    assert evening.house.run(recordings.queue_due) == 0


@pytest.mark.req("LC-14")
def test_what_somebody_paused_stays_out(evening: Evening) -> None:
    evening.talk(why=PAUSED)
    evening.end()
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.missing == [PAUSED]
    assert len(evening.words) == len(SAID) - len(MISSED)


def test_what_zoom_withdrew_stays_deleted(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.house.run(lambda uow: events.stream_over(uow, f"S{evening.uuid}", 8))
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert WITHDRAWN in evening.missing
    assert evening.words == []


def test_names_on_a_recording_become_ids_at_the_door(evening: Evening) -> None:
    """Neither the stored words nor the speakers name anybody; a name nobody goes by is a participant to be masked."""
    evening.zoom.participant_joins("Stranger Sam", meeting_id=evening.meeting_id)
    evening.talk()
    now = to_ms(evening.clock.now())
    evening.zoom.caption("Stranger Sam", "I came by another link.", now - 38_000, now - 36_000)
    evening.end()
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    rows = evening.house.run(
        lambda uow: list(
            uow.db.scalars(select(CapturedCue).where(CapturedCue.is_recorded).order_by(CapturedCue.start_ms))
        )
    )
    assert "I came by another link." in evening.words
    assert all(row.speaker == str(row.participant_id) for row in rows)
    names = evening.house.run(names_in_session, evening.session_id)
    assert {names[row.participant_id][0] for row in rows} == {"Ann Whitlock", "Stranger Sam"}
    assert not any("Ann Whitlock" in text or "Stranger Sam" in text for text in evening.words)


def test_a_version_that_somebody_works_on_is_not_taken_from_under_them(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.house.run(drafting.make_draft, evening.session_id)
    editor = evening.house.account()

    def touch(uow: Uow) -> None:
        draft = current(uow, evening.session_id)
        assert draft is not None
        draft.editor_id = editor

    evening.house.run(touch)
    before = evening.draft()
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.draft() == before
    assert not evening.state.is_used
    assert evening.words == list(SAID)


@pytest.mark.req("LC-14")
def test_a_session_transcribed_from_its_recording_is_taken_whole_and_the_recording_deleted(
    recorded_only: Evening,
) -> None:
    evening = recorded_only
    for words in SAID:
        evening.wait(APART)
        evening.zoom.caption("Ann Whitlock", words, meeting_id=evening.meeting_id)
    evening.zoom.end_meeting(meeting_id=evening.meeting_id)
    evening.hear(zoom_events.MeetingEnded(evening.clock.now(), None, evening.meeting, evening.clock.now()))
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.words == list(SAID)
    evening.house.run(drafting.make_draft, evening.session_id)
    assert evening.draft() == list(SAID), "nothing was missing, so nothing is marked"
    assert evening.house.run(recordings.queue_deletions) == 0
    evening.wait(DELETED_AFTER.total_seconds())
    assert evening.house.run(recordings.queue_deletions) == 1
    assert evening.house.run(recordings.queue_deletions) == 0
    evening.work(recordings.DELETION)
    assert evening.zoom.stage.meeting(evening.meeting_id).is_recording_deleted
    assert evening.state.deleted_at == evening.clock.now()
    (proof,) = evening.audited("recording.deleted")
    assert proof["read_back"] == "none"


def test_a_deletion_that_zoom_only_says_is_no_proof(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    evening.house.run(recordings.ask_deletion, evening.session_id)
    evening.zoom.answer_with(Fault(204, path="/recordings"))
    evening.work(recordings.DELETION)
    assert evening.state.deleted_at is None
    assert "still lists it" in (evening.state.deletion_trouble or "")
    assert evening.audited("recording.deleted") == []
    evening.wait(60)
    evening.house.run(recordings.ask_deletion, evening.session_id)
    evening.work(recordings.DELETION)
    assert evening.audited("recording.deleted") != []
    with pytest.raises(recordings.NothingToDelete):
        evening.house.run(recordings.ask_deletion, evening.session_id)


def test_a_missing_right_is_named(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.zoom._access.scopes = frozenset({"meeting:read:meeting:admin"})
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.state.state == "refused"
    assert "cloud_recording:read:list_recording_files:admin." in (evening.state.trouble or "")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(200, path="/rec/", body=b"<html>sign in</html>"),
        Fault(200, path="/rec/", body=b"not a transcript"),
        Fault(302, path="/rec/", headers={"location": "https://files.example/x.vtt"}),
        Fault(302, path="/rec/", headers={"location": "http://127.0.0.1:1/x.vtt"}),
    ],
)
def test_what_is_no_transcript_of_zooms_is_refused(evening: Evening, fault: Fault) -> None:
    evening.talk()
    evening.end()
    evening.zoom.answer_with(fault)
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.state.state == "refused"
    assert evening.missing == [LOST]


def test_a_zoom_that_is_away_is_asked_again_by_the_outbox(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.zoom.answer_with(Fault(503, path="/recordings"))
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    with pytest.raises(ZoomUnavailable):
        evening.work(recordings.EFFECT)
    evening.work(recordings.EFFECT)
    assert evening.words == list(SAID)


def test_the_zoom_page_says_what_became_of_the_recording_and_deletes_it(evening: Evening, app: Flask) -> None:
    evening.talk()
    evening.end()
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    browser = evening.house.signed_in(app, evening.house.account(Role.ORGANISER))
    here = f"/forum-sessions/{evening.session_id}/zoom"
    assert "2 sentences, of 1 minute without captions, were taken from it" in browser.get(here).text
    assert browser.post(here, data={"what": "delete_recording"}).status_code == 303
    assert "Zoom was asked on" in browser.get(here).text
    evening.work(recordings.DELETION)
    assert "Zoom has none any more" in browser.get(here).text
    assert browser.post(here, data={"what": "delete_recording"}).status_code in (303, 409, 422)
    assert len(evening.audited("recording.deleted")) == 1


def test_the_reviewer_is_told_of_what_the_recording_brought_since(evening: Evening, app: Flask) -> None:
    evening.talk()
    evening.end()
    draft_id = evening.house.run(drafting.make_draft, evening.session_id)
    reviewer = evening.house.account(Role.REVIEWER)
    evening.house.run(lambda uow: setattr(current(uow, evening.session_id), "editor_id", reviewer))
    browser = evening.house.signed_in(app, reviewer)
    assert "The recording has told since then" not in browser.get(f"/release/{draft_id}/review").text
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert "The recording has told since then" in browser.get(f"/release/{draft_id}/review").text
    source = f"/forum-sessions/{evening.session_id}/release/new"
    assert "Times taken from the recording" in browser.get(source).text
    browser.post(source)
    assert evening.state.is_used
    assert "from the recording]" in "".join(evening.draft())


def test_a_recording_that_told_nothing_is_not_deleted_by_itself(recorded_only: Evening) -> None:
    """Its transcript is no transcript of this meeting's time, so the recording may be all that there is."""
    evening = recorded_only
    evening.wait(APART)
    evening.zoom.end_meeting(meeting_id=evening.meeting_id)
    evening.hear(zoom_events.MeetingEnded(evening.clock.now(), None, evening.meeting, evening.clock.now()))
    evening.zoom.answer_with(Fault(200, path="/rec/", body=b"WEBVTT\n\n1\n09:00:00.000 --> 09:00:01.000\nAnn: Late.\n"))
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert (evening.state.state, evening.state.cues) == ("taken", 0)
    evening.wait(2 * DELETED_AFTER.total_seconds())
    assert evening.house.run(recordings.queue_deletions) == 0
    assert evening.state.may_delete, "a person can"


def test_words_that_may_be_destroyed_already_are_not_fetched_again(evening: Evening) -> None:
    evening.talk()
    evening.end()
    evening.wait((TAKEN_UNTIL + timedelta(days=1)).total_seconds())
    with pytest.raises(TooLate):
        evening.house.run(recordings.ask_now, evening.session_id)
    evening.hear(zoom_events.TranscriptCompleted(evening.clock.now(), None, evening.meeting, (), None))
    evening.work(recordings.EFFECT)
    assert evening.words == [text for place, text in enumerate(SAID) if place not in MISSED]
