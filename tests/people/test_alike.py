"""Reasons that two persons may be one add up; nothing is merged by itself."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.people.addresses import canonical_address, fold_address
from companion.people.alike import Facts, in_order, suspects, suspicion

LANDLORD = frozenset({UUID(int=99)})


def facts(number: int, name: str, address: str = "", *, landlord: bool = True, phone: str = "") -> Facts:
    addresses = frozenset({(fold_address(address), canonical_address(address))} if address else ())
    return Facts(UUID(int=number), name, addresses, LANDLORD if landlord else frozenset(), frozenset({phone} - {""}))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (facts(1, "Ann Lee", "a.b+forum@x.example"), facts(2, "A. Lee", "a.b@x.example", landlord=False)),  # edge 18
        (facts(1, "J", "j.doe@gmail.com"), facts(2, "D", "jdoe@gmail.com", landlord=False)),  # edge 19
        (facts(1, "Ann Whitlock"), facts(2, "Whitlock Ann")),
        (facts(1, "Zoë Achebe", "info@x.example", landlord=False), facts(2, "Zoe Achebe", "info@x.example")),
        (facts(1, "Ann", phone="+441", landlord=False), facts(2, "iPhone", phone="+441", landlord=False)),
    ],
)
def test_edge_19_two_spellings_of_one_mailbox_are_suspected(first: Facts, second: Facts) -> None:
    assert len(suspects([first, second])) == 1
    assert suspects([first, second], frozenset({in_order(first.person_id, second.person_id)})) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (facts(1, "Jo Doe", "j.doe@y.example"), facts(2, "Mia Khan", "jdoe@y.example")),  # edge 19
        (facts(1, "Ann Lee", "info@x.example"), facts(2, "Mia Khan", "info@x.example")),
        (facts(1, "Ann Lee", landlord=False), facts(2, "Ann Lee")),
        (facts(1, "…"), facts(2, "!")),
    ],
)
def test_who_shares_a_mailbox_or_a_name_alone_is_not(first: Facts, second: Facts) -> None:
    assert suspects([first, second]) == []


@given(st.lists(st.sampled_from(["Ann Lee", "Anne Lee", "Ben Cole", "Cara"]), max_size=6))
def test_each_pair_is_suspected_once_and_in_either_order(names: list[str]) -> None:
    people = [facts(number, name) for number, name in enumerate(names, 1)]
    found = [in_order(one.first.person_id, one.second.person_id) for one in suspects(people)]
    assert len(found) == len(set(found))
    back = [in_order(one.first.person_id, one.second.person_id) for one in suspects(people[::-1])]
    assert set(found) == set(back)
    for one in suspects(people):
        assert suspicion(one.second, one.first).score == one.score
