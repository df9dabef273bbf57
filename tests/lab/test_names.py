"""The names that speech is made with: many groups, and none that is both taught and tested."""

from __future__ import annotations

import pytest

from lab.names import EVERY_GROUP, GROUPS, first_names, last_names


def test_no_name_is_in_both_parts_of_any_groups() -> None:
    for names in (first_names, last_names):
        taught = {name.casefold() for group in EVERY_GROUP for name in names(group, "train")}
        tested = {name.casefold() for group in EVERY_GROUP for name in names(group, "test")}
        assert not taught & tested


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_has_enough_names_to_measure(group: str) -> None:
    assert len(GROUPS) == 12
    assert min(len(first_names(group, "train")), len(last_names(group, "train"))) >= 60
    assert min(len(first_names(group, "test")), len(last_names(group, "test"))) >= 20
