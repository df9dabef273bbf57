"""A case that was raised aloud goes out of the transcript, whatever a reviewer decides (LC-16)."""

from __future__ import annotations

import pytest

from companion.floor.service import floor_of
from companion.kernel.ids import DraftId, SpanId
from companion.kernel.journal import Fact, Journal
from companion.kernel.uow import Uow
from companion.release import acts, auditing, cues, drafting, hiding, importing, reading, review
from companion.release.cases import CASE_LABEL, MustGo
from companion.release.cues import BY_HAND
from companion.release.standing import standing_of
from companion.release.tables import Draft, DraftSpan
from tests.release.office import SAID, T0, Office
from tests.release.test_service import text_of

CASE = (
    ("ann", "Thanks, chair. Most repairs are now done within a week."),
    ("ann", "A lady in Acorn Street has waited since March with her boiler."),
    ("cara", "We heard about that one, it is a shame."),
    ("ben", "Back to the item, then."),
)
MARKED_AT = T0 + 8_000  # while the second cue is spoken; each is five seconds after the last
TURN, REQUEST = "5bb1b5b6-3d2f-4dbb-8f0a-8b3a5a1d6a01", "5bb1b5b6-3d2f-4dbb-8f0a-8b3a5a1d6a02"


def mark(office: Office, at_ms: int = MARKED_AT, *, stopped_ms: int = T0 + 11_000) -> None:
    """Ann speaks from the second cue on; the chair marks a case, and pauses her."""

    def happen(uow: Uow) -> None:
        ann = str(office.people["ann"])
        turn = {"turn_id": TURN, "participant_id": ann}
        told: list[tuple[str, dict[str, str], int]] = [
            ("session.started", {}, T0),
            ("turn.started", turn, T0 + 6_500 + at_ms - MARKED_AT),
            ("case.raised", turn, at_ms),
            ("turn.paused", {"turn_id": TURN}, stopped_ms),
        ]
        Journal(uow, office.session_id).append(
            *(
                Fact(
                    type=kind,
                    payload=payload,
                    idem_key=f"{kind}:{at}/0",
                    actor_role="chair",
                    source="page",
                    occurred_at_ms=at,
                    received_at_ms=at,
                )
                for kind, payload, at in told
            )
        )

    office.house.run(happen)
    assert office.look(lambda uow: floor_of(uow, office.session_id)).cases


def chairs(office: Office, draft_id: DraftId) -> list[DraftSpan]:
    return [span for span in office.spans(draft_id) if span.finder == "chair"]


def blockers(office: Office, draft_id: DraftId) -> dict[str, str]:
    standing = office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, draft_id)))
    return {blocker.code: blocker.words for blocker in standing.blockers}


@pytest.mark.req("LC-16")
def test_the_marked_passage_is_a_span_that_has_to_go_and_is_in_no_released_file(office_on_each: Office) -> None:
    office = office_on_each
    mark(office)
    draft_id = office.drafted(CASE)
    assert [(span.cue_position, span.decision, span.label) for span in chairs(office, draft_id)] == [
        (1, "accepted", CASE_LABEL),
        (2, "accepted", CASE_LABEL),
    ]
    for decision in ("rejected", "undecided"):
        with pytest.raises(MustGo):
            office.edit(review.decide, draft_id, SpanId(chairs(office, draft_id)[0].id), decision)
    office.reviewed(draft_id)
    for fmt in ("txt", "html", "vtt", "json"):
        text = text_of(office, draft_id, fmt).decode()
        assert [word in text for word in ("repairs", "Back to the item")] == [True, True]
        assert [word for word in ("boiler", "shame", "Acorn") if word in text] == []
    assert CASE_LABEL in text_of(office, draft_id).decode()


def test_the_reviewer_reads_when_it_was_marked(office: Office) -> None:
    mark(office)
    draft_id = office.drafted(CASE)
    (first, _) = chairs(office, draft_id)
    assert "marked an individual case at 08:00:08" in office.look(lambda uow: cues.reason_of(uow, SpanId(first.id)))
    page = office.look(lambda uow: reading.review_page(uow, draft_id, span_id=SpanId(first.id)))
    assert page.asked.has_to_go


def test_it_stays_hidden_when_proposals_are_made_again_and_when_others_are_undone(office: Office) -> None:
    mark(office)
    draft_id = office.drafted(CASE)
    office.accept_everything(draft_id)
    while True:
        try:
            office.edit(review.undo, draft_id)
        except acts.NothingToUndo:
            break
    office.participant("Somebody late")
    office.house.run(drafting.make_draft, office.session_id)
    assert [span.decision for span in chairs(office, draft_id)] == ["accepted", "accepted"]


def test_without_a_mark_nothing_is_hidden_by_the_chair(office: Office) -> None:
    assert chairs(office, office.drafted(SAID)) == []


def test_in_an_uploaded_file_a_person_has_to_find_the_marked_passage(office: Office) -> None:
    mark(office)
    file = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnn Whitlock: A lady waited for her boiler.\n"
    draft_id = office.edit(importing.start_from_upload, office.session_id, file.encode())
    office.house.run(drafting.make_draft, office.session_id)
    office.accept_everything(draft_id)
    office.edit(auditing.run_audit, draft_id)
    assert "at 08:00:08. Find the passage" in blockers(office, draft_id)["cases"]
    office.edit(hiding.hide, draft_id, 0, "A lady waited for her boiler.", hidden_as="individual case")
    assert "cases" not in blockers(office, draft_id)
    assert [span.finder for span in office.spans(draft_id) if span.label == CASE_LABEL] == [BY_HAND]
