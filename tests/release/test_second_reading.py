"""The second person's sample, what a slip does, and the certificate."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import DraftId, SpanId
from companion.release import acts, auditing, publishing, rendering, review, second_reading
from companion.release.certificate import as_json, certificate_of
from companion.release.manifest import manifest_of
from companion.release.rules import OwnWork, StaleApproval
from companion.release.second_reading import FEWEST, NotRead, Sample, drawn
from companion.release.shredding import shred_raw
from companion.release.tables import Draft
from tests.release.office import Office
from tests.release.test_pages import Pages
from tests.release.test_pages import pages as pages
from tests.release.test_service import clock

LONG = tuple(
    (("ann", "ben", "cara")[number % 3], f"On point {number} we spoke of damp, of repairs and of letters for a while.")
    for number in range(60)
)


@given(st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0, 3000))
def test_the_draw_property_is_a_twentieth_or_forty_of_what_is_there_and_can_be_drawn_again(
    digest: str, count: int
) -> None:
    found = drawn(digest, count)
    assert len(found) == min(count, max(FEWEST, -(-count // 20)))
    assert found == sorted(set(found)) == drawn(digest, count)
    assert all(0 <= number < count for number in found)


def test_another_text_draws_another_sample() -> None:
    one, other = (hashlib.sha256(text).hexdigest() for text in (b"one", b"other"))
    assert drawn(one, 400) != drawn(other, 400)


def sample(office: Office, draft_id: DraftId) -> Sample:
    def look(uow: object) -> Sample:
        draft = uow.db.get_one(Draft, draft_id)  # type: ignore[attr-defined]
        return second_reading.sample_of(uow, draft, manifest_of(uow, draft))  # type: ignore[arg-type]

    return office.look(look)  # type: ignore[no-any-return]


@pytest.mark.req("LC-13")
def test_nobody_approves_what_they_have_not_read(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted(LONG)
    manifest = office.reviewed(draft_id)
    assert (len(sample(office, draft_id).passages), sample(office, draft_id).of) == (FEWEST, 60)
    with pytest.raises(NotRead):
        office.as_person(office.approver, publishing.approve, draft_id, manifest=manifest)
    with pytest.raises(OwnWork):
        office.edit(second_reading.read_sample, draft_id, manifest=manifest)
    with pytest.raises(StaleApproval):
        office.as_person(office.approver, second_reading.read_sample, draft_id, manifest="0" * 64)
    assert office.as_person(office.approver, second_reading.read_sample, draft_id, manifest=manifest) == 0
    assert office.as_person(office.approver, publishing.approve, draft_id, manifest=manifest) == "held"


@pytest.mark.req("LC-13")
def test_a_slip_sends_it_back_and_the_next_reading_is_of_everything(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted(LONG)
    manifest = office.reviewed(draft_id)
    there = sample(office, draft_id)
    number, text = there.passages[3]
    missing = next(one for one in range(there.of) if one not in dict(there.passages))
    with pytest.raises(BadInput):
        office.as_person(office.approver, second_reading.read_sample, draft_id, manifest=manifest, slips=[missing])
    read = second_reading.read_sample
    assert office.as_person(office.approver, read, draft_id, manifest=manifest, slips=[number]) == 1
    assert office.draft(draft_id).state == "redacted"
    assert office.look(lambda uow: second_reading.slips_of(uow, uow.db.get_one(Draft, draft_id))) == [text]
    clock(office).advance(timedelta(minutes=1))
    again = office.reviewed(draft_id)
    assert again != manifest
    assert (len(sample(office, draft_id).passages), sample(office, draft_id).is_whole) == (60, True)
    assert office.approve(draft_id, again) == "held"
    assert office.look(lambda uow: second_reading.slips_of(uow, uow.db.get_one(Draft, draft_id))) == []


@pytest.mark.req("LC-13")
def test_the_certificate_names_the_people_and_the_digests_and_no_word_of_what_was_said(office: Office) -> None:
    draft_id = office.drafted()
    with pytest.raises(NotFound):
        office.look(lambda uow: certificate_of(uow, draft_id))
    office.edit(review.decide, draft_id, SpanId(office.spans(draft_id)[0].id), "accepted")
    office.reviewed(draft_id)
    office.approve(draft_id)
    one = office.look(lambda uow: certificate_of(uow, draft_id))
    assert (one.edited_by, one.approved_by) == (("Imran Sethi",), "Delyth Rowe")
    assert [(reading.by, reading.read, reading.of, reading.slips) for reading in one.readings] == [
        ("Delyth Rowe", one.readings[0].of, one.readings[0].of, 0)
    ]
    assert one.manifest_sha256 == office.manifest(draft_id)
    assert set(one.files) == {"html", "docx", "txt", "vtt", "json"}
    assert one.roster_sha256 == office.draft(draft_id).roster_digest
    assert one.facts["audit"]["must_go"] == 0
    hidden = sum(counts["hidden"] for counts in one.facts["proposals"].values())
    assert hidden == len(office.spans(draft_id))
    text = as_json(one)
    assert json.loads(text)["manifest_sha256"] == one.manifest_sha256
    assert not any(name in text for name in (b"Whitlock", b"Linden", b"Thornback", b"damp"))


def test_the_certificate_outlives_the_review(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    before = office.look(lambda uow: certificate_of(uow, draft_id)).facts
    clock(office).advance(timedelta(days=8))
    office.house.run(publishing.publish_held, draft_id)
    clock(office).advance(timedelta(days=15))
    assert office.house.run(shred_raw, office.session_id)
    assert office.look(lambda uow: acts.minutes_of_review(uow, draft_id)) == 0
    assert office.look(lambda uow: certificate_of(uow, draft_id)).facts == before


def test_a_certificate_is_of_the_text_as_it_is(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.edit(review.undo, draft_id)
    with pytest.raises(NotFound):
        office.look(lambda uow: certificate_of(uow, draft_id))
    office.accept_everything(draft_id)
    office.edit(auditing.run_audit, draft_id)
    assert office.edit(rendering.finish_review, draft_id, has_seen_soft=True)
    assert office.look(lambda uow: certificate_of(uow, draft_id)).reviewed_at


@pytest.mark.req("LC-13")
def test_a_ticked_passage_goes_back_through_the_page_and_the_reviewer_sees_it(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    manifest = pages.office.reviewed(draft_id)
    path = f"/release/{draft_id}/approve"
    assert "Tick a passage in which somebody could be recognised" in pages.get(pages.approver, path)
    both = pages.post(pages.approver, path, manifest=manifest, read="yes", slip="0")
    assert "A passage that you ticked sends it back" in both
    assert pages.office.draft(draft_id).state == "reviewed"
    back = pages.post(pages.approver, path, manifest=manifest, slip="0", answer="back")
    assert "goes back to the editor" in back
    assert "The second reader could recognise somebody in a passage." in pages.get(
        pages.editor, f"/release/{draft_id}/review"
    )


@pytest.mark.req("LC-13")
def test_the_certificate_can_be_read_and_kept_and_pages_with_raw_text_are_stored_nowhere(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    review_page = pages.editor.get(f"/release/{draft_id}/review")
    assert review_page.headers["Cache-Control"] == "no-store"
    assert pages.editor.post(f"/release/{draft_id}/find", data={"find": "damp"}).headers["Cache-Control"] == "no-store"
    assert pages.editor.get(f"/release/{draft_id}/many").headers["Cache-Control"] == "no-store"
    pages.office.reviewed(draft_id)
    pages.office.approve(draft_id)
    assert "Delyth Rowe, who did not, approved exactly the files below" in pages.get(
        pages.editor, f"/release/{draft_id}/certificate"
    )
    kept = pages.editor.get(f"/release/{draft_id}/certificate.json")
    assert kept.json is not None
    assert kept.json["approved_by"] == "Delyth Rowe"
    assert pages.landlord().get(f"/release/{draft_id}/certificate").status_code in (403, 404)
