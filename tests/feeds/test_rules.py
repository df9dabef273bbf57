"""How each feed stands, from the signs of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from companion.feeds import guide, rules
from companion.feeds.rules import OFF, ON, QUIET, TRIED, WRONG, Signs

NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(minutes=5)
ALL_SET = Signs(now=NOW, has_meeting=True, is_https=True, has_secret=True, has_rest=True, has_app=True)
NOTHING = replace(ALL_SET, has_secret=False, has_rest=False, has_app=False, is_https=False)


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
        transcript_at=BEFORE,
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
