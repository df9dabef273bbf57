"""A roster out of Zoom's registration report, and out of tables that people keep."""

from __future__ import annotations

import pytest

from transcripts import Org, Participant, RosterError, parse_registrants, read_any_roster, read_registrants

KNOWN = (Org("lark", "Larkmoor & Vale Homes", domain="larkmoor.example"), Org("other", "Other Homes"))
REPORT = """Topic,Meeting ID
"Forum, one",123
Attendee Details,
First Name,Last Name,Email,Organization,Job Title,How many homes do you own?,Registration Time,Approval Status
Sam,Okoro,sam.okoro@larkmoor.example,L&V,Head of Repairs,"52,000","Jan 3, 2026",approved
Siân,Ní Bhriain,s@gmail.com,Larkmoor & Vale Homes,,,,denied
Cara,Bell,c@quill.example,,,,,approved
Cara,Bell,c@quill.example,,,,,approved
Panelist Details,
Name,Email
Joe (Joseph Banks),joe@quill.example
Mo (he/him),
""".encode()


def test_zooms_registration_report_becomes_a_roster() -> None:
    found = parse_registrants(REPORT, KNOWN)
    assert found.roster.participants == (
        Participant("r1", "Sam Okoro", "sam.okoro@larkmoor.example", "Head of Repairs", "lark"),
        Participant("r2", "Siân Ní Bhriain", "s@gmail.com", None, "lark"),
        Participant("r3", "Cara Bell", "c@quill.example", None, "landlord-1"),
        Participant("r4", "Joseph Banks", "joe@quill.example", None, "landlord-1"),
        Participant("r4:shown", "Joe", None, None, "landlord-1"),
        Participant("r5", "Mo", None, None, None),
    )
    assert found.roster.orgs == (
        Org("lark", "Larkmoor & Vale Homes", ("L&V",), 52_000, "larkmoor.example"),
        Org("landlord-1", "quill", domain="quill.example"),
    )
    assert found.roster.roll == (KNOWN[1],)
    assert (found.rows, [each.count for each in found.dropped]) == (6, [1])
    assert found.unused == ("Registration Time", "Approval Status")


def test_a_table_without_a_column_of_names_is_refused() -> None:
    with pytest.raises(RosterError, match="First Name and Last Name, or Name"):
        read_registrants(b"Email,Organisation\na@b.example,Larkmoor\n")


def test_json_and_table_are_told_apart_by_their_first_character() -> None:
    assert read_any_roster(b' {"participants": [{"id": "1", "name": "Ann Example"}]}').participants[0].id == "1"
    assert read_any_roster(b"Name\nAnn Example\n").participants[0].name == "Ann Example"
