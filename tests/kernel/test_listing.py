"""Long lists: nothing is lost between their pages, and what was typed finds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.listing import matches, page_number, part_of


@given(st.lists(st.integers(), max_size=60), st.integers(1, 20))
def test_the_pages_together_are_the_list(entries: list[int], size: int) -> None:
    pages = part_of(entries, 1, size).pages
    parts = [part_of(entries, number, size) for number in range(1, pages + 1)]
    assert [one for part in parts for one in part.entries] == entries
    assert all(len(part.entries) <= size and part.found == len(entries) for part in parts)
    assert part_of(entries, pages + 5, size) == parts[-1]
    assert part_of(entries, -3, size) == parts[0]


@pytest.mark.parametrize(("typed", "number"), [("", 1), ("7", 7), ("-2", 1), ("x", 1), ("1e9", 1), ("999999999", 1)])
def test_an_address_asks_for_a_page_or_for_the_first(typed: str, number: int) -> None:
    assert page_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("", True),
        ("oneill", True),
        ("O'N", True),
        ("sian dar", True),
        ("quay", True),
        ("ua", False),
        ("Sian Lind", False),
    ],
)
def test_a_few_letters_find_a_name(typed: str, is_found: bool) -> None:
    assert matches(typed, "Siân D’Arcy-O’Neill", "Linnen Quay") is is_found
