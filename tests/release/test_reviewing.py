"""A reviewer's answers: everywhere at once, wider, undone by who gave them, and two reviewers at the same time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import DraftId, SpanId
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.registration.tables import Participant
from companion.release import acts, auditing, cases, drafting, hiding, importing, rendering, review
from companion.release.rules import OwnWork, SoftFindingsUnseen
from companion.release.tables import Draft, DraftSpan
from tests.release.office import Office
from tests.release.test_service import clock
from transcripts import Kind, Leak

NAMED = (
    ("ann", "I agree with Ben Adeyemi on that."),
    ("cara", "So Ben Adeyemi has said before, and ben adeyemi was right."),
    ("ann", "And Ben Adeyemi Cole of Marram."),
)


def other_reviewer(office: Office) -> UUID:
    return office.house.account(Role.REVIEWER, programme_id=office.programme_id, name="Delyth Rowe")


def words_of(office: Office, draft_id: DraftId, decision: str, said: tuple[tuple[str, str], ...] = NAMED) -> list[str]:
    return [
        said[span.cue_position][1][span.start : span.end]
        for span in office.spans(draft_id)
        if span.decision == decision
    ]


def span_of(office: Office, draft_id: DraftId, cue: int) -> DraftSpan:
    return next(span for span in office.spans(draft_id) if span.cue_position == cue)


def same(office: Office, draft_id: DraftId, span_id: SpanId) -> review.Same:
    def look(uow: Uow) -> review.Same:
        return review.same_words(uow, draft_id, uow.db.get_one(DraftSpan, span_id))

    return office.look(look)  # type: ignore[no-any-return]


@pytest.mark.req("LC-13")
def test_one_answer_hides_the_words_wherever_they_stand_and_one_undo_brings_them_back(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted(NAMED)
    first = SpanId(span_of(office, draft_id, 0).id)
    there = same(office, draft_id, first)
    assert there.to_hide == there.to_keep == 3
    with pytest.raises(review.CountChanged):
        office.edit(review.decide_everywhere, draft_id, first, "accepted", expected=2)
    assert office.edit(review.decide_everywhere, draft_id, first, "accepted", expected=there.to_hide) == there.to_hide
    assert [words.casefold() for words in words_of(office, draft_id, "accepted")] == ["ben adeyemi"] * 3
    office.edit(review.undo, draft_id)
    assert words_of(office, draft_id, "accepted") == []


@pytest.mark.req("LC-13")
def test_hiding_everywhere_takes_places_nobody_proposed_but_not_an_ordinary_word(office: Office) -> None:
    said = (
        ("ann", "The Marram depot is open."),
        ("cara", "Then the Marram depot and a depot again."),
        ("ann", "A Depot, a depot."),
    )
    draft_id = office.drafted(said)
    office.edit(hiding.hide, draft_id, 0, "Marram depot", hidden_as="place")
    by_hand = next(span for span in office.spans(draft_id) if span.finder == "reviewer")
    there = same(office, draft_id, SpanId(by_hand.id))
    assert there.bare == ((1, 9, 21),)
    office.edit(review.decide_everywhere, draft_id, SpanId(by_hand.id), "accepted", expected=1)
    assert words_of(office, draft_id, "accepted", said).count("Marram depot") == 2
    office.edit(hiding.hide, draft_id, 2, "depot", hidden_as="place", start=11)
    word = next(span for span in office.spans(draft_id) if span.cue_position == 2 and span.finder == "reviewer")
    assert same(office, draft_id, SpanId(word.id)).to_hide == 0


def test_keeping_everywhere_decides_what_waits_and_leaves_what_was_decided(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    spans = office.spans(draft_id)
    office.edit(review.decide, draft_id, SpanId(spans[0].id), "accepted")
    assert same(office, draft_id, SpanId(spans[0].id)).elsewhere.waiting == 2
    office.edit(review.decide_everywhere, draft_id, SpanId(spans[0].id), "rejected", expected=2)
    assert words_of(office, draft_id, "accepted") == ["Ben Adeyemi"]
    assert len(words_of(office, draft_id, "rejected")) == 2


@pytest.mark.req("LC-13")
def test_a_proposal_that_was_widened_hides_the_further_words_also_when_proposals_are_made_again(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    span_id = SpanId(span_of(office, draft_id, 2).id)
    wide = office.edit(review.widen, draft_id, span_id, "more")
    assert wide
    assert "Ben Adeyemi Cole" in NAMED[2][1][slice(*_reach(office, draft_id, 2))]
    office.edit(review.decide, draft_id, span_id, "accepted")
    reach = _reach(office, draft_id, 2)
    office.participant("Dermot Okafor")
    office.house.run(drafting.make_draft, office.session_id)
    assert reach in [
        (span.start, span.end)
        for span in office.spans(draft_id)
        if span.cue_position == 2 and span.decision == "accepted"
    ]


def _reach(office: Office, draft_id: DraftId, cue: int) -> tuple[int, int]:
    span = span_of(office, draft_id, cue)
    return span.start, span.end


def test_widening_is_undone_and_unknown_ways_are_refused(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    span_id = SpanId(span_of(office, draft_id, 0).id)
    before = _reach(office, draft_id, 0)
    assert office.edit(review.widen, draft_id, span_id, "less")
    assert not office.edit(review.widen, draft_id, span_id, "less")
    assert office.edit(review.undo, draft_id) == span_id
    assert _reach(office, draft_id, 0) == before
    with pytest.raises(BadInput):
        office.edit(review.widen, draft_id, span_id, "further")


@pytest.mark.req("LC-16")
def test_what_the_chair_marked_is_neither_narrowed_nor_kept_everywhere(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    span_id = SpanId(span_of(office, draft_id, 0).id)

    def mark(uow: Uow) -> None:
        uow.db.get_one(DraftSpan, span_id).finder = cases.BY_CHAIR

    office.house.run(mark)
    with pytest.raises(cases.MustGo):
        office.edit(review.widen, draft_id, span_id, "less")
    with pytest.raises(cases.MustGo):
        office.edit(review.decide_everywhere, draft_id, span_id, "rejected", expected=1)


@pytest.mark.req("LC-13")
def test_nobody_overrules_what_they_have_not_seen_and_undo_takes_back_ones_own(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted(NAMED)
    other = other_reviewer(office)
    first, second, third = (SpanId(span.id) for span in office.spans(draft_id)[:3])
    seen = review.mark_of("undecided", *_reach(office, draft_id, 0))
    office.as_person(other, review.decide, draft_id, first, "accepted", seen=seen)
    with pytest.raises(review.DecidedMeanwhile, match="Delyth Rowe hides this"):
        office.edit(review.decide, draft_id, first, "rejected", seen=seen)
    revision = office.draft(draft_id).revision
    office.edit(review.decide, draft_id, first, "accepted", seen=seen)  # the same answer: it stands already
    assert office.draft(draft_id).revision == revision
    office.edit(review.decide, draft_id, second, "accepted")
    office.as_person(other, review.decide, draft_id, third, "accepted")
    assert office.edit(review.undo, draft_id) == second
    assert [span.decision for span in office.spans(draft_id)[:3]] == ["accepted", "undecided", "accepted"]
    with pytest.raises(acts.NothingToUndo):
        office.edit(review.undo, draft_id)


def test_an_answer_that_somebody_changed_since_is_not_taken_back(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    first = SpanId(office.spans(draft_id)[0].id)
    office.edit(review.decide, draft_id, first, "accepted")
    office.as_person(other_reviewer(office), review.decide, draft_id, first, "rejected")
    with pytest.raises(acts.ChangedSince):
        office.edit(review.undo, draft_id)
    assert office.spans(draft_id)[0].decision == "rejected"


def test_the_time_of_a_review_leaves_out_the_pauses_and_who_else_is_here_is_told(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    other = other_reviewer(office)
    for span, pause in zip(office.spans(draft_id), (30, 45, 3600), strict=False):
        office.edit(review.decide, draft_id, SpanId(span.id), "accepted")
        clock(office).advance(timedelta(seconds=pause))
    office.edit(review.undo, draft_id)
    assert office.look(lambda uow: acts.minutes_of_review(uow, draft_id)) == 2
    office.edit(review.decide, draft_id, SpanId(office.spans(draft_id)[2].id), "accepted")
    assert office.look(lambda uow: acts.others_here(uow, draft_id, office.editor)) == []
    (colleague,) = office.look(lambda uow: acts.others_here(uow, draft_id, other))
    assert (colleague.person_id, colleague.answers) == (office.editor, 1)


@pytest.mark.req("LC-13")
def test_doubtful_proposals_come_first_wherever_they_stand(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    last = SpanId(office.spans(draft_id)[-1].id)

    def doubt(uow: Uow) -> None:
        uow.db.get_one(DraftSpan, last).confidence = 0.6

    office.house.run(doubt)
    assert office.look(lambda uow: review.next_undecided(uow, draft_id)) == last
    done = office.edit(review.decide, draft_id, last, "rejected")
    assert done.next_id == office.spans(draft_id)[0].id


@pytest.mark.req("LC-13")
def test_soft_findings_are_looked_at_one_by_one_and_need_not_be_looked_at_again(
    office_on_each: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_on_each
    said = (("cara", "We visited the moor and the bay last week."), ("ann", "Ben Adeyemi came."))
    soft = [Leak(kind=Kind.PLACE, where="cue 0", found=word, why="a place", hard=False) for word in ("moor", "bay")]
    monkeypatch.setattr(auditing, "audit_passages", lambda passages, roster: soft)
    monkeypatch.setattr(rendering, "leaks_in_file", lambda *args: [])
    draft_id = office.drafted(said)
    office.accept_everything(draft_id)
    assert office.edit(auditing.run_audit, draft_id).soft == 2
    found = _soft(office, draft_id)
    assert found
    with pytest.raises(SoftFindingsUnseen):
        office.edit(rendering.finish_review, draft_id)
    for finding in found:
        office.edit(auditing.accept_finding, draft_id, finding.finding_id)
    assert all(finding.is_accepted for finding in _soft(office, draft_id))
    office.edit(hiding.hide, draft_id, 1, "came", hidden_as="something else")
    assert _soft(office, draft_id) == []  # of an older text
    office.edit(auditing.run_audit, draft_id)
    assert {finding.found for finding in _soft(office, draft_id) if finding.is_accepted} == {one.found for one in found}
    assert office.edit(rendering.finish_review, draft_id)
    with pytest.raises(NotFound):
        office.edit(auditing.accept_finding, draft_id, office.editor)


def _soft(office: Office, draft_id: DraftId) -> list[auditing.Finding]:
    found = office.look(lambda uow: auditing.findings_of(uow, uow.db.get_one(Draft, draft_id)))
    return [finding for finding in found if not finding.is_hard]


def test_the_record_of_answers_holds_no_word_of_what_was_said(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    office.edit(review.decide_everywhere, draft_id, SpanId(office.spans(draft_id)[0].id), "accepted", expected=3)
    rows = office.look(lambda uow: uow.db.execute(select(acts.ReviewAct.changes)).all())
    assert rows
    assert not any(name in str(rows) for name in ("Ben", "Adeyemi", "agree"))
    assert office.look(lambda uow: uow.db.scalars(select(Participant)).first()) is not None


PARTS = (("ann", "We were planning it, Jon and Jonathan agreed, and Hannah did."), ("cara", "Nobody is planning."))


@pytest.mark.req("LC-13")
@pytest.mark.parametrize(
    ("selected", "hidden"), [("ann", "Hannah"), ("Jon", "Jonathan"), ("athan agreed", "Jonathan agreed")]
)
def test_half_a_word_that_was_selected_takes_the_whole_word_where_it_was_selected(
    office: Office, selected: str, hidden: str
) -> None:
    draft_id, said = office.drafted(PARTS), PARTS[0][1]
    start = said.index(hidden) + hidden.index(selected)
    office.edit(hiding.hide, draft_id, 0, selected, hidden_as="participant", start=start)
    mine = [span for span in office.spans(draft_id) if span.finder == "reviewer"]
    assert [said[span.start : span.end] for span in mine] == [hidden]


def test_half_a_word_that_was_selected_is_no_part_of_words_elsewhere(office: Office) -> None:
    draft_id, said = office.drafted(PARTS), PARTS[0][1]
    start = said.index("Hannah") + 1
    assert office.edit(hiding.hide, draft_id, 0, "ann", hidden_as="participant", start=start, is_everywhere=True) == 1
    assert office.edit(hiding.hide, draft_id, 1, "jonathan", hidden_as="participant", is_everywhere=True) == 1


def test_words_that_are_no_longer_where_they_were_selected_are_asked_again(office: Office) -> None:
    draft_id = office.drafted((("ann", "A long grace, and a long wait, and a long way."),))
    with pytest.raises(hiding.NotInText):
        office.edit(hiding.hide, draft_id, 0, "a long", hidden_as="something else", start=3)


@pytest.mark.req("LC-13")
def test_whoever_let_a_word_stay_that_the_audit_asked_about_does_not_approve(office: Office) -> None:
    draft_id = office.drafted((("ann", "At Linden Quay we use Zorblax for repairs."),))
    office.accept_everything(draft_id)
    office.edit(auditing.run_audit, draft_id)
    second = other_reviewer(office)
    found = office.look(lambda uow: auditing.findings_of(uow, uow.db.get_one(Draft, draft_id)))
    assert [one.found for one in found] == ["Zorblax"]
    office.as_person(second, auditing.accept_finding, draft_id, found[0].finding_id)
    office.edit(rendering.finish_review, draft_id)
    with pytest.raises(OwnWork):
        office.approve(draft_id, by=second)


def test_a_recording_leaves_alone_what_was_decided_before_the_proposals_were_made_anew(office: Office) -> None:
    draft_id = office.drafted(NAMED)
    office.edit(review.decide, draft_id, SpanId(span_of(office, draft_id, 0).id), "rejected")
    office.participant("Nia Falk")
    office.house.run(drafting.make_draft, office.session_id)
    assert not office.house.run(importing.take_in_recording, office.session_id)
    assert office.draft(draft_id).state == "redacted"
    assert words_of(office, draft_id, "rejected") == ["Ben Adeyemi"]
