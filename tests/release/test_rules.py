"""The gate's decisions, on values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.clocks import LONDON
from companion.release import rules
from companion.release.rules import Blocked, Facts, OwnWork, SoftFindingsUnseen, StaleApproval, WrongStation

CLEAR = Facts(is_audited=True)
EDITOR, SECOND = uuid4(), uuid4()
NOW = datetime(2027, 5, 25, 9, 30, tzinfo=UTC)
STATES = ("imported", "redacted", "reviewed", "approved", "held", "released", "withdrawn")


def approve(state: str = "reviewed", facts: Facts = CLEAR, *, by: UUID = SECOND, seen: str = "digest") -> str:
    return rules.after_approval(state, facts, approver=by, hands={EDITOR}, manifest="digest", approved_manifest=seen)


@pytest.mark.req("LC-13")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(CLEAR, unresolved_speakers=1), "speakers"),
        (replace(CLEAR, undecided=3), "undecided"),
        (replace(CLEAR, is_audited=False), "audit"),
        (replace(CLEAR, audit_hard=1), "leaks"),
        (replace(CLEAR, is_roster_changed=True), "roster"),
    ],
)
def test_each_reason_alone_stops_review_approval_and_release(facts: Facts, code: str) -> None:
    assert [blocker.code for blocker in rules.blockers(facts)] == [code]
    with pytest.raises(Blocked):
        rules.after_review("redacted", facts, soft=0, has_seen_soft=False)
    with pytest.raises(Blocked):
        approve(facts=facts)
    with pytest.raises(Blocked):
        rules.after_hold("held", facts, held_until=NOW, now=NOW)


def test_every_reason_is_told_at_once_and_in_words() -> None:
    facts = Facts(unresolved_speakers=2, undecided=1, is_audited=False, is_roster_changed=True)
    with pytest.raises(Blocked) as caught:
        approve(facts=facts)
    assert len(caught.value.reasons) == 4
    assert "2 speakers are not known yet." in caught.value.reasons
    assert "1 proposal is not decided yet." in caught.value.reasons


def test_a_text_with_nothing_against_it_has_no_blockers() -> None:
    assert rules.blockers(CLEAR) == ()


@pytest.mark.req("LC-13")
def test_nobody_approves_their_own_work() -> None:
    with pytest.raises(OwnWork):
        approve(by=EDITOR)


@pytest.mark.req("LC-13")
def test_another_manifest_than_the_one_that_was_read_is_refused() -> None:
    with pytest.raises(StaleApproval):
        approve(seen="an older digest")


@pytest.mark.parametrize("state", [state for state in STATES if state != "reviewed"])
def test_only_what_is_reviewed_can_be_approved(state: str) -> None:
    with pytest.raises(WrongStation):
        approve(state)


def test_a_second_person_approves_what_they_read() -> None:
    assert approve() == "approved"


@pytest.mark.parametrize("state", ["redacted", "reviewed", "approved"])
def test_an_edit_leads_back_to_redacted(state: str) -> None:
    assert rules.after_edit(state) == "redacted"


@pytest.mark.parametrize("state", ["imported", "held", "released", "withdrawn"])
def test_what_is_not_proposed_yet_or_is_out_cannot_be_edited(state: str) -> None:
    with pytest.raises(WrongStation):
        rules.after_edit(state)


def test_soft_findings_need_somebody_who_says_that_they_looked() -> None:
    with pytest.raises(SoftFindingsUnseen):
        rules.after_review("redacted", CLEAR, soft=2, has_seen_soft=False)
    assert rules.after_review("redacted", CLEAR, soft=2, has_seen_soft=True) == "reviewed"


def test_nothing_is_released_before_its_time_for_corrections_is_over() -> None:
    with pytest.raises(WrongStation):
        rules.after_hold("held", CLEAR, held_until=NOW + timedelta(seconds=1), now=NOW)
    assert rules.after_hold("held", CLEAR, held_until=NOW, now=NOW) == "released"


@pytest.mark.parametrize("state", [state for state in STATES if state != "held"])
def test_only_what_was_held_is_released(state: str) -> None:
    with pytest.raises(WrongStation):
        rules.after_hold(state, CLEAR, held_until=NOW, now=NOW)


@pytest.mark.parametrize("state", ["imported", "redacted", "reviewed", "withdrawn"])
def test_what_nobody_approved_cannot_be_withdrawn(state: str) -> None:
    with pytest.raises(WrongStation):
        rules.after_withdrawal(state)


def test_five_working_days_from_a_thursday_end_on_the_next_thursday() -> None:
    assert rules.hold_ends(datetime(2027, 5, 27, 9, 0, tzinfo=UTC), 5) == datetime(2027, 6, 3, 9, 0, tzinfo=UTC)


@given(minutes=st.integers(0, 4 * 365 * 24 * 60), days=st.integers(0, 60))
def test_a_hold_never_ends_on_a_weekend_and_keeps_its_time_of_day(minutes: int, days: int) -> None:
    approved = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = rules.hold_ends(approved, days)
    assert ends - approved >= timedelta(days=days) - timedelta(hours=1)
    if days:
        assert ends.astimezone(LONDON).weekday() < 5


def test_raw_text_goes_two_weeks_after_release_and_after_sixty_days_at_most() -> None:
    assert rules.shred_raw_at(NOW, None) == NOW + timedelta(days=60)
    assert rules.shred_raw_at(NOW, NOW + timedelta(days=10)) == NOW + timedelta(days=24)
    assert rules.shred_raw_at(NOW, NOW + timedelta(days=59)) == NOW + timedelta(days=60)


@pytest.mark.req("LC-15")
def test_readers_get_reading_formats_and_reviewers_all() -> None:
    assert rules.formats_for(is_reviewer=False) == ("html", "docx")
    assert set(rules.formats_for(is_reviewer=True)) == {"html", "docx", "txt", "vtt", "json"}
