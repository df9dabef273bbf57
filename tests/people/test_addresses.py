"""E-mail addresses: read strictly, compared fairly, and never merged because they look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.people.addresses import BadAddress, canonical_address, fold_address, read_address

LOCAL = st.text(st.characters(categories=("L", "N"), include_characters=".+-_'"), min_size=1, max_size=20)
DOMAIN = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?){1,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  Ann.Whitlock@LindenQuay.Example ", "Ann.Whitlock@lindenquay.example"),
        ("siân@quay.example", "siân@quay.example"),
        ("sia\u0302n@quay.example", "siân@quay.example"),
        ("info+forum@quay.example", "info+forum@quay.example"),
        ("o'neil@bücher.example", "o'neil@bücher.example"),
    ],
)
def test_a_good_address_is_tidied_and_kept(typed: str, read: str) -> None:
    assert read_address(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "ann", "ann@", "@quay.example", "ann@quay", "ann@@quay.example", "ann@quay..example",
        "ann@.quay.example", "ann@quay.example.", "ann@-quay.example", "ann@quay.example-", "a b@quay.example",
        "ann@quay.example, ben@quay.example", "ann@quay.example;ben@quay.example", "<ann@quay.example>",
        "Ann <ann@quay.example>", "ann\nBcc: x@quay.example", "ann@quay.example\nBcc: x", "ann\x00@quay.example",
        "ann\u200b@quay.example", "ann\u202e@quay.example", "\ud800@quay.example", "ann@\ud800.example",
        "a..b@quay.example", "a" * 65 + "@quay.example", "ann@" + "a" * 64 + ".example",
        "ann@" + "a." * 130 + "example",
        'ann"x@quay.example', "ann(x)@quay.example",
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        read_address(typed)


@given(
    text=st.text(st.characters(), max_size=80) | st.builds("{}@{}".format, st.text(max_size=10), st.text(max_size=20))
)
@example(text="a@İ.example")
@example(text="ǰ@x.example")
@example(text="a@ß.example")
@example(text="a@\u0149.example")
@example(text="a@xn--a.example")
@example(text="a@x。example")
def test_whatever_is_read_can_be_compared_and_stored(text: str) -> None:
    try:
        address = read_address(text)
    except BadAddress:
        return
    address.encode("utf-8")
    assert unicodedata.is_normalized("NFC", address)
    assert fold_address(address).count("@") == 1
    assert canonical_address(address).count("@") == 1
    assert read_address(address) == address


@given(local=LOCAL, domain=DOMAIN)
def test_case_and_composition_make_no_second_mailbox(local: str, domain: str) -> None:
    folded = {fold_address(f"{form(local)}@{domain.upper()}") for form in (str, str.upper, str.lower)}
    assert len(folded) == 1 or local.upper().casefold() != local.casefold()  # letters whose upper case is another word


@given(local=LOCAL, domain=DOMAIN, tag=st.from_regex(r"[a-z0-9]{1,6}", fullmatch=True))
def test_a_tag_is_the_same_person_for_a_warning_only(local: str, domain: str, tag: str) -> None:
    plain, tagged = f"{local}@{domain}", f"{local}+{tag}@{domain}"
    assert canonical_address(plain) == canonical_address(tagged)
    assert fold_address(plain) != fold_address(tagged)


def test_dots_are_ignored_where_gmail_ignores_them_and_nowhere_else() -> None:
    assert canonical_address("a.n.n@gmail.com") == canonical_address("Ann+forum@googlemail.com").replace(
        "googlemail", "gmail"
    )
    assert canonical_address("a.nn@quay.example") != canonical_address("ann@quay.example")


@pytest.mark.parametrize(
    "look_alike",
    ["ann@evilquay.example", "ann@quay.example.evil.example", "ann@qua\u0443.example", "ann@quay-example.example"],
)
def test_a_look_alike_domain_is_another_domain(look_alike: str) -> None:
    assert fold_address(look_alike) != fold_address("ann@quay.example")
