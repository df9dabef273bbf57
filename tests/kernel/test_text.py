"""The one path for typed and received text: what a database or a log cannot hold does not get in."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.kernel.text import clean, clean_line

ANY = st.text(st.characters(), max_size=200)  # lone surrogates and controls among them


@given(text=ANY, most=st.integers(1, 50))
@example(text="ab  c", most=3)
@example(text="e\x00\u0301", most=10)
@example(text="\ud800a\ud800", most=10)
def test_clean_text_can_be_stored_shown_and_cleaned_again(text: str, most: int) -> None:
    cleaned = clean(text, most=most)
    assert len(cleaned) <= most
    cleaned.encode("utf-8")
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Cn"} for c in cleaned if c not in "\n\t")
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned, most=most) == cleaned


@given(text=ANY, most=st.integers(1, 50))
@example(text="one\u2028two", most=50)
def test_a_clean_line_is_one_line_with_single_blanks(text: str, most: int) -> None:
    line = clean_line(text, most=most)
    assert len(line) <= most
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())
    assert clean_line(line, most=most) == line


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Damp and mould  ", "Damp and mould"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Zoe\u0308", "Zoë"),
        ("👩‍🔧 works", "👩‍🔧 works"),
        ("Siân Ó Dálaigh", "Siân Ó Dálaigh"),
    ],
)
def test_what_people_type_stays_and_what_hides_goes(raw: str, kept: str) -> None:
    assert clean(raw, most=100) == kept
