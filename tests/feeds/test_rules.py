"""How each feed stands, from the signs of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from companion.captions.recording_state import TROUBLES, RecordingState, in_words
from companion.feeds import guide, rules
from companion.feeds.rules import OFF, ON, QUIET, TRIED, WRONG, Signs

NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(minutes=5)
ALL_SET = Signs(now=NOW, has_meeting=True, is_https=True, has_secret=True, has_rest=True, has_app=True)
NOTHING = replace(ALL_SET, has_secret=False, has_rest=False, has_app=False, is_https=False)

WAITING = RecordingState("waiting", NOW, None, None, 0, 0, True, None, None, None)
TAKEN = replace(WAITING, state="taken", next_ask_at=None, taken_at=BEFORE, cues=40, filled_minutes=1)


def states(signs: Signs) -> dict[str, str]:
    return {feed.key: feed.state for feed in rules.feeds(signs)}


def test_without_anything_every_feed_is_off_and_says_what_is_missing() -> None:
    found = rules.feeds(NOTHING)
    assert {feed.state for feed in found} == {OFF}
    assert all(feed.missing for feed in found)
    assert rules.in_short(found) == "6 off."
    assert rules.in_short((*found[:1], rules.events(ALL_SET))) == "1 ready, 1 off."


def test_what_is_set_and_was_never_heard_is_ready_and_not_on() -> None:
    assert states(ALL_SET) == {
        "events": QUIET,
        "account": QUIET,
        "captions": QUIET,
        "chat": QUIET,
        "hands": QUIET,
        "recording": OFF,
    }
    assert states(replace(ALL_SET, wants_recording=True))["recording"] == QUIET


def test_each_feed_is_on_once_it_was_heard() -> None:
    heard = replace(
        ALL_SET,
        event_at=BEFORE,
        read_at=BEFORE,
        caption_at=BEFORE,
        chat_at=BEFORE,
        panel_at=BEFORE,
        recordings=(TAKEN,),
    )
    assert set(states(heard).values()) == {ON}
    assert all(feed.heard_at == BEFORE and feed.missing is None for feed in rules.feeds(heard))


def test_every_feed_has_its_guide_and_every_guide_its_feed() -> None:
    assert [feed.key for feed in rules.feeds(ALL_SET)] == list(guide.GUIDES)
    assert all(len(found.steps) >= 2 for found in guide.GUIDES.values())


def test_events_of_other_meetings_do_not_make_this_ones_feed_alive() -> None:
    assert rules.events(replace(ALL_SET, any_event_at=BEFORE)).state == QUIET
    unlinked = rules.events(replace(ALL_SET, any_event_at=BEFORE, has_meeting=False))
    assert (unlinked.state, unlinked.missing) == (ON, "No Zoom meeting is linked to this session yet.")


@pytest.mark.parametrize("why", sorted(rules.OURS))
def test_a_refused_delivery_is_told_until_one_is_believed(why: str) -> None:
    refused = replace(ALL_SET, refused_at=BEFORE, refused_why=why)
    assert rules.events(refused).state == WRONG
    assert rules.events(refused).missing == rules.REFUSALS[why]
    assert rules.events(replace(refused, any_event_at=NOW, event_at=NOW)).state == ON
    assert rules.events(replace(refused, now=NOW + timedelta(days=2))).state == QUIET


def test_strangers_at_the_address_are_no_fault_of_the_settings() -> None:
    assert rules.events(replace(ALL_SET, refused_at=BEFORE, refused_why="missing_signature")).state == QUIET


def test_events_need_a_protected_address() -> None:
    assert rules.events(replace(ALL_SET, is_https=False)).state == WRONG


def test_an_account_that_refuses_or_lacks_rights_needs_attention() -> None:
    read = replace(ALL_SET, read_at=BEFORE)
    assert rules.account(replace(read, read_problem="Zoom did not answer.")).state == WRONG
    lacking = rules.account(replace(read, missing_scopes=("meeting:read:meeting:admin",)))
    assert lacking.state == WRONG
    assert "meeting:read:meeting:admin" in str(lacking.missing)
    assert rules.account(replace(read, now=NOW + timedelta(hours=4))).state == QUIET


@pytest.mark.parametrize("state", sorted(rules.STREAM_TROUBLES))
def test_a_stream_in_trouble_is_told_while_the_session_is_live(state: str) -> None:
    assert rules.captions(replace(ALL_SET, stream=state, caption_at=BEFORE, is_live=True)).state == WRONG
    assert rules.captions(replace(ALL_SET, stream=state, caption_at=BEFORE)).state == ON


def test_a_stream_without_words_is_not_on() -> None:
    assert rules.captions(replace(ALL_SET, stream="following", is_live=True)).state == QUIET


def test_captions_without_events_cannot_begin() -> None:
    assert rules.captions(replace(ALL_SET, has_secret=False)).state == OFF


def test_the_later_of_panel_and_hand_is_told() -> None:
    hand = rules.hands(replace(ALL_SET, hand_at=NOW, panel_at=BEFORE))
    assert (hand.heard_at, hand.heard_what) == (NOW, "a hand")
    panel = rules.hands(replace(ALL_SET, hand_at=BEFORE, panel_at=NOW))
    assert (panel.heard_at, panel.heard_what) == (NOW, "our panel in Zoom")


def test_what_a_try_out_heard_is_told_until_the_session_itself_is_heard() -> None:
    tried = replace(ALL_SET, tried={"events": BEFORE, "captions": BEFORE}, any_event_at=BEFORE)
    assert states(tried) | {"chat": QUIET} == states(ALL_SET) | {"events": TRIED, "captions": TRIED}
    assert rules.feeds(tried)[0].heard_what == "in a try-out of this meeting"
    assert states(replace(tried, event_at=NOW))["events"] == ON
    assert states(replace(tried, has_app=False))["captions"] == OFF, "switched off since"
    assert rules.in_short(rules.feeds(tried)) == "2 tried and heard, 3 ready, 1 off."


def recorded(*found: RecordingState, **others: bool) -> rules.Feed:
    return rules.recording(replace(ALL_SET, recordings=found, **others))  # type: ignore[arg-type]


def test_a_recording_is_announced_only_to_sessions_that_use_one() -> None:
    assert recorded().state == OFF
    assert recorded(fills_gaps=True).state == QUIET
    assert recorded(fills_gaps=True, has_rest=False).state == OFF


def test_a_recording_tells_what_it_gave() -> None:
    taken = recorded(TAKEN)
    assert (taken.state, taken.heard_at, taken.missing) == (ON, BEFORE, None)
    assert taken.heard_what == "40 sentences, for 1 minute without captions"
    assert recorded(replace(TAKEN, cues=0)).heard_what == "nothing that the captions lack"
    both = recorded(TAKEN, replace(TAKEN, taken_at=NOW, cues=1, filled_minutes=2))
    assert (both.heard_at, both.heard_what) == (NOW, "41 sentences, for 3 minutes without captions")


def test_a_recording_that_is_waited_for_is_no_fault() -> None:
    waiting = recorded(WAITING)
    assert (waiting.state, waiting.heard_at, waiting.heard_what) == (QUIET, None, "")
    assert recorded(WAITING, TAKEN).state == QUIET


def test_a_meeting_without_a_recording_matters_where_it_is_the_text() -> None:
    none = replace(WAITING, state="none", next_ask_at=None)
    assert recorded(none).state == OFF
    assert recorded(none, wants_recording=True).state == WRONG


@pytest.mark.parametrize("word", sorted(TROUBLES))
def test_what_zoom_refused_about_a_recording_is_told(word: str) -> None:
    words = in_words(word, "cloud_recording:read:one:admin" if word == "no_right" else None)
    assert recorded(replace(WAITING, state="refused", trouble=words)).missing == words
    kept = recorded(TAKEN, replace(TAKEN, deletion_asked_at=NOW, deletion_trouble=words))
    assert (kept.state, kept.missing, kept.heard_at) == (WRONG, words, BEFORE)


def test_a_deleted_recording_is_told_with_what_it_gave_and_its_old_trouble_is_over() -> None:
    deleted = recorded(replace(TAKEN, state="deleted", deleted_at=NOW, trouble="Zoom refused."))
    assert (deleted.state, deleted.heard_at) == (ON, BEFORE)
    assert "deleted in Zoom" in str(deleted.missing)
    assert recorded(replace(WAITING, state="deleted", deleted_at=NOW)).state == OFF
