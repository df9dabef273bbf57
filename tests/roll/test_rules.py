"""Bands, folded names, and the difference between a file and the roll."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.roll import domains, rules
from companion.roll.rules import Known, RollRow, difference

LINDEN = RollRow(2, "M1", "Linden Quay Homes", "housing_association", 52_000, None, ("lindenquay.example",), ("LQH",))


def known(row: RollRow, number: int = 1, **more: str) -> Known:
    band = rules.band_of(row.kind, row.homes).band
    return Known(UUID(int=number), row, band, **more)  # type: ignore[arg-type]


@pytest.mark.req("LC-10")
@pytest.mark.parametrize(
    ("kind", "homes", "band", "reason"),
    [
        ("housing_association", 1_000, "OVER", "boundary"),  # edge 1
        ("housing_association", 999, "UNDER", "homes"),  # edge 2
        ("housing_association", 1_001, "OVER", "homes"),
        ("local_authority", 40, "LA", "kind"),  # edge 3
        ("local_authority", 60_000, "LA", "kind"),
        ("almo", 12_000, "LA", "kind"),  # edge 4
        ("voluntary", 12, "UNDER", "homes"),
        ("housing_association", None, "REVIEW", "unknown_size"),  # edge 5
        ("local_authority", None, "LA", "kind"),
        ("almshouse", 0, "UNDER", "homes"),
    ],
)
def test_edges_1_to_5_type_beats_size_and_an_unknown_size_is_never_guessed(
    kind: str, homes: int | None, band: str, reason: str
) -> None:
    assert rules.band_of(kind, homes) == (band, reason)


@pytest.mark.req("LC-10")
def test_the_boundary_is_a_choice() -> None:
    assert rules.band_of("housing_association", 1_000, boundary="UNDER") == ("UNDER", "boundary")


@given(st.sampled_from(rules.KINDS), st.one_of(st.none(), st.integers(0, 200_000)))
def test_every_landlord_has_a_band_and_a_reason(kind: str, homes: int | None) -> None:
    band, reason = rules.band_of(kind, homes)
    assert band in rules.BAND_WORDS
    assert reason in {"kind", "homes", "boundary", "unknown_size"}


@pytest.mark.parametrize(
    "spelling",
    [
        "St. Mungo's",
        "St Mungos",
        "ST MUNGO’S",
        "St. Mungo’s Limited",
        "St Mungos Ltd.",
        "The St. Mungo's",
        "St  Mungo's ",
    ],
)
def test_edge_12_spellings_of_one_name_fold_to_one_key(spelling: str) -> None:
    assert rules.name_key(spelling) == "st mungos"


def test_names_that_differ_stay_different() -> None:
    assert rules.name_key("Linden Quay Homes") != rules.name_key("Linden Quays Homes")
    assert rules.name_key("Bród & Home") == rules.name_key("Brod and Home")


def test_a_new_landlord_is_new() -> None:
    diff = difference([LINDEN], [])
    assert diff.new == (LINDEN,)
    assert diff.summary() == "1 new, 0 changed, 0 as before."


def test_edge_11_the_same_row_again_changes_nothing() -> None:
    diff = difference([LINDEN], [known(LINDEN)])
    assert diff.is_empty
    assert diff.summary() == "Nothing changes: 1 landlord as before."


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Linden Quay Housing"),
        ("homes", 51_999),
        ("kind", "co_operative"),
        ("domains", ("lindenquay.example", "lq.example")),
        ("aliases", ()),
        ("contact_name", "Ann"),
        ("rsh_reg_no", "L4001"),
    ],
)
def test_each_changed_field_is_named(field: str, value: object) -> None:
    (change,) = difference([replace(LINDEN, **{field: value})], [known(LINDEN)]).changed  # type: ignore[arg-type]
    assert change.fields == (field,)


def test_the_order_of_a_list_is_no_change() -> None:
    two = replace(LINDEN, domains=("a.example", "b.example"))
    assert difference([replace(two, domains=("b.example", "a.example"))], [known(two)]).is_empty


def test_edge_10_rows_missing_from_the_file_are_reported_and_not_deleted() -> None:
    many = [known(replace(LINDEN, member_no=f"M{n}", name=f"Landlord {n}"), n) for n in range(1, 202)]
    diff = difference([many[0].row], many)
    assert len(diff.gone) == 200
    assert diff.is_empty
    assert "200 not in the file and left alone" in diff.summary()


def test_edge_6_a_change_of_size_is_told_as_a_change_of_band() -> None:
    before = replace(LINDEN, homes=1_020)
    (band,) = difference([replace(LINDEN, homes=980)], [known(before)]).bands
    assert (band.before, band.after) == ("OVER", "UNDER")


def test_a_landlord_is_found_by_its_rsh_number_when_its_member_number_changed() -> None:
    before = replace(LINDEN, rsh_reg_no="L4001")
    diff = difference([replace(before, member_no="M900")], [known(before)])
    assert diff.new == ()
    assert diff.changed[0].fields == ("member_no",)


def test_a_name_much_like_anothers_is_suggested_and_nothing_is_merged() -> None:
    diff = difference([replace(LINDEN, member_no="M2", name="Linden-Quay Homes Ltd")], [known(LINDEN)])
    assert len(diff.new) == 1
    assert diff.alike[0].other == "Linden Quay Homes"
    assert len(diff.gone) == 1


def test_a_landlord_that_left_and_is_in_the_file_again_is_a_member_again() -> None:
    (change,) = difference([LINDEN], [known(LINDEN, membership_state="left")]).changed
    assert change.fields == ("membership_state",)


def test_edge_15_an_address_lies_in_its_landlords_domain_and_in_no_look_alike() -> None:
    assert domains.domains_above("user@mail.linden.example") == ("mail.linden.example", "linden.example")
    assert "linden.example" not in domains.domains_above("user@linden.example.evil.example")
    assert "linden.example" not in domains.domains_above("user@notlinden.example")


@pytest.mark.parametrize("nobodys", ["gov.uk", "co.uk", "org.uk", "uk", "gmail.com", "example"])
def test_edge_16_a_public_suffix_or_a_free_mailbox_is_never_a_landlords_domain(nobodys: str) -> None:
    assert domains.is_nobodys(nobodys)
    assert nobodys not in domains.domains_above(f"somebody@{nobodys}")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("LindenQuay.Example", "lindenquay.example"),  # edge 25
        ("@lindenquay.example", "lindenquay.example"),
        ("www.lindenquay.example.", "lindenquay.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("linden quay", None),
        ("-a.example", None),
        ("a..example", None),
        ("lindenquay", None),
        ("", None),
    ],
)
def test_a_domain_is_read_in_its_one_form_or_refused(typed: str, read: str | None) -> None:
    assert domains.read_domain(typed) == read
