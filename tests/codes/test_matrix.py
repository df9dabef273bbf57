"""One table says which document binds whom, where."""

from __future__ import annotations

import pytest

from companion.codes import matrix
from companion.registration.states import KINDS


@pytest.mark.req("LC-01")
def test_one_version_of_the_code_holds_in_sessions_and_in_rooms() -> None:
    assert matrix.bindings("LC", "session") == matrix.bindings("LC", "room")
    assert matrix.must_accept("LC", "room") == ("code",)


@pytest.mark.req("PP-01", "X-02")
def test_the_customers_code_binds_in_every_activity() -> None:
    for activity in matrix.ACTIVITIES:
        assert "code" in matrix.must_accept("PP", activity), activity
        assert "terms" in matrix.must_accept("PP", activity), activity


@pytest.mark.req("PP-09", "PP-10", "PP-11")
def test_members_keep_terms_protocol_and_code_and_guests_the_last_two() -> None:
    assert matrix.must_accept("PP", "session", "member") == ("code", "protocol", "terms")
    assert matrix.must_accept("PP", "session", "speaker") == ("code", "protocol")


@pytest.mark.req("BX-02", "BX-03")
def test_officers_and_representatives_elsewhere_accept_the_code_too() -> None:
    assert "code" in matrix.must_accept("BX", "session", "officer")
    assert matrix.must_accept("BX", "outside_body") == ("code", "terms")
    assert matrix.must_accept("BX", "external_event") == ("code", "terms")


@pytest.mark.req("X-02")
def test_what_is_for_residents_never_binds_a_landlords_colleague() -> None:
    assert matrix.kinds_for("LC") == ("code", "privacy")
    assert matrix.activities_for("LC") == ()
    assert matrix.bindings("LC", "outside_body") == ()


@pytest.mark.req("X-02", "BX-05")
def test_whoever_comes_in_whatever_kind_accepts_a_code() -> None:
    for profile in ("LC", "PP", "BX"):
        for kind in KINDS:
            assert "code" in matrix.must_accept(profile, "session", kind)
    assert all(binding.how in ("accept", "sign", "read") for bound in matrix.MATRIX.values() for binding in bound)
    assert set(matrix.KIND_WORDS) == set(matrix.KINDS)
    assert set(matrix.ACTIVITY_WORDS) == set(matrix.ACTIVITIES)
