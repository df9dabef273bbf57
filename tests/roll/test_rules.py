"""Bands, folded names, and the difference between a file and the roll."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.roll import domains, rules
from companion.roll.differences import Known, difference
from companion.roll.rules import RollRow

LINDEN = RollRow(2, "M1", "Linden Quay Homes", "housing_association", 52_000, None, ("lindenquay.example",), ("LQH",))


def known(row: RollRow, number: int = 1, **more: str) -> Known:
    band = rules.band_of(row.kind, row.homes).band
    return Known(UUID(int=number), row, band, **more)  # type: ignore[arg-type]


@pytest.mark.req("LC-10")
def test_edge_1_exactly_1000_homes_is_over_and_marked_as_a_choice() -> None:
    assert rules.band_of("housing_association", 1_000) == ("OVER", "boundary")


@pytest.mark.req("LC-10")
def test_edge_2_one_fewer_is_under_and_one_more_is_over() -> None:
    assert rules.band_of("housing_association", 999) == ("UNDER", "homes")
    assert rules.band_of("housing_association", 1_001) == ("OVER", "homes")
    assert rules.band_of("almshouse", 0) == ("UNDER", "homes")


@pytest.mark.req("LC-10")
@pytest.mark.parametrize("homes", [40, 60_000, None])
def test_edge_3_a_local_authority_of_any_size_belongs_to_local_authorities(homes: int | None) -> None:
    assert rules.band_of("local_authority", homes) == ("LA", "kind")


@pytest.mark.req("LC-10")
def test_edge_4_an_almo_is_with_the_councils_and_a_voluntary_member_goes_by_its_homes() -> None:
    assert rules.band_of("almo", 12_000) == ("LA", "kind")
    assert rules.band_of("voluntary", 12) == ("UNDER", "homes")


@pytest.mark.req("LC-10")
def test_edge_5_an_unknown_size_is_looked_up_and_never_guessed() -> None:
    assert rules.band_of("housing_association", None) == ("REVIEW", "unknown_size")


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
def test_spellings_of_one_name_fold_to_one_key(spelling: str) -> None:
    assert rules.name_key(spelling) == "st mungos"


def test_names_that_differ_stay_different() -> None:
    assert rules.name_key("Linden Quay Homes") != rules.name_key("Linden Quays Homes")
    assert rules.name_key("Bród & Home") == rules.name_key("Brod and Home")


def test_a_new_landlord_is_new() -> None:
    diff = difference([LINDEN], [])
    assert diff.new == (LINDEN,)
    assert diff.summary() == "1 new."


def test_edge_11_the_same_row_again_changes_nothing() -> None:
    diff = difference([LINDEN], [known(LINDEN)])
    assert diff.is_empty
    assert diff.summary() == "1 unchanged."


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


def test_rows_missing_from_the_file_are_reported_and_change_nothing() -> None:
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
    other = replace(LINDEN, member_no="M2", name="Linden-Quay Homes Ltd")
    diff = difference([LINDEN, other], [known(LINDEN)])
    assert len(diff.new) == 1
    assert diff.alike[0].other == "Linden Quay Homes"


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


def test_what_the_file_does_not_say_stays_as_it_is() -> None:
    before = replace(LINDEN, contact_name="Ann", contact_email="ann@lindenquay.example", rsh_reg_no="L4001")
    bare = RollRow(2, "M1", "Linden Quay Homes", "")
    assert difference([bare], [known(before)], columns=("member_no", "name")).is_empty
    emptied = replace(before, homes=None, contact_name=None, contact_email=None)
    assert difference([emptied], [known(before)]).is_empty, "an empty cell takes no figure and no contact away"
    (change,) = difference(
        [replace(bare, domains=())], [known(before)], columns=("member_no", "name", "domains")
    ).changed
    assert change.fields == ("domains",)


def test_a_name_alone_is_a_question_with_its_answers() -> None:
    row = replace(LINDEN, member_no="M9", name="The Linden Quay Homes Ltd.")
    (question,) = difference([row], [known(LINDEN)]).questions
    assert question.options == (str(UUID(int=1)), "new", "skip")
    same = difference([row], [known(LINDEN)], answers={2: str(UUID(int=1))})
    assert same.changed[0].fields == ("member_no", "name")
    assert not difference([row], [known(LINDEN)]).gone
    assert len(difference([row], [known(LINDEN)], answers={2: "new"}).new) == 1
    assert len(difference([row], [known(LINDEN)], answers={2: "skip"}).left_out) == 1
    assert difference([row], [known(LINDEN)], answers={2: str(UUID(int=5))}).questions


def test_two_numbers_of_two_landlords_are_a_question() -> None:
    other = replace(LINDEN, member_no="M2", name="Thornbeck", rsh_reg_no="L2")
    row = replace(LINDEN, rsh_reg_no="L2", homes=51_000)
    roll = [known(LINDEN, 1), known(other, 2)]
    (question,) = difference([row], roll).questions
    assert question.why == "numbers"
    chosen = difference([row], roll, answers={2: str(UUID(int=2))}).changed[0].row
    assert (chosen.member_no, chosen.rsh_reg_no, chosen.homes) == ("M2", "L2", 51_000)
    assert "new" not in question.options


def test_a_landlord_said_twice_by_its_two_numbers_is_a_question() -> None:
    before = replace(LINDEN, rsh_reg_no="L1")
    rows = [before, replace(LINDEN, line=3, member_no="M5", name="Other", rsh_reg_no="L1")]
    (question,) = difference(rows, [known(before)]).questions
    assert question.why == "twice"


def test_the_regulators_list_makes_nobody_a_member_and_nobody_gone() -> None:
    before = replace(LINDEN, rsh_reg_no="L1")
    listed = [RollRow(2, "", "Linden Quay", "", rsh_reg_no="L1"), RollRow(3, "", "Stranger", "", rsh_reg_no="L9")]
    diff = difference(
        listed, [known(before), known(replace(LINDEN, member_no="M2", name="T"), 2)], columns=("name", "rsh_reg_no")
    )
    assert [change.fields for change in diff.changed] == [("name",)]
    assert (diff.new, diff.gone, len(diff.left_out)) == ((), (), 1)


def test_the_sentence_counts_every_line_once() -> None:
    many = [known(replace(LINDEN, member_no=f"M{n}", name=f"Landlord {n}"), n) for n in range(1, 288)]
    rows = [one.row for one in many[:284]]
    rows += [replace(one.row, homes=900) for one in many[284:287]]
    rows += [replace(LINDEN, member_no=f"N{n}", name=f"New {n}") for n in range(9)]
    rows += [replace(LINDEN, member_no=f"R{n}", name=f"Unknown {n}", homes=None) for n in range(4)]
    assert difference(rows, many).summary() == "284 unchanged, 9 new, 3 changed band, 4 need you."


def test_a_choice_of_staff_stands_until_type_or_size_change() -> None:
    flipped = rules.chosen_band("housing_association", 1_000, "UNDER")
    assert flipped == ("UNDER", "by_staff")
    was = ("housing_association", 1_000)
    assert rules.band_kept(flipped, was, *was) == flipped
    assert rules.band_kept(flipped, was, "housing_association", 1_001) == ("OVER", "homes")
    for kind, homes in (("almo", 1_000), ("housing_association", 999)):
        with pytest.raises(rules.NotYoursToChoose):
            rules.chosen_band(kind, homes, "OVER")


def test_a_merged_or_suspended_landlord_is_not_brought_back_by_a_file() -> None:
    merged = replace(known(LINDEN, membership_state="left"), is_merged=True)
    assert difference([replace(LINDEN, homes=5)], [merged]).is_empty
    assert difference([LINDEN], [known(LINDEN, membership_state="suspended")]).is_empty


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4), st.sampled_from([None, 500, 5_000]))))
def test_applying_what_a_file_says_leaves_nothing_to_apply(given_rows: list[tuple[int, int, int | None]]) -> None:
    rows = {
        number: replace(LINDEN, line=number, member_no=f"M{number}", name=f"Landlord {name} of {number}", homes=homes)
        for number, name, homes in given_rows
    }
    before = [known(replace(LINDEN, member_no="M1", name="Landlord 1 of 1"))]
    diff = difference(list(rows.values()), before)
    after = [known(row, number) for number, row in enumerate((*diff.new, *(change.row for change in diff.changed)), 1)]
    seen = {entry.row.member_no for entry in after}
    after += [entry for entry in before if entry.row.member_no not in seen]
    assert difference(list(rows.values()), after).is_empty


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("user@mail.broxtowe.gov.uk", ("mail.broxtowe.gov.uk", "broxtowe.gov.uk")),
        (
            "user@broxtowe.gov.uk.evil.example",
            ("broxtowe.gov.uk.evil.example", "gov.uk.evil.example", "uk.evil.example", "evil.example"),
        ),
        ("user@gov.uk", ()),
        ("user@mail.gmail.com", ()),
        ("user@somebody.github.io", ("somebody.github.io",)),
        ("user@BÜCHER.example", ("xn--bcher-kva.example",)),
    ],
)
def test_edge_25_an_address_lies_in_what_somebody_registered_in_whatever_letters(
    address: str, expected: tuple[str, ...]
) -> None:
    assert domains.domains_above(address) == expected
