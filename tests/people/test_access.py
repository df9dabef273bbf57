"""The access table as rules on values: a link's power ends at its own things, and no role implies another."""

from __future__ import annotations

from dataclasses import fields, replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.people.access import EVERYWHERE, IN_PANEL, MATRIX, NOBODY, Scope, Viewer, may, roles_of
from companion.people.roles import GRANTABLE, Role

IDS = st.sampled_from([UUID(int=n) for n in range(1, 5)])
SCOPES = st.builds(Scope, *[st.none() | IDS for _ in fields(Scope)])
ACTIONS = st.sampled_from(sorted(MATRIX))
GUARDED = st.sampled_from(sorted(a for a, roles in MATRIX.items() if Role.ANONYMOUS not in roles and a != "account"))
STAFF = st.builds(
    Viewer,
    kind=st.just("account"),
    person_id=IDS,
    grants=st.frozensets(st.tuples(st.sampled_from(GRANTABLE), st.none() | IDS), max_size=5),
)
CONTACTS = st.builds(Viewer, kind=st.just("landlord"), person_id=IDS, landlord_id=IDS, forum_session_id=IDS)
IN_ZOOM = st.builds(
    Viewer,
    kind=st.just("panel"),
    person_id=IDS,
    forum_session_id=IDS,
    grants=st.frozensets(st.tuples(st.sampled_from(GRANTABLE), st.none() | IDS), max_size=5),
)
REGISTRANTS = st.builds(Viewer, kind=st.just("day"), person_id=IDS, registration_id=IDS, forum_session_id=IDS)


@given(viewer=STAFF | CONTACTS | REGISTRANTS | st.just(NOBODY), action=ACTIONS, scope=SCOPES)
def test_public_is_for_everybody_and_the_rest_never_for_nobody(viewer: Viewer, action: str, scope: Scope) -> None:
    if Role.ANONYMOUS in MATRIX[action]:
        assert may(viewer, action, scope)
    else:
        assert not may(NOBODY, action, scope)


@given(viewer=CONTACTS, action=GUARDED, scope=SCOPES)
def test_a_landlords_link_reaches_no_other_landlord_and_no_other_session(
    viewer: Viewer, action: str, scope: Scope
) -> None:
    if may(viewer, action, scope):
        assert Role.LANDLORD_CONTACT in MATRIX[action]
        assert scope.forum_session_id == viewer.forum_session_id
        assert scope.landlord_id in (None, viewer.landlord_id)


@given(viewer=REGISTRANTS, action=GUARDED, scope=SCOPES)
def test_a_registrants_link_reaches_no_other_registration_and_no_other_session(
    viewer: Viewer, action: str, scope: Scope
) -> None:
    if may(viewer, action, scope):
        assert Role.REGISTRANT in MATRIX[action]
        assert scope.forum_session_id == viewer.forum_session_id
        assert scope.registration_id in (None, viewer.registration_id)


@given(viewer=IN_ZOOM, action=GUARDED, scope=SCOPES)
def test_the_page_inside_zoom_may_less_than_its_account_and_only_in_its_own_session(
    viewer: Viewer, action: str, scope: Scope
) -> None:
    if may(viewer, action, scope):
        assert action in IN_PANEL
        assert scope.forum_session_id == viewer.forum_session_id
        assert may(replace(viewer, kind="account"), action, scope)


@given(viewer=STAFF, action=GUARDED, scope=SCOPES)
def test_an_account_may_only_what_a_role_it_holds_there_may(viewer: Viewer, action: str, scope: Scope) -> None:
    there = {
        role for role, where in viewer.grants if where is None or scope.programme_id in (None, where)
    }  # fmt: skip
    assert may(viewer, action, scope) == bool(there & MATRIX[action])


@given(viewer=STAFF, action=GUARDED, scope=SCOPES, role=st.sampled_from(GRANTABLE), where=st.none() | IDS)
def test_another_role_never_takes_a_right_away(
    viewer: Viewer, action: str, scope: Scope, role: Role, where: UUID | None
) -> None:
    more = replace(viewer, grants=viewer.grants | {(role, where)})
    assert may(more, action, scope) or not may(viewer, action, scope)


@given(viewer=STAFF, action=GUARDED, mine=IDS, theirs=IDS)
def test_a_role_for_one_programme_is_none_in_another(viewer: Viewer, action: str, mine: UUID, theirs: UUID) -> None:
    only_mine = replace(viewer, grants=frozenset((role, mine) for role, _ in viewer.grants))
    if mine != theirs:
        assert not may(only_mine, action, Scope(programme_id=theirs))


def test_the_administrator_reads_no_raw_text_and_runs_no_meeting() -> None:
    admin = Viewer(kind="account", grants=frozenset({(Role.ADMIN, None)}))
    refused = {"release.review", "release.approve", "floor.chair", "registration.decide", "forums.plan", "roll.import",
               "release.download", "registration.list"}  # fmt: skip
    assert not any(may(admin, action) for action in refused)
    assert may(admin, "people.manage")
    assert may(admin, "forums.captions")  # switches them, and reads none: that is the registrant's own page
    assert not may(admin, "floor.take_part")


def test_no_outsider_may_what_staff_may_and_zoom_may_only_deliver() -> None:
    for action, roles in MATRIX.items():
        if Role.ZOOM in roles and action != "public":
            assert action == "zoom.deliver"
            assert roles == {Role.ZOOM}
    contact = Viewer(kind="landlord", landlord_id=UUID(int=1), forum_session_id=UUID(int=2))
    own = Scope(landlord_id=UUID(int=1), forum_session_id=UUID(int=2))
    allowed = {action for action in MATRIX if may(contact, action, own) and Role.ANONYMOUS not in MATRIX[action]}
    assert allowed == {
        "adjustments.landlord", "interests.landlord", "papers.read", "registration.landlord", "release.ask",
        "release.correct", "release.download",
    }  # fmt: skip


def test_an_action_without_a_row_is_our_fault_and_nobodys_right() -> None:
    with pytest.raises(KeyError):
        may(NOBODY, "release.publish_without_asking", EVERYWHERE)


@given(one=SCOPES, two=SCOPES)
def test_two_scopes_merge_the_same_either_way_or_contradict_each_other(one: Scope, two: Scope) -> None:
    merged = one.merged(two)
    assert merged == two.merged(one)
    clash = any(
        getattr(one, field.name) and getattr(two, field.name) and getattr(one, field.name) != getattr(two, field.name)
        for field in fields(Scope)
    )
    assert (merged is None) == clash
    if merged is not None:
        assert merged.merged(one) == merged


@given(viewer=STAFF | CONTACTS | REGISTRANTS | st.just(NOBODY))
def test_navigation_names_each_role_once(viewer: Viewer) -> None:
    roles = list(roles_of(viewer))
    assert len(roles) == len(set(roles))
    assert Role.ADMIN not in roles or viewer.has(Role.ADMIN)
