"""From captured words to released bytes, on each database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from companion.captions import gaps, streams
from companion.captions.listening import LOST, Break, Evidence
from companion.captions.service import HeardCue, count_cues, store_cues, transcript_of
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput, NotAllowed, NotFound
from companion.kernel.ids import DraftId, SpanId, new_id
from companion.kernel.journal import Fact, Journal
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.release import (
    acts,
    auditing,
    drafting,
    hiding,
    importing,
    letters,
    publishing,
    rendering,
    review,
    shredding,
)
from companion.release.cues import open_cues
from companion.release.rules import Blocked, BytesChanged, OwnWork, SoftFindingsUnseen, StaleApproval, WrongStation
from companion.release.standing import current, standing_of
from companion.release.tables import Draft, DraftCue, DraftSpan, ReleasedFile
from tests.house import House
from tests.release.conftest import without_hold
from tests.release.office import SAID, T0, Office
from transcripts import Entity, render

NAMES = ("Whitlock", "Adeyemi", "Lindqvist", "Linden Quay", "Thornback", "cara@")


def text_of(office: Office, draft_id: DraftId, fmt: str = "txt") -> bytes:
    query = select(ReleasedFile.content).where(ReleasedFile.draft_id == draft_id, ReleasedFile.format == fmt)
    return bytes(office.house.run(lambda uow: uow.db.scalar(query)) or b"")


def blockers(office: Office, draft_id: DraftId) -> list[str]:
    standing = office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, draft_id)))
    return [blocker.code for blocker in standing.blockers]


def clock(office: Office) -> ManualClock:
    found = office.house.wiring.runner.clock
    assert isinstance(found, ManualClock)
    return found


@pytest.mark.req("LC-13", "LC-15")
def test_a_captured_evening_becomes_a_released_transcript_without_names(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    assert office.draft(draft_id).state == "redacted"
    office.reviewed(draft_id)
    assert office.approve(draft_id) == "held"
    clock(office).set(office.draft(draft_id).held_until)
    assert office.house.run(publishing.publish_held, draft_id)
    assert office.draft(draft_id).state == "released"
    for fmt in ("txt", "html", "docx", "vtt", "json"):
        content = text_of(office, draft_id, fmt)
        assert content
        assert not any(name.encode() in content for name in NAMES)
    assert b"two hours" in text_of(office, draft_id)


def test_making_the_draft_twice_makes_one(office_on_each: Office) -> None:
    draft_id = office_on_each.drafted()
    revision = office_on_each.draft(draft_id).revision
    assert office_on_each.house.run(drafting.make_draft, office_on_each.session_id) is None
    assert office_on_each.draft(draft_id).revision == revision


def test_without_captions_there_is_no_draft(office: Office) -> None:
    assert office.house.run(drafting.make_draft, office.session_id) is None


@pytest.mark.req("LC-13")
def test_an_unknown_voice_blocks_until_somebody_says_who_it_is(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted((*SAID, ("zoom-17", "I am on the telephone.")))
    assert "speakers" in blockers(office, draft_id)
    assert office.edit(review.resolve_speaker, draft_id, "zoom-17", str(office.people["ben"])) == 1
    assert "speakers" not in blockers(office, draft_id)


def test_a_voice_cannot_be_given_to_somebody_of_another_session(office: Office) -> None:
    draft_id = office.drafted((*SAID, ("zoom-17", "I am on the telephone.")))
    elsewhere = Office.__new__(Office)
    elsewhere.house, elsewhere.people = office.house, {}
    elsewhere.session_id = office.house.forum_session(office.programme_id)
    with pytest.raises(NotFound):
        office.edit(review.resolve_speaker, draft_id, "zoom-17", str(elsewhere.participant("Olu Bright")))


@pytest.mark.req("LC-13")
def test_while_a_proposal_is_undecided_the_review_cannot_end(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    office.edit(auditing.run_audit, draft_id)
    with pytest.raises(Blocked) as caught:
        office.edit(rendering.finish_review, draft_id)
    assert any("not decided yet" in reason for reason in caught.value.reasons)
    assert text_of(office, draft_id) == b""


@pytest.mark.req("LC-13")
def test_a_name_that_was_kept_is_found_by_the_audit_and_blocks(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    office.accept_everything(draft_id)
    named = next(span for span in office.spans(draft_id) if span.kind == "PERSON")
    office.edit(review.decide, draft_id, SpanId(named.id), "rejected")
    found = office.edit(auditing.run_audit, draft_id)
    assert found.hard >= 1
    assert "leaks" in blockers(office, draft_id)
    findings = office.house.run(lambda uow: auditing.findings_of(uow, uow.db.get_one(Draft, draft_id)))
    assert (findings[0].position, findings[0].is_hard) == (1, True)
    with pytest.raises(Blocked):
        office.edit(rendering.finish_review, draft_id, has_seen_soft=True)


def test_a_name_over_two_cues_is_found_by_the_audit(office: Office) -> None:
    draft_id = office.drafted((("cara", "I asked Ann"), ("cara", "Whitlock about it and she agreed.")))
    for span in office.spans(draft_id):
        office.edit(review.decide, draft_id, SpanId(span.id), "rejected")
    assert office.edit(auditing.run_audit, draft_id).hard >= 1


@pytest.mark.req("LC-13")
def test_an_audit_of_an_older_text_counts_no_more(office: Office) -> None:
    draft_id = office.drafted()
    office.accept_everything(draft_id)
    office.edit(auditing.run_audit, draft_id)
    assert "audit" not in blockers(office, draft_id)
    words = office.look(lambda uow: open_cues(uow, draft_id))[1].text.split()[-1]
    office.edit(hiding.hide, draft_id, 1, words, hidden_as="something else")
    assert "audit" in blockers(office, draft_id)
    with pytest.raises(Blocked, match="has not been run over the text as it is now"):
        office.edit(rendering.finish_review, draft_id, has_seen_soft=True)


def test_soft_findings_are_shown_before_the_review_can_end(office: Office) -> None:
    draft_id = office.drafted((("ann", "We had help from Zbrigowa there."),))
    for span in office.spans(draft_id):
        office.edit(review.decide, draft_id, SpanId(span.id), "rejected")
    assert office.edit(auditing.run_audit, draft_id).soft == 1
    with pytest.raises(SoftFindingsUnseen):
        office.edit(rendering.finish_review, draft_id)
    assert office.edit(rendering.finish_review, draft_id, has_seen_soft=True)


@pytest.mark.req("LC-13")
def test_whoever_edited_cannot_approve_even_when_somebody_else_finished(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    other = office.house.account(Role.REVIEWER, programme_id=office.programme_id, name="Sorcha Bell")
    first = office.spans(draft_id)[0]
    office.as_person(other, review.decide, draft_id, SpanId(first.id), "rejected")
    office.edit(review.decide, draft_id, SpanId(first.id), "accepted")
    office.reviewed(draft_id)
    for hand in (office.editor, other):
        with pytest.raises(OwnWork):
            office.approve(draft_id, by=hand)
    assert office.approve(draft_id) == "held"


def test_a_machine_can_neither_edit_nor_approve(office: Office) -> None:
    draft_id = office.drafted()
    with pytest.raises(NotAllowed):
        office.house.run(review.decide, draft_id, SpanId(office.spans(draft_id)[0].id), "accepted")
    manifest = office.reviewed(draft_id)
    with pytest.raises(NotAllowed):
        office.house.run(publishing.approve, draft_id, manifest=manifest)


@pytest.mark.req("LC-13")
def test_an_edit_after_the_review_makes_the_seen_digest_stale_and_deletes_the_files(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    seen = office.reviewed(draft_id)
    office.edit(hiding.hide, draft_id, 2, "five days", hidden_as="something else")
    assert office.draft(draft_id).state == "redacted"
    assert text_of(office, draft_id) == b""
    with pytest.raises(WrongStation):
        office.approve(draft_id, seen)
    office.reviewed(draft_id)
    with pytest.raises(StaleApproval):
        office.approve(draft_id, seen)
    assert office.approve(draft_id) == "held"


def test_what_is_held_is_read_by_others_and_takes_no_edit(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    with pytest.raises(WrongStation, match="makes a new version"):
        office.edit(hiding.hide, draft_id, 2, "five days", hidden_as="something else")
    assert office.draft(draft_id).state == "held"


def test_nothing_is_released_before_the_hold_is_over(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    assert not office.house.run(publishing.publish_held, draft_id)
    due = office.house.run(
        lambda uow: uow.db.scalar(select(OutboxEffect.due_at).where(OutboxEffect.kind == "release.publish"))
    )
    assert due == office.draft(draft_id).held_until


@pytest.mark.req("LC-13")
def test_somebody_who_joins_the_roster_while_it_is_held_sends_it_back(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.approve(draft_id)
    office.participant("Dermot Okafor")
    clock(office).set(office.draft(draft_id).held_until)
    assert not office.house.run(publishing.publish_held, draft_id)
    assert office.draft(draft_id).state == "redacted"
    assert "roster" in blockers(office, draft_id)


def test_proposals_made_again_keep_what_was_decided_and_hidden(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    person = next(span for span in office.spans(draft_id) if span.kind == "PERSON")
    office.edit(review.decide, draft_id, SpanId(person.id), "accepted")
    office.edit(hiding.hide, draft_id, 2, "five days", hidden_as="something else")
    office.participant("Nobody Liked")
    assert office.house.run(drafting.make_draft, office.session_id) == draft_id
    after = {(span.cue_position, span.finder): span.decision for span in office.spans(draft_id)}
    assert after[(1, person.finder)] == "accepted"
    assert after[(2, "reviewer")] == "accepted"
    assert "roster" not in blockers(office, draft_id)


def test_tampered_bytes_are_neither_approved_nor_served(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    office.house.run(lambda uow: uow.db.execute(update(ReleasedFile).values(content=b"something else")))
    with pytest.raises(BytesChanged):
        office.approve(draft_id)


def test_released_bytes_that_changed_under_their_digest_are_not_served(house: House) -> None:
    released = Released(house)

    def swap_two_bytes(uow: Uow) -> None:
        for file in uow.db.scalars(select(ReleasedFile)):
            file.content = file.content[:-2] + file.content[:-3:-1]

    released.office.house.run(swap_two_bytes)
    with pytest.raises(BytesChanged):
        released.fetch("docx")


def test_what_the_approver_reads_has_the_digest_that_stands_beside_it(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    file_id = office.house.run(lambda uow: uow.db.scalar(select(ReleasedFile.id).where(ReleasedFile.format == "txt")))
    assert office.house.run(publishing.read_for_approval, draft_id, file_id).content
    office.house.run(lambda uow: uow.db.execute(update(ReleasedFile).values(content=b"something else")))
    with pytest.raises(BytesChanged):
        office.house.run(publishing.read_for_approval, draft_id, file_id)


def test_bytes_and_digest_changed_together_are_not_what_was_approved(house: House) -> None:
    office = Office(House(without_hold(house.wiring)))
    draft_id = office.drafted()
    office.reviewed(draft_id)
    assert office.approve(draft_id) == "released"
    forged = b"forged"
    digest = hashlib.sha256(forged).hexdigest()
    office.house.run(lambda uow: uow.db.execute(update(ReleasedFile).values(content=forged, sha256=digest)))
    file_id = office.house.run(lambda uow: uow.db.scalar(select(ReleasedFile.id).where(ReleasedFile.format == "html")))
    with pytest.raises(BytesChanged):
        office.house.run(publishing.fetch, file_id, is_reviewer=False, person_id=office.approver)


class Released:
    """A transcript that is out."""

    def __init__(self, house: House) -> None:
        self.office = Office(House(without_hold(house.wiring)))
        self.draft_id = self.office.drafted()
        self.office.reviewed(self.draft_id)
        self.office.approve(self.draft_id)
        self.reader = house.person("Ann Whitlock", "ann@lindenquay.example")

    def file(self, fmt: str) -> Any:
        query = select(ReleasedFile.id).where(ReleasedFile.draft_id == self.draft_id, ReleasedFile.format == fmt)
        return self.office.house.run(lambda uow: uow.db.scalar(query))

    def fetch(self, fmt: str, *, is_reviewer: bool = False) -> publishing.Served:
        return self.office.house.run(  # type: ignore[no-any-return]
            publishing.fetch, self.file(fmt), is_reviewer=is_reviewer, person_id=self.reader
        )


@pytest.mark.req("LC-15")
def test_readers_fetch_the_very_bytes_that_were_approved(house: House) -> None:
    released = Released(house)
    served = released.fetch("html")
    assert hashlib.sha256(served.content).hexdigest() == served.sha256
    assert released.fetch("html").content == served.content
    with pytest.raises(NotFound):
        released.fetch("json")
    assert released.fetch("json", is_reviewer=True).format == "json"


@pytest.mark.parametrize("before", ["reviewed", "held"])
def test_what_is_not_released_is_not_there_for_anybody(house: House, before: str) -> None:
    office = Office(house)
    draft_id = office.drafted()
    office.reviewed(draft_id)
    if before == "held":
        office.approve(draft_id)
    file_id = office.house.run(lambda uow: uow.db.scalars(select(ReleasedFile.id)).first())
    with pytest.raises(NotFound):
        office.house.run(publishing.fetch, file_id, is_reviewer=True, person_id=office.approver)
    shelf = office.house.run(publishing.shelf_of, office.session_id, is_reviewer=True, person_id=office.approver)
    assert (shelf.files, shelf.released_at) == ((), None)


def test_a_withdrawn_transcript_is_gone_and_its_readers_are_told_once(house: House) -> None:
    released = Released(house)
    released.fetch("html")
    released.fetch("docx")
    assert released.office.as_person(released.office.editor, publishing.withdraw, released.draft_id) == 1
    with pytest.raises(NotFound):
        released.fetch("html")
    shelf = released.office.house.run(
        publishing.shelf_of, released.office.session_id, is_reviewer=False, person_id=released.reader
    )
    assert (shelf.files, shelf.was_fetched, shelf.withdrawn_at is not None) == ((), True, True)
    assert text_of(released.office, released.draft_id) == b""
    effects = released.office.house.run(
        lambda uow: list(uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter")))
    )
    assert len(effects) == 1
    letter = released.office.house.run(letters.compose_withdrawn, effects[0].payload)
    assert (letter.to, letter.context["name"]) == ("ann@lindenquay.example", "Ann Whitlock")
    assert letter.context["help"] == {"email": "forum@companion.example"}, "whom to ask"


def test_after_a_withdrawal_a_new_version_starts_from_the_same_words(house: House) -> None:
    released = Released(house)
    released.office.as_person(released.office.editor, publishing.withdraw, released.draft_id)
    second = released.office.edit(importing.start_from_captions, released.office.session_id)
    assert released.office.draft(second).version == 2
    assert released.office.house.run(drafting.make_draft, released.office.session_id) == second


def test_while_a_transcript_is_out_no_new_version_starts_and_nothing_is_edited(house: House) -> None:
    released = Released(house)
    with pytest.raises(importing.ReleasedAlready):
        released.office.edit(importing.start_from_captions, released.office.session_id)
    with pytest.raises(WrongStation):
        released.office.edit(hiding.hide, released.draft_id, 0, "damp", hidden_as="something else")
    assert released.office.house.run(drafting.make_draft, released.office.session_id) is None


VTT = b"""WEBVTT

