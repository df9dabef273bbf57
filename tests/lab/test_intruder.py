"""The intruder in small: the masker and the audit together let nothing out in any of thirty disguises."""

from __future__ import annotations

import pytest

from lab.evaluation.plan import make_case
from lab.intruder.canaries import Seen, make_meeting, release
from lab.intruder.disguises import DISGUISES
from lab.intruder.second_look import SecondLook, look
from transcripts import Cue
from transcripts.leaks import audit_passages
from transcripts.passages import Passage

pytestmark = pytest.mark.req("LC-13")


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Six meetings, every disguise in each."""
    counts = Seen()
    for seed in range(6):
        release(make_meeting(seed), (), counts)
    return counts


def test_there_are_thirty_disguises_and_each_is_planted_in_each_meeting(seen: Seen) -> None:
    assert len(DISGUISES) == 30
    assert seen.planted == dict.fromkeys(DISGUISES, 6)


def test_hardly_anybody_gets_past_both_the_masker_and_the_audit(seen: Seen) -> None:
    assert len(seen.escaped) <= 2, seen.escaped


def test_the_audit_alone_would_see_nearly_all_of_them_though_it_shares_no_code_with_the_masker(seen: Seen) -> None:
    assert seen.audited.total() >= 0.96 * seen.planted.total()
    for disguise in ("full name", "capitals", "entities", "zero-width", "e-mail", "landlord", "homes", "over two cues"):
        assert seen.audited[disguise] == 6, disguise
    assert seen.hard.total() >= 0.85 * seen.planted.total()


def test_a_canary_is_where_its_meeting_says() -> None:
    meeting = make_meeting(11)
    assert meeting == make_meeting(11)
    full = next(canary for canary in meeting.canaries if canary.disguise == "full name")
    ((cue, start, end),) = full.places
    named = {" ".join((one.name.split()[0], one.name.split()[-1])) for one in meeting.roster.participants}
    assert meeting.cues[cue].text[start:end] in named


def test_a_meeting_without_its_canaries_gives_the_audit_nothing_to_say() -> None:
    meeting = make_meeting(12)
    planted = {cue for canary in meeting.canaries for cue, _, _ in canary.places}
    innocent: list[Cue] = [cue for cue in meeting.cues if cue.index not in planted]
    passages = [Passage(f"cue {cue.index}", cue.text) for cue in innocent]
    assert [leak for leak in audit_passages(passages, meeting.roster) if leak.hard] == []


@pytest.mark.parametrize("variant", ["clean", "asr"])
def test_text_that_is_masked_perfectly_stops_nothing_and_swamps_nobody(variant: str) -> None:
    counts = SecondLook()
    look(make_case(31, variant, turns=24), (), counts)
    assert [leak for leak in counts.false_hits if leak.hard] == []
    assert sum(not leak.hard for leak in counts.false_hits) <= 8
