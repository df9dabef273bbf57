"""Documents beside the code: agreed to by their body, accepted by whom they bind, signed where they are signed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from companion.codes import agreements, documents, rules, service
from companion.codes.tables import Agreement
from companion.kernel.clocks import ManualClock
from companion.kernel.errors import BadInput
from companion.kernel.tables import AuditEntry
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.house import House

TEXT = "I keep to myself what is marked confidential."


@pytest.fixture
def group(house: House) -> UUID:
    return house.programme("Customer Voice", "PP")


def accepted(house: House, person_id: UUID, programme_id: UUID, kind: str = "member") -> bool:
    return house.run(service.has_accepted, person_id, programme_id, kind=kind)  # type: ignore[no-any-return]


@pytest.mark.req("PP-09", "PP-10", "PP-11", "BX-05")
def test_a_member_accepts_code_protocol_and_terms_themselves(house: House, group: UUID) -> None:
    ann = house.person()
    house.document(group, "protocol")
    terms = house.document(group, "terms")
    assert not accepted(house, ann, group)
    house.run(service.accept_all, ann, group, kind="speaker")
    assert accepted(house, ann, group, "speaker")
    assert not accepted(house, ann, group), "as a member the Terms of Reference bind too"
    (wanted,) = house.run(service.to_accept, ann, group)
    assert wanted.id == terms
    house.run(service.accept_all, ann, group)
    assert accepted(house, ann, group)
    assert house.run(service.accepted_among, {ann: "member", house.person("Ben", None): "member"}, group) == {ann}


def test_nobody_agrees_to_a_text_that_they_did_not_see(house: House, group: UUID) -> None:
    ann = house.person()
    seen = {version.id for version in house.run(service.to_accept, ann, group)}
    house.document(group, "protocol")
    with pytest.raises(rules.ChangedMeanwhile):
        house.run(service.accept_all, ann, group, shown=seen)
    assert not accepted(house, ann, group)


@pytest.mark.req("BX-66")
def test_a_version_goes_by_way_of_its_approving_body(house: House, group: UUID) -> None:
    version_id = house.run(documents.write, group, "terms", "Who we are.")
    house.run(documents.send_for_agreement, version_id)
    assert house.run(documents.version_of, version_id).state == "panel_review"
    with pytest.raises(rules.NeedsAgreement):
        house.run(documents.put_in_force, version_id)
    house.run(documents.record_agreement, version_id, agreed_by="Named officer", minute_ref="3 May")
    with pytest.raises(BadInput):
        house.run(documents.put_in_force, version_id, grace_days=900)
    house.run(documents.put_in_force, version_id)
    with pytest.raises(rules.AlreadySettled):
        house.run(documents.send_for_agreement, version_id)
    assert list(house.run(documents.all_in_force, group)) == ["code", "terms"]


def test_a_landlord_programme_has_no_terms(house: House) -> None:
    with pytest.raises(BadInput):
        house.run(documents.write, house.programme(), "terms", "Who we are.")


@pytest.mark.req("BX-31")
def test_what_governs_a_meeting_is_named_with_its_versions(house: House, group: UUID) -> None:
    house.document(group, "terms", "First.")
    house.document(group, "terms", "Second.")
    found = house.run(documents.governing, group)
    assert [(one["kind"], one["number"]) for one in found] == [("code", 1), ("terms", 2)]
    assert all(len(one["sha256"]) == 64 for one in found)


def test_a_change_that_matters_at_once_leaves_no_grace(house: House, group: UUID) -> None:
    ann = house.person()
    house.run(service.accept_all, ann, group)
    for grace, stands in ((14, True), (0, False)):
        version_id = house.run(documents.write, group, "code", f"Be kind. {grace}")
        house.run(service.put_in_force, version_id, agreed_by="Named officer", grace_days=grace)
        assert accepted(house, ann, group) is stands


def state(house: House, person_id: UUID, group: UUID) -> str:
    return house.run(agreements.stand_of, person_id, group).state  # type: ignore[no-any-return]


def sign(house: House, person_id: UUID, group: UUID, name: str = "Ann Whitlock") -> None:
    version = house.run(documents.in_force, group, agreements.KIND)
    house.run(agreements.sign, person_id, group, name=name, sha256=version.sha256)


@pytest.mark.req("PP-13")
def test_an_agreement_is_signed_with_name_text_and_time(house: House, group: UUID, clock: ManualClock) -> None:
    ann = house.person()
    with pytest.raises(agreements.NothingToSign):
        house.run(agreements.request, ann, group)
    house.document(group, agreements.KIND, TEXT)
    house.run(agreements.request, ann, group)
    house.run(agreements.request, ann, group)
    assert state(house, ann, group) == "requested"
    with pytest.raises(agreements.TypeYourName):
        sign(house, ann, group, " ")
    with pytest.raises(agreements.TextChanged):
        house.run(agreements.sign, ann, group, name="Ann Whitlock", sha256="0" * 64)
    sign(house, ann, group)
    sign(house, ann, group, "Somebody Else")

    def kept(uow: Uow) -> tuple[str, str | None, bool]:
        found = uow.db.scalars(select(Agreement)).one()
        assert found.sealed_name is not None
        name = uow.keys.open_text(found.sealed_name, row=f"codes_agreement:{found.id}")
        return name, found.sha256, found.signed_at == clock.now()

    name, digest, at_once = house.run(kept)
    assert (name, at_once) == ("Ann Whitlock", True)
    assert digest == house.run(documents.in_force, group, agreements.KIND).sha256


@pytest.mark.req("PP-13")
def test_a_new_agreement_ends_signatures_and_asks_anew(house: House, group: UUID) -> None:
    ann, ben = house.person(), house.person("Ben Achebe", "ben@x.example")
    house.document(group, agreements.KIND, TEXT)
    sign(house, ann, group)
    house.run(agreements.decline, ben, group)
    house.document(group, agreements.KIND, f"{TEXT} Always.")
    assert (state(house, ann, group), state(house, ben, group)) == ("requested", "none")
    assert not house.run(agreements.has_signed, ann, group)
    sign(house, ann, group)
    assert house.run(agreements.counts, group) == {"signed": 1}


@pytest.mark.req("PP-13")
def test_edge_121_withdrawing_ends_the_signature_and_not_the_past_duty(
    house: House, group: UUID, clock: ManualClock
) -> None:
    ann = house.person()
    house.document(group, agreements.KIND, TEXT)
    sign(house, ann, group)
    clock.advance(timedelta(days=1))
    house.run(agreements.withdraw, ann, group)
    house.run(agreements.withdraw, ann, group)
    assert state(house, ann, group) == "withdrawn"
    query = select(AuditEntry.details).where(AuditEntry.action == "agreement.withdrawn")
    (details,) = house.run(lambda uow: list(uow.db.scalars(query)))
    assert details["past_duty"] == "continues"
    sign(house, ann, group)
    assert state(house, ann, group) == "signed"


def test_no_signature_is_stored_without_what_was_signed(house: House, group: UUID) -> None:
    ann = house.person()
    house.document(group, agreements.KIND, TEXT)
    house.run(agreements.request, ann, group)

    def cheat(uow: Uow) -> None:
        uow.db.scalars(select(Agreement)).one().state = "signed"

    with pytest.raises(IntegrityError):
        house.run(cheat)


@pytest.mark.req("PP-13", "BX-05")
def test_a_registrant_reads_signs_and_ends_the_agreement_from_their_link(house: House, app: Flask, group: UUID) -> None:
    ann = house.person()
    session_id = house.forum_session(group, forum_type=None)
    registration = house.registration(session_id, ann, kind="member", seat_no=None)
    client = house.signed_in(app, ann, "day", registration_id=registration, forum_session_id=session_id)
    path = f"/forum-sessions/{session_id}/place/confidentiality"
    assert "nothing to sign" in client.get(path).get_data(as_text=True)
    house.document(group, agreements.KIND, TEXT)
    page = client.get(path).get_data(as_text=True)
    assert TEXT in page
    digest = house.run(documents.in_force, group, agreements.KIND).sha256
    assert client.post(f"{path}/sign", data={"name": "", "sha256": digest}).status_code == 422
    stale = client.post(f"{path}/sign", data={"name": "Ann Whitlock", "sha256": "old"})
    assert stale.status_code == 409
    assert 'value="Ann Whitlock"' in stale.get_data(as_text=True)
    page = client.post(f"{path}/decline", follow_redirects=True).get_data(as_text=True)
    assert "would rather not sign" in page
    page = client.post(f"{path}/sign", data={"name": "Ann Whitlock", "sha256": digest}, follow_redirects=True)
    assert "You have signed" in page.get_data(as_text=True)
    page = client.post(f"{path}/withdraw", follow_redirects=True).get_data(as_text=True)
    assert "What you read before stays confidential" in page


@pytest.mark.req("PP-09", "PP-10", "BX-02")
def test_a_place_shows_everything_that_binds_and_one_tap_agrees_to_it(house: House, app: Flask, group: UUID) -> None:
    officer = house.person("Olu Bryce", "olu@x.example")
    session_id = house.forum_session(group, forum_type=None)
    house.document(group, "protocol", "One at a time.")
    registration = house.registration(session_id, officer, kind="officer", seat_no=None)
    client = house.signed_in(app, officer, "day", registration_id=registration, forum_session_id=session_id)
    path = f"/forum-sessions/{session_id}/place"
    page = client.get(path).get_data(as_text=True)
    assert "One at a time." in page
    assert "I agree to all of these" in page
    shown = [str(version.id) for version in house.run(service.to_accept, officer, group, kind="officer")]
    client.post(f"{path}/agree", data={"version": shown[:1]})
    assert not accepted(house, officer, group, "officer"), "one of them was not shown"
    page = client.post(f"{path}/agree", data={"version": shown}, follow_redirects=True).get_data(as_text=True)
    assert "You’re ready to join" in page
    house.document(group, "protocol", "One at a time, please.")
    page = client.get(path).get_data(as_text=True)
    assert "The rules have changed" in page
    assert "You’re ready to join" in page, "in the days of grace"


def test_an_organiser_keeps_the_documents_of_a_group(house: House, app: Flask, group: UUID) -> None:
    client = house.signed_in(app, house.account(Role.ORGANISER, programme_id=group))
    path = f"/programmes/{group}/documents/terms"
    assert "Terms of Reference" in client.get(f"/programmes/{group}/code").get_data(as_text=True)
    assert client.get(f"/programmes/{group}/documents/nonsense").status_code == 404
    assert client.post(path, data={"body": " "}).status_code == 422
    page = client.post(path, data={"body": "Who we are."}, follow_redirects=True).get_data(as_text=True)
    assert "Who we are." in page
    (version,) = house.run(documents.versions, group, "terms")
    steps = f"/programmes/{group}/code/{version.id}"
    page = client.post(f"{steps}/for-agreement", follow_redirects=True).get_data(as_text=True)
    assert "With its approving body" in page
    assert client.post(f"{steps}/in-force", data={"agreed_by": "Named officer", "grace": "x"}).status_code == 422
    page = client.post(f"{steps}/in-force", data={"agreed_by": "Named officer"}, follow_redirects=True)
    assert "In force" in page.get_data(as_text=True)
