"""Logs outlive consent: ids and state words get in, names and addresses do not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel import log as logs
from companion.kernel.log import PersonalField, log


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_foreign_field_is_dropped_and_counted() -> None:
    stream = io.StringIO()
    logs.configure(stream=stream)
    log.info("seat taken", forum_session_id="s", name="Ann Whitlock", email="ann@lindenquay.example")
    (line,) = lines(stream)
    assert line["event"] == "seat taken"
    assert line["forum_session_id"] == "s"
    assert line["dropped_fields"] == 2
    assert "Whitlock" not in stream.getvalue()
    assert "lindenquay" not in stream.getvalue()


def test_in_tests_a_foreign_field_is_an_error_that_names_it() -> None:
    logs.configure(strict=True, stream=io.StringIO())
    with pytest.raises(PersonalField, match="display_name"):
        log.info("someone joined", display_name="Ann Whitlock")


@given(value=st.text(st.characters(), max_size=300))
def test_no_value_can_forge_a_line_or_colour_a_terminal(value: str) -> None:
    stream = io.StringIO()
    logs.configure(strict=True, stream=stream)
    log.warning("delivery refused", reason=value)
    assert len(stream.getvalue().splitlines()) == 1
    (line,) = lines(stream)
    assert line["event"] == "delivery refused"
    assert "\x1b" not in line["reason"]
    assert len(line["reason"]) <= 200


def test_numbers_stay_numbers_and_objects_become_short_words() -> None:
    stream = io.StringIO()
    logs.configure(strict=True, stream=stream)
    log.info("worker stepped", count=3, duration_ms=1.5, state=None, kind=["x"] * 500)
    (line,) = lines(stream)
    assert (line["count"], line["duration_ms"], line["state"]) == (3, 1.5, None)
    assert len(line["kind"]) == 200
