"""One participant has one key, and one moment one number, however Zoom's client spells them."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoom_hooks.in_client import moment_ms, participant_key

KEY = "0B6F2C1E-93A4-5D27-A1C0-7E55D1B0A9F2"


@given(st.uuids(), st.sampled_from(["lower", "upper"]), st.booleans(), st.booleans())
def test_every_spelling_of_a_uuid_is_one_key(uuid: UUID, case: str, dashes: bool, braces: bool) -> None:
    spelled = getattr(str(uuid), case)()
    spelled = spelled if dashes else spelled.replace("-", "")
    assert participant_key(f"{{{spelled}}}" if braces else spelled) == str(uuid).upper()


@given(st.uuids(), st.uuids())
def test_two_uuids_never_share_a_key(one: UUID, other: UUID) -> None:
    assert (participant_key(str(one)) == participant_key(other.hex)) == (one == other)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key_and_odd_ids_stay_as_they_are(text: str) -> None:
    assert participant_key(participant_key(text)) == participant_key(text)


@pytest.mark.parametrize("odd", ["", "16778240", "aDYlohsHRtCd4ii1uC2+hA==", KEY + "0", "é" * 32])
def test_what_is_no_128_bit_number_stays(odd: str) -> None:
    assert participant_key(odd) == odd


@pytest.mark.parametrize("stamp", [1769940061, "1769940061", 1769940061.0, 1769940061000, "1769940061000"])
def test_seconds_and_milliseconds_are_told_apart(stamp: object) -> None:
    assert moment_ms(stamp) == 1769940061000


def test_parts_of_a_second_are_kept() -> None:
    assert moment_ms(1769940061.25) == 1769940061250
    assert moment_ms(1769940061250) == 1769940061250


@pytest.mark.parametrize(
    "stamp", [None, "", "soon", "-1", -1, 0, True, [], {}, float("nan"), float("inf"), 1e300, 10**400, "9" * 16]
)
def test_what_cannot_be_a_moment_is_none(stamp: object) -> None:
    assert moment_ms(stamp) is None


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_nothing_breaks_it(stamp: object) -> None:
    at_ms = moment_ms(stamp)
    assert at_ms is None or 0 < at_ms < 10**15