1
00:00:02.656 --> 00:00:05.230
Ann Whitlock: Thanks, chair, from Linden Quay.

2
00:00:05.900 --> 00:00:09.000
Boardroom 2: We heard that, Ann.

3
00:00:09.100 --> 00:00:10.000
and one more point.
"""


def test_an_uploaded_file_becomes_a_draft_whose_speakers_are_ids(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.edit(importing.start_from_upload, office.session_id, VTT)
    assert office.draft(draft_id).state == "imported"
    with pytest.raises(WrongStation):
        office.edit(hiding.hide, draft_id, 0, "chair", hidden_as="something else")
    assert office.house.run(drafting.make_draft, office.session_id) == draft_id
    cues = office.house.run(open_cues, draft_id)
    assert [(cue.text, cue.participant_id, cue.name, cue.is_resolved) for cue in cues] == [
        ("Thanks, chair, from Linden Quay.", office.people["ann"], None, True),
        ("We heard that, Ann.", None, "Boardroom 2", False),
        ("and one more point.", None, None, False),
    ]
    assert office.draft(draft_id).state == "redacted"
    assert (
        office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, draft_id))).facts.unresolved_speakers == 2
    )


def test_a_broken_file_is_refused_with_its_line_and_nothing_is_imported(office: Office) -> None:
    with pytest.raises(BadInput, match=r"Line 3"):
        office.edit(importing.start_from_upload, office.session_id, b"WEBVTT\n\n00:01 -> 00:02\nHello\n")
    assert office.house.run(current, office.session_id) is None


def test_the_display_name_of_a_stranger_may_not_be_left_in_the_text(office: Office) -> None:
    vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\nQuentin Marlowe: hello\n"
    vtt += b"\n00:03.000 --> 00:04.000\nAnn Whitlock: Thanks, Marlowe.\n"
    draft_id = office.edit(importing.start_from_upload, office.session_id, vtt)
    office.house.run(drafting.make_draft, office.session_id)
    for span in office.spans(draft_id):
        office.edit(review.decide, draft_id, SpanId(span.id), "rejected")
    assert office.edit(auditing.run_audit, draft_id).hard >= 1


def test_words_can_be_hidden_by_hand_in_one_place_or_everywhere_and_taken_back(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted((("ann", "Grace gave a grace period."), ("ben", "A Grace period, yes.")))
    office.accept_everything(draft_id)
    before = len(office.spans(draft_id))
    assert office.edit(hiding.hide, draft_id, 0, "grace period", hidden_as="something else", start=13) == 1
    assert office.edit(hiding.hide, draft_id, 0, "Grace  Period", hidden_as="something else", is_everywhere=True) == 2
    clock(office).advance(timedelta(seconds=1))
    with pytest.raises(hiding.NotInText):
        office.edit(hiding.hide, draft_id, 0, "not said", hidden_as="something else")
    office.reviewed(draft_id)
    assert text_of(office, draft_id).count(b"[removed]") == 2
    office.edit(review.undo, draft_id)
    assert len(office.spans(draft_id)) == before + 1
    office.edit(review.undo, draft_id)
    assert len(office.spans(draft_id)) == before


@pytest.mark.req("LC-13")
def test_taking_back_words_hidden_by_hand_uncovers_no_name_under_them(office: Office) -> None:
    draft_id = office.drafted((("cara", "I agree with Ann Whitlock on that."),))
    clock(office).advance(timedelta(seconds=1))
    office.edit(hiding.hide, draft_id, 0, "agree with Ann Whitlock", hidden_as="something else")
    office.edit(review.undo, draft_id)
    assert [(span.finder != "reviewer", span.decision) for span in office.spans(draft_id)] == [(True, "undecided")]


def test_undo_takes_back_all_that_was_accepted_at_once(office_on_each: Office) -> None:
    office = office_on_each
    draft_id = office.drafted()
    count = office.house.run(review.count_above, draft_id, 0.5)
    office.edit(review.accept_above, draft_id, 0.5, expected=count)
    assert office.edit(review.undo, draft_id) is not None
    assert {span.decision for span in office.spans(draft_id)} == {"undecided"}
    with pytest.raises(acts.NothingToUndo):
        office.edit(review.undo, draft_id)


def test_accepting_many_needs_the_number_that_was_confirmed(office: Office) -> None:
    draft_id = office.drafted()
    with pytest.raises(review.CountChanged):
        office.edit(review.accept_above, draft_id, 0.5, expected=1)
    assert {span.decision for span in office.spans(draft_id)} == {"undecided"}


def test_the_proposal_of_another_draft_cannot_be_decided_through_this_one(office: Office) -> None:
    draft_id = office.drafted()
    with pytest.raises(NotFound):
        office.edit(review.decide, draft_id, SpanId(new_id()), "accepted")


@pytest.mark.req("LC-14")
def test_a_gap_is_told_to_the_readers(office: Office) -> None:
    office.hear()

    def broken_for_three_minutes(uow: Uow) -> None:
        claim = streams.renew(uow, *_claim(uow))
        late = HeardCue(T0 + 204_000, T0 + 206_000, "And so we closed.", office.people["ann"])
        store_cues(uow, office.session_id, claim.stream_id, claim.fence, [late])
        heard = [Evidence(T0, T0 + 24_000), Break(LOST), Evidence(late.start_ms, late.end_ms)]
        gaps.note_listening(uow, office.session_id, claim.stream_id, "transcript", heard)

    office.house.run(broken_for_three_minutes)
    draft_id = office.house.run(drafting.make_draft, office.session_id)
    office.reviewed(draft_id)
    assert b"[captions missing for about 3 minutes]" in text_of(office, draft_id)


def _claim(uow: Uow) -> Any:
    from companion.captions.tables import CaptionStream

    stream = uow.db.scalars(select(CaptionStream)).one()
    return stream.id, stream.fence


def test_the_agenda_of_the_evening_becomes_headings(office: Office) -> None:
    office.hear()

    def open_item(uow: Uow) -> None:
        from companion.forums.tables import AgendaItem

        items = uow.db.scalars(
            select(AgendaItem).where(AgendaItem.forum_session_id == office.session_id).order_by(AgendaItem.position)
        ).all()
        for at, item in zip((T0 - 1, T0 + 9_000), items, strict=False):
            payload = {"item_id": str(item.id)}
            fact = Fact("item.opened", payload, f"open:{item.id}", "chair", "page", at)
            Journal(uow, office.session_id).append(fact)

    office.house.run(open_item)
    draft_id = office.house.run(drafting.make_draft, office.session_id)
    office.reviewed(draft_id)
    text = text_of(office, draft_id)
    assert 0 < text.index(b"Welcome") < text.index(b"damp.") < text.index(b"Damp and mould") < text.index(b"five days")


def test_a_revoked_stream_takes_the_unreleased_draft_with_it(office: Office) -> None:
    draft_id = office.drafted()
    office.house.run(streams.stream_stopped, "s1", 8)
    office.house.run(importing.forget_captured, office.session_id)
    assert office.draft(draft_id).state == "withdrawn"
    assert office.house.run(lambda uow: uow.db.scalars(select(DraftCue)).all()) == []


@pytest.mark.req("LC-13")
def test_no_word_and_no_name_of_the_meeting_is_in_the_database_file(office: Office, tmp_path: Path) -> None:
    draft_id = office.drafted((("ann", "The canary sings in Quarry Lane, says Ann Whitlock."), ("zed", "Zed speaks.")))
    office.edit(hiding.hide, draft_id, 0, "canary sings", hidden_as="something else")
    office.edit(auditing.run_audit, draft_id)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("companion.db*"))
    assert str(draft_id).replace("-", "").encode() in stored
    for secret in (b"canary", b"Quarry", b"Whitlock", b"Lindqvist"):
        assert secret not in stored


class Shredding:
    """A released evening at the end of its raw text."""

    def __init__(self, house: House) -> None:
        self.released = Released(house)
        self.office = self.released.office

    def shred(self) -> bool:
        return self.office.house.run(shredding.shred_raw, self.office.session_id)  # type: ignore[no-any-return]


def test_raw_text_is_destroyed_two_weeks_after_release_and_not_before(house: House) -> None:
    end = Shredding(house)
    clock(end.office).advance(timedelta(days=14) - timedelta(seconds=1))
    assert not end.shred()
    assert end.office.house.run(shredding.due_for_shredding) == []
    clock(end.office).advance(timedelta(seconds=1))
    assert end.office.house.run(shredding.due_for_shredding) == [end.office.session_id]
    sealed = end.office.house.run(lambda uow: uow.db.scalars(select(DraftCue.sealed)).first())
    assert end.shred()
    with pytest.raises(Unreadable):
        end.office.house.wiring.keys.open(sealed, row="any")
    assert end.office.house.run(count_cues, end.office.session_id) == 0
    assert end.released.fetch("html").content
    assert not end.shred()
    assert end.office.house.run(shredding.due_for_shredding) == []
    standing = end.office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, end.released.draft_id)))
    assert standing.blockers == ()


def test_what_nobody_released_in_sixty_days_is_destroyed_all_the_same(office: Office) -> None:
    draft_id = office.drafted()
    clock(office).advance(timedelta(days=60))
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert office.draft(draft_id).state == "withdrawn"
    assert office.house.run(transcript_of, office.session_id).cues == ()
    assert office.house.run(lambda uow: uow.db.scalars(select(DraftSpan)).all()) == []


def test_a_report_of_the_audit_log_holds_ids_and_numbers_only(office: Office) -> None:
    from companion.kernel.tables import AuditEntry

    draft_id = office.drafted()
    office.edit(hiding.hide, draft_id, 2, "five days", hidden_as="something else")
    office.reviewed(draft_id)
    entries = office.house.run(lambda uow: [json.dumps(entry.details) for entry in uow.db.scalars(select(AuditEntry))])
    assert not any(word in entry for entry in entries for word in ("five days", "Whitlock", "Quay"))


def test_somebody_who_registered_and_joined_is_one_speaker_of_an_uploaded_file(office: Office) -> None:
    person_id = office.house.person("Ann Whitlock", "ann@lindenquay.example")
    landlord_id = office.house.landlord("Marram Homes", domain="marram.example", contact=None)
    office.house.registration(office.session_id, person_id, landlord_id=landlord_id, state="attended")
    absent = office.house.person("Farida Khan", "farida@lindenquay.example")
    office.house.registration(office.session_id, absent, landlord_id=landlord_id, seat_no=2)
    file = VTT.replace(b"Boardroom 2", b"Farida Khan")
    draft_id = office.edit(importing.start_from_upload, office.session_id, file)
    office.house.run(drafting.make_draft, office.session_id)
    cues = office.house.run(open_cues, draft_id)
    assert [(cue.participant_id, cue.is_resolved) for cue in cues[:2]] == [(office.people["ann"], True), (None, True)]


def test_a_finished_file_that_carries_a_name_beside_its_text_is_not_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signed(released: Any, fmt: str) -> bytes:
        content = render(released, fmt)
        return content.replace(b"<head>", b'<head><meta name="author" content="Ann Whitlock">')

    monkeypatch.setattr(rendering, "render", signed)
    draft_id = office.drafted()
    with pytest.raises(Blocked, match="who made it"):
        office.reviewed(draft_id)
    assert text_of(office, draft_id) == b""
    assert office.draft(draft_id).state == "redacted"


def test_a_session_without_a_transcript_loses_its_key_sixty_days_after_its_end(office: Office) -> None:
    clock(office).advance(timedelta(days=7 + 59))
    assert office.house.run(shredding.due_for_shredding) == []
    clock(office).advance(timedelta(days=2))
    assert office.house.run(shredding.due_for_shredding) == [office.session_id]
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert office.house.run(shredding.due_for_shredding) == []


@pytest.mark.req("LC-13")
def test_whoever_uploaded_the_file_cannot_approve_what_came_of_it(office: Office) -> None:
    uploader = office.house.account(Role.REVIEWER, programme_id=office.programme_id, name="Sorcha Bell")
    said = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn Whitlock: Thanks, chair.\n"
    draft_id = office.as_person(uploader, importing.start_from_upload, office.session_id, said)
    office.house.run(drafting.make_draft, office.session_id)
    office.reviewed(draft_id)
    with pytest.raises(OwnWork):
        office.approve(draft_id, by=uploader)
    assert office.approve(draft_id) == "held"


def test_whoever_only_asked_for_the_captions_may_approve(office: Office) -> None:
    office.hear()
    draft_id = office.as_person(office.approver, importing.start_and_ask, office.session_id)
    office.house.run(drafting.make_draft, office.session_id)
    office.reviewed(draft_id)
    assert office.approve(draft_id) == "held"


class Silent:
    """A recogniser that finds nobody."""

    name = "silent-1"

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        return [[] for _ in texts]


@pytest.mark.req("LC-13")
def test_a_draft_records_which_recognisers_proposed_it(office: Office) -> None:
    office.hear(SAID)
    runner = office.house.wiring.runner
    drafting.make_draft_beside(runner, office.session_id, lambda: [Silent()])
    (draft,) = office.house.run(lambda uow: [current(uow, office.session_id)])
    assert draft is not None
    assert office.draft(draft.id).pipeline_version == f"{drafting.PIPELINE} + silent-1"
