"""What Zoom should be, what its refusals mean, and when it may be asked: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.registration import zoom_rules
from companion.registration.zoom_rules import Known, Step, compared
from tests.registration.zoom_meeting import RIGHT

NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)


def judged(hosts: int = 1, source: str = "captions", **changed: Any) -> dict[str, bool | None]:
    lines = zoom_rules.judge({**RIGHT, **changed}, hosts=hosts, text_source=source)
    return {line.name: line.ok for line in lines}


@pytest.mark.req("LC-07", "LC-37")
def test_a_meeting_set_as_wanted_has_nothing_red() -> None:
    assert False not in judged().values()
    assert zoom_rules.settings_to_set(RIGHT, text_source="captions") == {}


@pytest.mark.req("LC-06")
@pytest.mark.parametrize("found", [0, 2, "1"])
def test_edge_64_another_approval_type_is_red_with_its_remedy(found: Any) -> None:
    lines = zoom_rules.judge({**RIGHT, "approval_type": found}, hosts=1, text_source="captions")
    (red,) = [line for line in lines if line.ok is False]
    assert red.name == "Registration approved by hand"
    assert "Manually Approve" in red.remedy
    assert zoom_rules.settings_to_set({"approval_type": found}, text_source="captions") == {"approval_type": 1}


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("registrants_confirmation_email", True),
        ("registrants_email_notification", True),
        ("waiting_room", False),
        ("join_before_host", True),
        ("mute_upon_entry", False),
        ("allow_multiple_devices", True),
        ("auto_recording", "local"),
        ("auto_start_meeting_summary", True),
        ("close_registration", True),
    ],
)
def test_each_setting_that_is_wrong_is_red_and_can_be_set_from_here(setting: str, wrong: Any) -> None:
    assert list(judged(**{setting: wrong}).values()).count(False) == 1
    assert list(zoom_rules.settings_to_set({**RIGHT, setting: wrong}, text_source="captions")) == [setting]


def test_a_transcript_from_the_recording_wants_the_recording() -> None:
    assert judged(source="recording")["Recording by itself"] is False
    assert zoom_rules.settings_to_set(RIGHT, text_source="recording") == {"auto_recording": "cloud"}


def test_what_zoom_does_not_tell_is_neither_right_nor_wrong() -> None:
    lines = zoom_rules.judge({}, hosts=0, text_source="captions")
    assert {line.ok for line in lines} == {None}


@pytest.mark.parametrize(
    ("status", "code", "message", "word"),
    [
        (404, 3001, "Meeting does not exist", "meeting_gone"),
        (400, 3027, "Host cannot register", "is_host"),
        (400, 3038, "Meeting is over, you can not register now.", "over"),
        (400, 300, "Registration has not been enabled for this meeting: 9.", "registration_off"),
        (400, 300, "Validation Failed.", "address_refused"),
        (400, 4711, "Invalid access token, does not contain scopes", "no_right"),
        (403, None, "", "no_right"),
        (429, 429, "You have exceeded the daily rate limit", "daily_limit"),
        (409, None, "", "refused"),
    ],
)
def test_every_refusal_has_plain_words(status: int, code: int | None, message: str, word: str) -> None:
    assert zoom_rules.trouble_of(status, code, message) == word
    assert zoom_rules.TROUBLES[word].todo


def test_edge_65_the_count_begins_anew_after_midnight_of_utc() -> None:
    assert zoom_rules.next_midnight(NOW) == datetime(2027, 5, 26, 0, 1, tzinfo=UTC)
    assert zoom_rules.may_ask("add", adds=2, changes=10)
    assert not zoom_rules.may_ask("add", adds=3, changes=0)
    assert not zoom_rules.may_ask("change", adds=0, changes=10)


@pytest.mark.parametrize(
    ("ago", "until_start", "is_due"),
    [(59, 120, False), (60, 120, True), (4, 60, False), (5, 60, True), (5, -20, True), (5, 61, False)],
)
def test_lists_are_compared_hourly_and_often_in_the_last_hour(ago: int, until_start: int, is_due: bool) -> None:
    last = NOW - timedelta(minutes=ago)
    assert zoom_rules.is_due(last, NOW, until_start=timedelta(minutes=until_start)) is is_due
    assert zoom_rules.is_due(None, NOW, until_start=timedelta(minutes=until_start))


STATES = ("none", "pending", "approved", "denied", "cancelled")
knowns = st.builds(
    Known,
    wanted=st.sampled_from(STATES),
    state=st.sampled_from(STATES),
    is_registered=st.booleans(),
    heard_at=st.sampled_from([None, NOW - timedelta(hours=1), NOW + timedelta(seconds=1)]),
    mended_today=st.integers(0, 3),
    is_refused=st.booleans(),
    retry_at=st.sampled_from([None, NOW - timedelta(hours=1), NOW + timedelta(hours=1)]),
)


@given(knowns, st.sampled_from([None, "pending", "approved", "denied"]))
def test_comparing_never_flaps(known: Known, listed: str | None) -> None:
    """What is as it should be is left alone; a newer word wins; nothing is put right a third time on one day."""
    step = compared(known, listed, asked_at=NOW, now=NOW)
    if known.heard_at is not None and known.heard_at >= NOW:
        assert step == Step()
    if listed == known.wanted or known.wanted in ("none", "pending"):
        assert not step.push
    if known.mended_today >= zoom_rules.MENDED_PER_DAY or (known.is_refused and known.retry_at is None):
        assert not step.push
    assert not (step.push and step.trouble)


def test_what_differs_is_put_right() -> None:
    known = Known("approved", "approved", True, None)
    assert compared(known, None, asked_at=NOW, now=NOW) == Step("cancelled", push=True)
    assert compared(known, "denied", asked_at=NOW, now=NOW) == Step("denied", push=True)
    stray = Known("cancelled", "cancelled", True, None)
    assert compared(stray, "approved", asked_at=NOW, now=NOW) == Step("approved", push=True)
    never_added = Known("approved", "none", False, None)
    assert compared(never_added, None, asked_at=NOW, now=NOW) == Step(push=True)
    argued = Known("approved", "approved", True, None, mended_today=2)
    assert compared(argued, "denied", asked_at=NOW, now=NOW) == Step("denied", trouble="decided_in_zoom")
