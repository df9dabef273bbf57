"""The cast is as large, as mixed and as invented as is said."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from companion.demo.cast import ADMINISTRATOR, STAFF, cast, roll_file
from companion.people.addresses import read_address
from companion.people.roles import Role
from companion.people.service import read_name
from companion.roll.reading import read_roll
from companion.roll.rules import OVER, band_of


def test_sixty_people_come_from_thirty_five_landlords() -> None:
    everybody = cast()
    assert len(everybody.people) == 60
    assert len({person.landlord.member_no for person in everybody.people}) == len(everybody.landlords) == 35


def test_nobody_shares_a_name_or_an_address() -> None:
    everybody = cast()
    names = Counter(person.name for person in everybody.people)
    names.update(member.name for member in (*STAFF, ADMINISTRATOR))
    assert names.most_common(1)[0][1] == 1
    assert len(everybody.by_email) == 60


def test_every_address_is_of_an_invented_domain_of_its_landlord() -> None:
    for person in cast().people:
        domain = person.email.partition("@")[2]
        assert domain.endswith(".example")
        assert domain in person.landlord.domains
        assert read_address(person.email) == person.email


def test_the_roll_is_one_that_we_take_and_belongs_to_one_forum() -> None:
    rows = read_roll(roll_file()).rows
    assert len(rows) == 35
    assert {band_of(row.kind, row.homes).band for row in rows} == {OVER}
    assert len({row.homes for row in rows}) == 35, "a number of homes tells a landlord, so each has its own"


def test_every_landlord_has_a_contact_who_plays() -> None:
    everybody = cast()
    for landlord in everybody.landlords:
        assert everybody.of(landlord)[0].is_contact


def test_three_landlords_have_a_third_person() -> None:
    counts = Counter(person.landlord.member_no for person in cast().people)
    assert Counter(counts.values()) == {1: 13, 2: 19, 3: 3}


def test_names_are_of_many_origins() -> None:
    names = [person.name for person in cast().people]
    with_marks = [name for name in names if unicodedata.normalize("NFD", name) != name or re.search("[łıØđ]", name)]
    assert len(with_marks) >= 15
    assert sum("-" in name for name in names) >= 15
    assert sum(" " not in name for name in names) >= 2, "some people have one name"
    assert any("'" in name for name in names)
    assert all(read_name(name) == name for name in names)


def test_some_names_are_ordinary_words() -> None:
    everybody = cast()
    assert {"Hope", "Will", "May", "Mark", "Grace"} <= {person.name.split()[0] for person in everybody.people}
    assert {"Every Door", "Home Fields", "Bright Places"} <= {landlord.name for landlord in everybody.landlords}


def test_the_staff_keep_to_their_roles() -> None:
    by_role = {role: member.name for member in STAFF for role in member.roles}
    assert {Role.ORGANISER, Role.CHAIR, Role.STEWARD, Role.REVIEWER, Role.APPROVER} <= set(by_role)
    reviewers = [member for member in STAFF if Role.REVIEWER in member.roles]
    assert len(reviewers) == 2, "a release takes two"
