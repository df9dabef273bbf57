"""The end of the words as they were heard: shown before it comes, and what a concern cites is frozen first."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import Unreadable
from companion.kernel.errors import BadInput, NotFound
from companion.kernel.ids import new_id
from companion.kernel.uow import Uow
from companion.people.roles import Role
from companion.purging import purge
from companion.release import ending, freezing, publishing, reopening, shredding
from companion.release.cues import open_cues
from companion.release.freezing import Said
from companion.release.frozen_tables import FrozenPassage
from companion.release.tables import Draft
from companion.roll.tables import Landlord, LandlordAlias
from companion.worker import Worker
from tests.house import House
from tests.release.office import T0, Office
from tests.release.test_pages import Pages


def advance(office: Office, **by: int) -> None:
    clock = office.house.wiring.runner.clock
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(**by))


def frozen(office: Office, passage_id: UUID) -> tuple[Said, ...]:
    return office.house.run(freezing.words_of, passage_id)  # type: ignore[no-any-return]


@pytest.mark.req("C-31")
def test_a_cited_passage_is_read_under_its_cases_key_after_the_raw_text_is_gone(office_on_each: Office) -> None:
    office = office_on_each
    draft_id, case_id = office.drafted(), new_id()
    passage = office.edit(freezing.cite_lines, draft_id, case_id, 1, 2)
    advance(office, days=60)
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert office.house.run(open_cues, draft_id) == []
    said = frozen(office, passage)
    assert [(one.who, one.text.split()[0]) for one in said] == [("Ben Adeyemi", "I"), ("Cara Lindqvist", "We")]
    assert office.house.wiring.keys.subjects("case") == {case_id}


@pytest.mark.req("C-31")
def test_what_was_cited_before_its_words_came_is_frozen_before_they_go(office: Office) -> None:
    passage = office.house.run(freezing.cite_moments, office.session_id, new_id(), T0 + 4_500, T0 + 10_500)
    with pytest.raises(NotFound):
        frozen(office, passage)
    office.hear()
    advance(office, days=60, seconds=1)
    assert purge(office.house.wiring.runner)["captions"] == 5
    said = frozen(office, passage)
    assert [one.who for one in said] == ["Ben Adeyemi", "Cara Lindqvist"]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", said[0].at)


def test_shredding_itself_freezes_first(office: Office) -> None:
    passage = office.house.run(freezing.cite_moments, office.session_id, new_id(), T0, T0 + 1)
    office.hear()
    advance(office, days=60)
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert [one.who for one in frozen(office, passage)] == ["Ann Whitlock"]


def test_what_never_had_words_says_so_when_its_time_is_over(office: Office) -> None:
    office.house.run(freezing.cite_moments, office.session_id, new_id(), T0 + 900_000, T0 + 901_000)
    office.hear()
    advance(office, days=60)
    assert office.house.run(shredding.shred_raw, office.session_id)
    assert [one.state for one in office.house.run(freezing.cited_in, office.session_id)] == ["gone"]


def test_the_case_says_how_long_and_with_its_last_passage_its_key_goes(office: Office) -> None:
    draft_id, case_id = office.drafted(), new_id()
    first = office.edit(freezing.cite_lines, draft_id, case_id, 0, 0)
    office.edit(freezing.cite_lines, draft_id, case_id, 1, 1)
    sealed = office.look(lambda uow: uow.db.get_one(FrozenPassage, first)).sealed
    office.house.run(freezing.keep_until, case_id, office.house.now + timedelta(days=400))
    advance(office, days=366)
    purge(office.house.wiring.runner)
    assert len(office.house.run(freezing.cited_by, case_id)) == 2
    advance(office, days=35)
    assert purge(office.house.wiring.runner)["passages that concerns cite"] == 2
    with pytest.raises(Unreadable):
        office.house.wiring.keys.open(sealed, row=f"release_frozen:{first}")


@pytest.mark.parametrize(("first", "last"), [(3, 2), (-1, 1), (4, 9), (0, 400)])
def test_only_captions_that_are_there_are_cited(office: Office, first: int, last: int) -> None:
    draft_id = office.drafted()
    with pytest.raises(BadInput):
        office.edit(freezing.cite_lines, draft_id, new_id(), first, last)
    with pytest.raises(BadInput):
        office.house.run(freezing.cite_moments, office.session_id, new_id(), T0, T0)
    assert office.look(lambda uow: uow.db.scalars(select(FrozenPassage)).all()) == []


def test_frozen_words_are_sealed(office: Office, tmp_path: Path) -> None:
    office.edit(freezing.cite_lines, office.drafted(), new_id(), 0, 4)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("companion.db*"))
    assert b"contractors" not in stored
    assert b"Lindqvist" not in stored


@pytest.mark.req("X-04")
def test_what_would_go_is_shown_with_its_day_before_it_goes(office: Office) -> None:
    draft_id = office.drafted()
    office.edit(freezing.cite_lines, draft_id, new_id(), 0, 0)
    seen = office.house.run(ending.ending_of, office.session_id)
    goes = dict(seen.goes)
    assert (goes["captions of the meeting"], goes["captions in drafts, with who spoke"]) == (5, 5)
    assert goes["names that Zoom showed"] == 3
    assert seen.will_be_set_aside
    assert seen.at == office.house.now + timedelta(days=60)
    assert [one.state for one in seen.cited] == ["frozen"]
    advance(office, days=60)
    office.house.run(shredding.shred_raw, office.session_id)
    over = office.house.run(ending.ending_of, office.session_id)
    assert over.is_over
    assert set(dict(over.goes)) <= {"names that Zoom showed"}


@pytest.fixture
def pages(house: House) -> Pages:
    return Pages(house)


def test_a_passage_is_found_and_frozen_on_the_page(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    where = f"/release/{draft_id}/freeze"
    assert "Nothing yet" in pages.get(pages.editor, where)
    assert "Nobody said" in pages.post(pages.editor, f"{where}/find", find="never")
    found = pages.post(pages.editor, f"{where}/find", find="Contractors")
    position = re.search(r'name="position" value="(\d+)"', found)
    assert position is not None
    assert "Frozen for case" in pages.post(pages.editor, where, position=position[1], around="1")
    assert "not in the transcript" in pages.post(pages.editor, where, position="77")
    (cited,) = pages.house.run(freezing.cited_in, pages.office.session_id)
    assert cited.lines == 3
    assert cited.case_id.hex[:8] in pages.get(pages.editor, f"{pages.stand}/end")
    again = pages.post(pages.editor, where, position="0", case=str(cited.case_id))
    assert again.count(cited.case_id.hex[:8]) >= 2


def test_a_passage_is_not_added_to_a_case_of_another_programme(pages: Pages) -> None:
    draft_id = pages.office.drafted()
    other = pages.house.forum_session(pages.house.programme("Peaks & Plains", "PP"))
    case_id = new_id()
    pages.house.run(freezing.cite_moments, other, case_id, T0, T0 + 5)
    form = {"position": "0", "case": str(case_id)}
    assert pages.editor.post(f"/release/{draft_id}/freeze", data=form).status_code == 404


@pytest.mark.parametrize("role", [Role.APPROVER, Role.LEAD_OFFICER, Role.ADMIN])
def test_counts_are_for_staff_and_freezing_for_who_reads_raw_text(pages: Pages, role: Role) -> None:
    draft_id = pages.office.drafted()
    browser = pages.staff(role)
    page = pages.get(browser, f"{pages.stand}/end")
    assert "Captions of the meeting" in page
    assert "Whitlock" not in page
    assert browser.get(f"/release/{draft_id}/freeze").status_code == 404


@pytest.mark.req("LC-13")
def test_a_late_registrant_reopens_what_was_reviewed_at_once(office: Office) -> None:
    draft_id = office.drafted()
    office.reviewed(draft_id)
    assert office.house.run(reopening.reopen_changed) == 0
    office.participant("Dermot Okafor")
    assert office.house.run(reopening.reopen_changed) == 1
    assert office.draft(draft_id).state == "redacted"
    Worker(office.house.wiring).drain()
    assert office.house.run(reopening.reopen_changed) == 0
    assert not office.house.run(publishing.publish_held, draft_id)


@pytest.mark.req("LC-13")
def test_another_name_of_a_landlord_makes_version_two_of_what_is_held(office: Office) -> None:
    draft_id = office.drafted((("ann", "At the Jetty we moved to a same-day call."),))
    office.reviewed(draft_id)
    office.approve(draft_id)

    def alias(uow: Uow) -> None:
        landlord_id = uow.db.scalars(select(Landlord.id).where(Landlord.name.startswith("Linden"))).one()
        uow.db.add(LandlordAlias(landlord_id=landlord_id, alias="The Jetty", source="staff"))

    office.house.run(alias)
    assert office.house.run(reopening.reopen_changed) == 1
    assert office.draft(draft_id).state == "withdrawn"
    second = office.look(lambda uow: uow.db.scalars(select(Draft).where(Draft.version == 2)).one())
    assert second.state == "redacted"
    Worker(office.house.wiring).drain()
    cues = office.house.run(open_cues, second.id)
    found = {cues[span.cue_position].text[span.start : span.end] for span in office.spans(second.id)}
    assert any("Jetty" in words for words in found)
