"""While it is held, people read the approved bytes and ask by passage, unknown; a change makes version 2."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.app import create_app
from companion.effects import LETTERS
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import DraftId
from companion.kernel.mail import Letter
from companion.kernel.tables import AuditEntry, OutboxEffect
from companion.kernel.uow import ANONYMOUS, Uow
from companion.people.roles import Role
from companion.release import (
    acts,
    answering,
    correcting,
    correction_rules,
    drafting,
    hiding,
    importing,
    publishing,
    reissuing,
    review,
    rewording,
    shredding,
    uploading,
)
from companion.release.asked_tables import Correction
from companion.release.correction_rules import AnsweredAlready, EnoughAsked, NoAnswer, NotNow
from companion.release.cues import open_cues
from companion.release.rules import Blocked, OwnWork, WrongStation
from companion.release.standing import standing_of
from companion.release.tables import Draft, DraftSpan
from companion.worker import Worker
from tests.house import House
from tests.release.conftest import without_hold
from tests.release.office import Office
from tests.release.test_service import Released, text_of

WHY = "The words say nothing that others could not have said."


class Window:
    """A held transcript, and two people who took part."""

    def __init__(self, house: House) -> None:
        self.house, self.office = house, Office(house)
        self.gwen = house.person("Gwen Prosser", "gwen@saltmarsh.example")
        landlord_id = house.landlord("Saltmarsh Homes", domain="saltmarsh.example", contact=None)
        self.registration_id = house.registration(
            self.office.session_id, self.gwen, landlord_id=landlord_id, state="attended"
        )
        self.draft_id: DraftId = self.office.drafted()
        self.office.reviewed(self.draft_id)
        self.office.approve(self.draft_id)

    def ask(self, passage: int = 3, kind: str = "identifies", words: str = "Only we gave five days.") -> UUID:
        draft = self.office.draft(self.draft_id)
        return self.house.wiring.runner.run_as(
            ANONYMOUS,
            correcting.ask,
            self.office.session_id,
            draft_id=draft.id,
            revision=draft.revision,
            passage=passage,
            kind=kind,
            words=words,
            person_id=self.gwen,
        )

    def until_over(self) -> None:
        clock = self.house.wiring.runner.clock
        assert isinstance(clock, ManualClock)
        until = self.office.draft(self.draft_id).held_until
        assert until is not None
        clock.set(until + timedelta(seconds=1))

    def letters(self, name: str) -> list[Letter]:
        def compose(uow: Uow) -> list[Letter]:
            effects = uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter"))
            made = [LETTERS[name](uow, one.payload) for one in effects if one.payload["letter"] == name]
            return [letter for letter in made if letter is not None]

        return self.house.run(compose)  # type: ignore[no-any-return]


@pytest.fixture
def window(house: House) -> Window:
    return Window(house)


@pytest.mark.req("LC-13")
def test_who_took_part_is_told_and_reads_the_approved_text_by_passage(window: Window) -> None:
    (letter,) = window.letters("release.held")
    assert (letter.to, letter.template) == ("gwen@saltmarsh.example", "release/held")
    text = window.house.run(correcting.to_check, window.office.session_id)
    assert [one.lines for one in text.passages] == [(0, 0), (1, 1), (2, 3), (4, 4)]
    plain = " ".join(line for one in text.passages for line in one.text)
    assert "[participant]" in plain
    assert "Whitlock" not in plain


@pytest.mark.req("LC-13")
def test_a_held_text_with_an_open_correction_is_not_released_until_it_is_answered(window: Window) -> None:
    wish = window.ask()
    window.until_over()
    assert not window.house.run(publishing.publish_held, window.draft_id)
    assert window.office.draft(window.draft_id).state == "held"
    window.office.edit(answering.keep, window.draft_id, wish, WHY)
    Worker(window.house.wiring).drain()
    assert window.office.draft(window.draft_id).state == "released"


def test_a_no_reaches_whoever_asked_with_its_reason(window: Window) -> None:
    wish = window.ask()
    with pytest.raises(NoAnswer):
        window.office.edit(answering.keep, window.draft_id, wish, "no")
    window.office.edit(answering.keep, window.draft_id, wish, WHY)
    (letter,) = window.letters("release.correction_answered")
    assert (letter.to, letter.context["answer"]) == ("gwen@saltmarsh.example", WHY)
    with pytest.raises(AnsweredAlready):
        window.office.edit(answering.change, window.draft_id, wish)


@pytest.mark.req("LC-13")
def test_nobody_can_see_who_asked(window: Window, tmp_path: Path) -> None:
    window.ask()
    wish = window.house.run(answering.wishes_of, window.draft_id)[0]
    assert "Prosser" not in repr(wish)
    assert str(window.gwen) not in repr(wish)
    entries = window.house.run(lambda uow: uow.db.scalars(select(AuditEntry)).all())
    asked = [entry for entry in entries if entry.action == "release.correction_asked"]
    assert [(entry.actor_kind, entry.actor_id) for entry in asked] == [("anonymous", None)]
    assert not any(str(window.gwen) in json.dumps(entry.details) for entry in asked)
    (letter,) = window.letters("release.corrections_wait")
    assert "Prosser" not in repr(letter)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("companion.db*"))
    assert b"Only we gave" not in stored


@pytest.mark.req("LC-13")
def test_a_change_makes_version_two_which_starts_again_with_every_decision(house_on_each: House) -> None:
    window = Window(house_on_each)
    wish = window.ask()
    other = window.ask(1)
    second = window.office.edit(answering.change, window.draft_id, wish)
    assert second != window.draft_id
    old, new = window.office.draft(window.draft_id), window.office.draft(second)
    assert (old.state, new.state, new.version, new.approver_id) == ("withdrawn", "redacted", 2, None)
    assert {span.decision for span in window.office.spans(second)} == {"accepted"}
    assert "Five" not in str(window.house.run(open_cues, second)[2])
    blockers = window.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, second))).blockers
    assert "corrections" in {one.code for one in blockers}, "the other one waits still"
    assert not window.house.run(publishing.publish_held, window.draft_id)
    window.office.edit(answering.keep, second, other, WHY)
    window.office.edit(hiding.hide, second, 2, "five days", hidden_as="something else")
    window.office.reviewed(second)
    assert window.office.approve(second) == "held"
    assert b"five days" not in text_of(window.office, second)


@pytest.mark.req("LC-13")
def test_a_promised_change_holds_version_two_until_it_is_made_or_said_to_be_done(window: Window) -> None:
    near, far = window.ask(), window.ask(1)
    second = window.office.edit(answering.change, window.draft_id, near)
    window.office.edit(answering.change, second, far)
    codes = [one.code for one in _standing(window.office, second).blockers]
    assert "promised" in codes
    assert _standing(window.office, second).facts.promised_corrections == 2
    with pytest.raises(Blocked, match="2 passages were promised to be changed"):
        window.office.reviewed(second)
    window.office.edit(hiding.hide, second, 2, "five days", hidden_as="something else")
    (left,) = [one for one in window.house.run(answering.wishes_of, second) if one.is_promised]
    assert left.correction_id == far, "an edit elsewhere keeps no promise"
    app = create_app(window.house.wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    editor, page = window.house.signed_in(app, window.office.editor), f"/release/{second}/corrections"
    assert "promised, not changed yet" in editor.get(page).text
    form = {"wish": str(far), "answer": "done"}
    assert "Noted" in editor.post(page, data=form, follow_redirects=True).text
    with pytest.raises(AnsweredAlready):
        window.office.edit(answering.done, second, far)
    entries = window.house.run(lambda uow: uow.db.scalars(select(AuditEntry)).all())
    said = {
        one.details["correction_id"]: one.details["by_hand"]
        for one in entries
        if one.action == "release.correction_done"
    }
    assert said == {str(near): False, str(far): True}
    window.office.reviewed(second)
    assert window.office.approve(second) == "held"


@pytest.mark.req("LC-13")
def test_whoever_edited_version_one_cannot_approve_version_two(window: Window) -> None:
    second = window.office.edit(answering.change, window.draft_id, window.ask())
    other = window.house.account(Role.REVIEWER, programme_id=window.office.programme_id, name="Sorcha Bell")
    window.office.as_person(other, hiding.hide, second, 2, "five days", hidden_as="something else")
    window.office.reviewed(second)
    for hand in (window.office.editor, other):
        with pytest.raises(OwnWork):
            window.office.approve(second, by=hand)
    assert window.office.approve(second) == "held"


@pytest.mark.req("LC-13")
def test_a_released_text_that_is_changed_is_withdrawn_and_its_readers_are_told(house: House) -> None:
    released = Released(house)
    released.fetch("html")
    released.fetch("docx")
    second = released.office.edit(reissuing.make_again, released.draft_id)
    assert released.office.draft(released.draft_id).state == "withdrawn"
    assert released.office.draft(second).version == 2
    with pytest.raises(NotFound):
        released.fetch("html")
    effects = released.office.house.run(
        lambda uow: list(uow.db.scalars(select(OutboxEffect).where(OutboxEffect.kind == "letter")))
    )
    assert [one.payload["letter"] for one in effects] == ["release.withdrawn"]


def test_only_what_people_read_is_made_again_and_only_while_the_words_are_there(house: House) -> None:
    office = Office(House(without_hold(house.wiring)))
    draft_id = office.drafted()
    with pytest.raises(WrongStation):
        office.edit(reissuing.make_again, draft_id)
    office.reviewed(draft_id)
    office.approve(draft_id)
    clock = office.house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(days=14))
    assert office.house.run(shredding.shred_raw, office.session_id)
    with pytest.raises(WrongStation):
        office.edit(reissuing.make_again, draft_id)
    assert office.house.run(correcting.to_check, office.session_id) is None


def test_an_old_page_asks_nothing_of_a_newer_text(window: Window) -> None:
    window.office.edit(answering.change, window.draft_id, window.ask())
    with pytest.raises(NotNow):
        window.ask()


def test_what_is_asked_is_checked(window: Window) -> None:
    with pytest.raises(BadInput):
        window.ask(kind="boring")
    with pytest.raises(BadInput):
        window.ask(kind="misheard", words="")
    with pytest.raises(NotFound):
        window.ask(passage=99)
    for _ in range(correction_rules.MOST_EACH):
        window.ask(1)
    with pytest.raises(EnoughAsked):
        window.ask(1)


def test_corrections_go_with_the_raw_text(window: Window) -> None:
    window.ask()
    clock = window.house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(days=60))
    assert window.house.run(shredding.shred_raw, window.office.session_id)
    assert window.office.look(lambda uow: uow.db.scalars(select(Correction)).all()) == []


@pytest.mark.req("LC-13")
def test_misheard_words_are_put_right_and_looked_at_anew(house_on_each: House) -> None:
    office = Office(house_on_each)
    draft_id = office.drafted()
    office.accept_everything(draft_id)
    before = {(span.cue_position, span.label) for span in office.spans(draft_id)}
    office.edit(rewording.reword, draft_id, 1, "within two hours", "within ten hours, says Cara Lindqvist")
    blockers = [one.code for one in _standing(office, draft_id).blockers]
    assert "words" in blockers
    assert "roster" not in blockers
    assert office.house.run(drafting.make_draft, office.session_id) == draft_id
    cues = office.house.run(open_cues, draft_id)
    assert cues[1].text == "I agree with Ann Whitlock, and our team rings within ten hours, says Cara Lindqvist."
    decided = {(span.cue_position, span.label): span.decision for span in office.spans(draft_id)}
    assert {key: decided[key] for key in before} == dict.fromkeys(before, "accepted") | {
        (1, "[participant]"): decided[(1, "[participant]")]
    }
    new = [span for span in office.spans(draft_id) if span.cue_position == 1]
    assert {cues[1].text[span.start : span.end] for span in new} >= {"Ann Whitlock", "Cara Lindqvist"}
    assert {span.decision for span in new} == {"accepted", "undecided"}


def test_a_decision_behind_the_words_moves_with_them_and_one_on_them_is_asked_again(office: Office) -> None:
    draft_id = office.drafted((("ben", "At Linden Quay I agree with Ann Whitlock."),))
    office.accept_everything(draft_id)
    office.edit(rewording.reword, draft_id, 0, "I agree", "I wholly agree")
    text = office.house.run(open_cues, draft_id)[0].text
    assert {text[span.start : span.end] for span in office.spans(draft_id)} == {"Linden Quay", "Ann Whitlock"}
    office.edit(rewording.reword, draft_id, 0, "with Ann", "with Annie")
    text = office.house.run(open_cues, draft_id)[0].text
    assert {text[span.start : span.end] for span in office.spans(draft_id)} == {"Linden Quay"}
    with pytest.raises(acts.NothingToUndo):
        office.edit(review.undo, draft_id)


def test_words_put_right_while_proposals_are_made_are_not_lost(office: Office) -> None:
    draft_id = office.drafted()
    office.participant("Somebody late")
    thought = drafting.find(office.look(lambda uow: drafting.material_of(uow, draft_id)))
    office.edit(rewording.reword, draft_id, 2, "five days", "nine days")
    office.house.run(drafting.store, draft_id, thought)
    assert "nine days" in office.house.run(open_cues, draft_id)[2].text
    assert [one.code for one in _standing(office, draft_id).blockers][:1] == ["words"]
    assert office.house.run(drafting.make_draft, office.session_id) == draft_id


def _standing(office: Office, draft_id: DraftId) -> Any:
    return office.house.run(lambda uow: standing_of(uow, uow.db.get_one(Draft, draft_id)))


def test_only_words_that_are_there_are_put_right(office: Office) -> None:
    draft_id = office.drafted()
    with pytest.raises(hiding.NotInText):
        office.edit(rewording.reword, draft_id, 0, "never said", "x")
    with pytest.raises(hiding.NotInText):
        office.edit(rewording.reword, draft_id, 99, "a", "x")
    with pytest.raises(BadInput):
        office.edit(rewording.reword, draft_id, 0, "damp", " ")
    assert office.look(lambda uow: len(uow.db.scalars(select(DraftSpan)).all())) > 0


def browse(window: Window, app: Flask) -> Any:
    return window.house.signed_in(
        app,
        window.gwen,
        "day",
        forum_session_id=window.office.session_id,
        registration_id=window.registration_id,
    )


@pytest.mark.req("LC-13", "LC-40")
def test_a_correction_goes_all_the_way_through_forms(window: Window) -> None:
    app = create_app(window.house.wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    reader, editor = browse(window, app), window.house.signed_in(app, window.office.editor)
    shelf = f"/forum-sessions/{window.office.session_id}/transcript"
    assert "Read it before it goes out" in reader.get(shelf).text
    page = reader.get(f"{shelf}/check?passage=3").text
    assert "leave your name out" in page
    assert "Whitlock" not in page
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    said = {**fields, "kind": "misheard", "words": "nine days, not five"}
    assert "Thank you" in reader.post(f"{shelf}/check", data=said, follow_redirects=True).text
    entries = window.house.run(lambda uow: uow.db.scalars(select(AuditEntry)).all())
    (asked,) = (entry for entry in entries if entry.action == "release.correction_asked")
    assert (asked.actor_kind, asked.actor_id) == ("anonymous", None)
    empty = {**fields, "kind": ""}
    assert "Choose what is wrong" in reader.post(f"{shelf}/check", data=empty, follow_redirects=True).text
    corrections = f"/release/{window.draft_id}/corrections"
    shown = editor.get(corrections).text
    assert "nine days, not five" in shown
    assert "Prosser" not in shown
    assert "1 waiting" in editor.get(f"/forum-sessions/{window.office.session_id}/release").text
    wish = re.search(r'name="wish" value="([^"]+)"', shown)
    assert wish is not None
    form = {"wish": wish[1], "answer": "change"}
    changed = editor.post(corrections, data=form, follow_redirects=True)
    assert "Change the passage now" in changed.text
    second = window.office.look(lambda uow: uow.db.scalar(select(Draft.id).where(Draft.version == 2)))
    words = {"position": 2, "was": "five days", "now": "nine days"}
    assert "Put right" in editor.post(f"/release/{second}/words", data=words, follow_redirects=True).text
    assert "not in that part" in editor.post(f"/release/{second}/words", data=words, follow_redirects=True).text


def test_a_new_version_is_begun_on_the_page_only_by_who_is_sure(window: Window) -> None:
    app = create_app(window.house.wiring)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    editor = window.house.signed_in(app, window.office.editor)
    again = f"/release/{window.draft_id}/again"
    assert "Tick the box" in editor.post(again, follow_redirects=True).text
    assert "A new version has begun" in editor.post(again, data={"sure": "yes"}, follow_redirects=True).text
    assert "cannot be made again" in editor.post(again, data={"sure": "yes"}, follow_redirects=True).text


def test_the_approver_does_not_read_corrections_and_a_stranger_nothing(window: Window) -> None:
    app = create_app(window.house.wiring)
    approver = window.house.signed_in(app, window.office.approver)
    assert approver.get(f"/release/{window.draft_id}/corrections").status_code == 404
    assert app.test_client().get(f"/release/{window.draft_id}/corrections").status_code == 303


@pytest.mark.req("LC-13")
def test_a_new_text_waits_until_corrections_are_answered(window: Window) -> None:
    office, said = window.office, b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nAnn Whitlock: Hello there.\n"
    asked = window.ask()
    for begin in (importing.start_and_ask, lambda uow, here: uploading.look_at(uow, here, "zoom.vtt", said)):
        with pytest.raises(importing.CorrectionsWait):
            office.edit(begin, office.session_id)
    office.edit(answering.keep, window.draft_id, asked, WHY)
    office.edit(importing.start_and_ask, office.session_id)
    assert office.draft(window.draft_id).state == "withdrawn"
