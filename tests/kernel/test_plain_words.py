"""What is pointed out in a text before it goes out: individual cases, and short forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.plain_words import GLOSSARY, look_at


def cases(text: str) -> list[str]:
    return [spot.words for spot in look_at([("Item 1", text)]).cases]


def perhaps(text: str) -> list[str]:
    return [spot.words for spot in look_at([("Item 1", text)]).perhaps]


@pytest.mark.req("LC-16")
def test_a_case_number_of_the_ombudsman_is_seen_however_it_is_written() -> None:
    assert cases("What we learn from 202212345") == ["202212345"]
    assert cases("case 2022-12345 and 2023 54321") == ["2022-12345", "2023 54321"]
    assert cases("between 2022 and 2023, 52,000 homes, £202212345, 0202 2123456, 2022123456") == []


@pytest.mark.req("LC-16")
def test_a_word_for_a_case_with_a_number_is_asked_about() -> None:
    assert perhaps("complaint no. 4711 again") == ["complaint no. 4711"]
    assert perhaps("Ref: AB/1234") == ["Ref: AB/1234"]
    assert perhaps("Case of Mrs Jones at 12 Hill Road") == ["Mrs Jones", "12 Hill Road"]
    assert perhaps("12 Housing Officers, 3 months on the road, Ms and Mr") == []
    assert perhaps("case 202212345") == [], "that is a case for certain"
    assert perhaps("3 cases, complaints in 2026 rose by 12 %, references 12") == []


@given(st.integers(2000, 2049), st.integers(0, 99_999), st.text(alphabet="abc ,;()", max_size=8))
def test_no_case_number_hides_behind_what_stands_around_it(year: int, number: int, around: str) -> None:
    assert cases(f"{around} {year}{number:05} {around}") == [f"{year}{number:05}"]


@pytest.mark.req("BX-32")
def test_short_forms_are_named_once_with_what_they_stand_for() -> None:
    seen = look_at([("Item 1", "ASB and TSMs"), ("Item 2", "ASB, XQZ, Zoom, UK, the Ombudsman")])
    assert [(form.words, form.where, bool(form.meaning)) for form in seen.unexplained] == [
        ("ASB", "Item 1", True),
        ("TSMs", "Item 1", True),
        ("XQZ", "Item 2", False),
    ]


@pytest.mark.req("BX-32")
def test_a_short_form_that_the_text_explains_wants_no_look() -> None:
    assert look_at([("Item 1", "Antisocial behaviour (ASB)"), ("Item 2", "More on ASB")]).unexplained == ()
    assert look_at([("Item 1", "ASB (antisocial behaviour)")]).unexplained == ()
    assert look_at([("Item 1", "DAMP AND MOULD")]).unexplained == (), "a loud title has no short forms"
    assert [form.words for form in look_at([("Item 1", "DAMP AND ASB")]).unexplained] == ["ASB"]


def test_every_short_form_of_the_list_is_found() -> None:
    for words in GLOSSARY:
        assert [form.words for form in look_at([("Item 1", f"About {words} this year")]).unexplained] == [words]
