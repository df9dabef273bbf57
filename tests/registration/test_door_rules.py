"""Who somebody at the door may be: pure."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from companion.registration import door_rules
from companion.registration.door_rules import Candidate, best_match, is_other_person, is_recorder
from companion.registration.names import same_name


def one(name: str, landlord: str = "Ashmere Homes", state: str = "confirmed", **more: object) -> Candidate:
    address = f"{name.split()[0].lower()}@ashmere.example"
    values: dict[str, object] = {"zoom_registrant": None, "is_present": False, "address": address, **more}
    return Candidate(uuid4(), name, landlord=landlord, landlord_id=UUID(int=1), state=state, **values)  # type: ignore[arg-type]


ROOM = [
    one("Aoife Ní Bhriain", is_present=True),
    one("Meera Pillai", is_present=True, zoom_registrant="R2"),
    one("Jonah Fairweather", state="cancelled"),
    one("Grace Mensah", "Thornbeck Homes"),
]


@pytest.mark.req("LC-37")
@pytest.mark.parametrize(
    "name",
    [
        "Otter.ai", "OtterPilot", "Fireflies.ai Notetaker Ana", "Fathom Notetaker", "read.ai meeting notes", "tl;dv",
        "Ana’s Notetaker", "Notes for Ana", "AI Notes (Ben)", "MeetGeek", "Copilot", "Meeting Recorder",
        "Sam's AI assistant",
        "Zoom AI Companion", "tldv.io", "Avoma", "Meeting notes",
    ],
)  # fmt: skip
def test_edge_68_note_takers_are_known_by_what_they_call_themselves(name: str) -> None:
    assert is_recorder(name)


@pytest.mark.parametrize(
    "name",
    ["Jane Otter", "Grace Notes", "Ben Reader", "Fathom Harris", "Ann's iPad", "Jamie Fellow", "Chorus Homes",
     "Al Gong", "Recordia Housing", "Jon F iPad", "Granger Read", "Notley Farm", ""],
)  # fmt: skip
def test_a_person_is_no_note_taker(name: str) -> None:
    assert not is_recorder(name)


def match(name: str, *, registrant: str | None = None, address: str | None = None) -> tuple[str, str] | None:
    found = best_match(ROOM, registrant=registrant, address=address, name=name)
    return (found.candidate.name, found.how) if found else None


@pytest.mark.req("LC-06")
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Jon F iPad", "Jonah Fairweather"),
        ("Jonah", "Jonah Fairweather"),
        ("grace (Thornbeck)", "Grace Mensah"),
        ("Aoife Ni Bhriain", "Aoife Ní Bhriain"),
        ("Mera Pillai", "Meera Pillai"),
        ("iPad", None),
        ("G", None),
        ("Zed Omega", None),
        ("Ashmere Homes", None),
    ],
)
def test_a_guess_by_the_name_says_that_it_is_one(name: str, found: str | None) -> None:
    assert match(name) == ((found, "name") if found else None)


def test_edge_59_the_link_counts_first_then_the_address_whatever_the_name() -> None:
    assert match("Jonah", registrant="R2", address="grace@ashmere.example") == ("Meera Pillai", "registrant_id")
    assert match("Jonah", address="GRACE@ashmere.example") == ("Grace Mensah", "email")
    shared = [one("Ann Whitlock", address="info@a.example"), one("Ben Achebe", address="info@a.example")]
    found = best_match(shared, registrant=None, address="info@a.example", name="Ben A")
    assert found is not None
    assert (found.candidate.name, found.how) == ("Ben Achebe", "email")
    assert best_match(shared, registrant=None, address="info@a.example", name="iPhone") is None


def test_two_who_are_as_like_as_each_other_are_no_guess() -> None:
    twins = [one("Sam Okoro"), one("Sam Oduya")]
    assert best_match(twins, registrant=None, address=None, name="Sam O") is None


@pytest.mark.req("LC-06")
@pytest.mark.parametrize(
    ("shown", "is_other"),
    [("iPad", False), ("Guest 7", False), ("Ann’s iPhone", False), ("ann w", False), ("Annie Whitlock", False),
     ("Ben Achebe", True), ("Jon F iPad", True)],
)  # fmt: skip
def test_edge_67_a_second_joiner_under_another_name_is_somebody_else(shown: str, is_other: bool) -> None:
    assert is_other_person(shown, ["Ann Whitlock"]) is is_other


def test_the_line_names_the_mailbox_promises_the_transcript_and_names_nobody() -> None:
    for full, recorder in ((True, False), (False, False), (False, True)):
        line = door_rules.line_to_paste(
            landlord="Ashmere Homes", is_full=full, mailbox="forum@example.org", is_recorder=recorder
        )
        assert "forum@example.org" in line
        assert "transcript" in line
        assert not any(candidate.name in line for candidate in ROOM)
    assert "Your landlord already" in door_rules.line_to_paste(landlord=None, is_full=True, mailbox="x@y.example")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Ann Whitlock", "ANN WHITLOCK", True),
        ("Siân Prydderch", "Sian Prydderch", True),
        ("Whitlock, Ann", "Ann Whitlock", True),
        ("A Whitlock", "Ann Whitlock", True),
        ("Jon Reid", "John Reid", True),
        ("Ann Whitlock", "Ben Whitlock", False),
        ("Ann Whitlock", "Ann Achebe", False),
        ("", "Ann", False),
        ("Whitlock", "Ann Whitlock", False),
    ],
)
def test_one_persons_name_in_two_spellings(first: str, second: str, same: bool) -> None:
    assert same_name(first, second) is same
    assert same_name(second, first) is same
