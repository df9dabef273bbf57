"""The roster file: read whole, or refused with the entry that is wrong."""

from __future__ import annotations

import pytest

from transcripts import Roster, RosterError, read_roster
from transcripts.display_names import DisplayNames
from transcripts.forms import name_parts

GOOD = (
    '{"participants":[{"id":"1","name":"Siân Ní Bhriain","email":null,"org":"o1"},{"id":"2","name":"Sam Okoro","org":'
    '"Quillbrook Homes"}],"orgs":[{"id":"o1","name":"Larkmoor","aliases":["LM"],"homes":12,"districts":["Larkshire"]}],'
    '"roll":[{"id":"o2","name":"Quillbrook Homes"}]}'
).encode()


def test_a_roster_is_read_with_organisations_by_id_or_name() -> None:
    roster = read_roster(b"\xef\xbb\xbf" + GOOD)
    assert [person.name for person in roster.participants] == ["Siân Ní Bhriain", "Sam Okoro"]
    assert roster.orgs[0].homes == 12


def test_orgs_and_roll_may_be_left_out() -> None:
    assert read_roster(b'{"participants":[{"id":"1","name":"Sam Okoro"}]}').roll == ()


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (('"id":"1","name"', '"id":"1","nmae"'), "nmae"),
        (('"id":"1","name":"Siân Ní Bhriain"', '"id":"1"'), "participants[0]"),
        (('"name":"Siân Ní Bhriain"', '"name":"  "'), "participants[0].name"),
        (('"name":"Siân Ní Bhriain"', '"name":"-"'), "participants[0].name"),
        (('"id":"1"', '"id":1'), "participants[0].id"),
        (('"id":"2"', '"id":"1"'), "'1'"),
        (('"id":"2"', '"id":""'), "participants[1].id"),
        (('"id":"o2"', '"id":"o1"'), "'o1'"),
        (('"org":"o1"', '"org":"o9"'), "participants[0].org"),
        (('"org":"o1"', '"org":"Nobody Homes"'), "Nobody Homes"),
        (('"homes":12', '"homes":-1'), "orgs[0].homes"),
        (('"homes":12', '"homes":"many"'), "orgs[0].homes"),
        (('"aliases":["LM"]', '"aliases":"LM"'), "orgs[0].aliases"),
        (('"orgs"', '"organisations"'), "organisations"),
        (('"participants"', '"people"'), "people"),
        (("}]}", "}]"), "not JSON"),
    ],
)
def test_a_wrong_roster_says_which_entry(change: tuple[str, str], names: str) -> None:
    with pytest.raises(RosterError) as refused:
        read_roster(GOOD.decode().replace(change[0], change[1]).encode())
    assert names in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"participants":[{"id":"1","name":"\xff"}]}']
)
def test_what_is_no_roster_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(RosterError):
        read_roster(data)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Sam Okoro", ["sam", "okoro"]),
        ("Okoro, Sam", ["sam", "okoro"]),
        ("Dr. Sam T. Okoro MBE", ["sam", "t", "okoro"]),
        ("Sam Okoro, MBE", ["sam", "okoro"]),
        ("Cllr Mrs Ann van der Berg", ["ann", "van der berg"]),
        ("Gwen ap Rhys", ["gwen", "ap rhys"]),
        ("Jean-Luc O’Dowd", ["jean-luc", "o'dowd"]),
        ("Prince", ["prince"]),
        ("Sam Okoro (Peaks)", ["sam", "okoro"]),
    ],
)
def test_names_come_apart_as_people_use_them(name: str, parts: list[str]) -> None:
    assert name_parts(name) == parts


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("Siân Ní Bhriain", "1"),
        ("SIAN NI BHRIAIN", "1"),
        ("Sam Okoro (he/him)", "2"),
        ("Sam Okoro - Quillbrook", "2"),
        ("Quillbrook | Okoro Sam", "2"),
        ("Sam", "2"),
        ("sam's iPad", None),
        ("Boardroom 2", None),
        ("Ottoline Crabbe", None),
    ],
)
def test_a_display_name_finds_its_participant(label: str, who: str | None) -> None:
    assert DisplayNames(read_roster(GOOD)).who(label) == who


def test_a_first_name_that_two_share_resolves_to_nobody() -> None:
    two = Roster(read_roster(GOOD.replace("Siân Ní Bhriain".encode(), b"Sam Tuckwell")).participants)
    assert DisplayNames(two).who("Sam") is None
