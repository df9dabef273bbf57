"""What opens our page inside Zoom: a context of Zoom's is believed, and nothing else ever is."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from zoom_hooks import app_context
from zoom_hooks.app_context import (
    LEEWAY,
    AppContext,
    Expired,
    ForAnother,
    Malformed,
    NoSecret,
    NotSealedForUs,
    Refused,
    read,
    seal,
)

# Made once by code of its own for these claims; the layout is that of Zoom's sample server.
VECTOR = (
    "DAABAgMEBQYHCAkKCwIAAQKcAAAAPTPha2jrB/GNvXQZKYSF2ETrAWEop3IxJRYwPaMEg9lqnNoMQZUr69WqZ8QsKE6z26bIW9gykSSTwHWhi27Id1oO"
    "znyPJFnOZqTRDPTNDh/L8Q036fFSMhowGjkkMy0S8NjFjWsKp4K6Brwxex+XQLK8hLRs966GqDG7NGTx2ET5kZw3wQgLYHKbLmb1TTfsQB+ZU0/c2sWU"
    "+y9FJXxlYnSVc1L1FEDf2xaCsw=="
)
MADE_MS = 1769940000000
CLAIMS: dict[str, object] = {
    "typ": "meeting",
    "uid": "U1",
    "mid": "abc==",
    "aud": "cid",
    "iss": "marketplace.zoom.us",
    "ts": MADE_MS,
    "exp": MADE_MS + 120_000,
    "attendrole": "host",
}
NOW = datetime.fromtimestamp(MADE_MS / 1000, UTC) + timedelta(seconds=5)
IV = bytes(range(12))


def believed(sealed: str | None, now: datetime = NOW) -> AppContext:
    return read("cid", "csec", sealed, now=now)


def sealed(**changed: object) -> str:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not ...}
    return seal("csec", claims, iv=IV)


def test_the_vector_says_who_where_and_until_when() -> None:
    context = believed(VECTOR)
    assert (context.kind, context.user_id, context.meeting_uuid, context.role) == ("meeting", "U1", "abc==", "host")
    assert context.is_host
    assert context.expires_at - context.issued_at == timedelta(minutes=2)


def test_sealing_the_vectors_claims_gives_the_vector() -> None:
    assert seal("csec", CLAIMS, iv=IV, associated=b"\x01\x02") == VECTOR


def test_either_alphabet_with_or_without_padding_is_the_same_context() -> None:
    url_safe = VECTOR.replace("+", "-").replace("/", "_").rstrip("=")
    assert believed(url_safe) == believed(VECTOR)


def test_the_digest_is_of_the_bytes_so_another_spelling_is_still_the_same_use() -> None:
    raw = base64.b64decode(VECTOR)
    spellings = {VECTOR, f" {VECTOR} ", base64.urlsafe_b64encode(raw).decode()}
    assert len({believed(one).digest for one in spellings}) == 1
    assert believed(sealed()).digest != believed(VECTOR).digest


@pytest.mark.parametrize(("client_id", "secret"), [("", "csec"), ("cid", ""), (" ", "csec"), ("cid", "\t")])
def test_without_an_app_of_ours_nothing_is_believed(client_id: str, secret: str) -> None:
    with pytest.raises(NoSecret):
        read(client_id, secret, seal(secret, CLAIMS | {"aud": client_id}, iv=IV), now=NOW)


def test_another_secret_and_every_flipped_bit_are_refused() -> None:
    with pytest.raises(NotSealedForUs):
        read("cid", "another", VECTOR, now=NOW)
    raw = base64.b64decode(VECTOR)
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(Refused):
            believed(base64.b64encode(changed).decode())


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another app"},
        {"aud": ...},
        {"aud": ["cid"]},
        {"aud": None},
        {"iss": "marketplace.zoom.us.evil.example"},
        {"iss": ...},
        {"iss": "MARKETPLACE.ZOOM.US"},
    ],
)
def test_what_zoom_made_for_another_app_or_somebody_else_made_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ForAnother):
        believed(sealed(**changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": ...},
        {"ts": ...},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1e300},
        {"exp": float("nan")},
        {"exp": -1},
        {"exp": 10**40},
        {"exp": "9" * 40},
        {"exp": [1]},
        {"ts": None},
        {"typ": "none"},
        {"typ": ...},
        {"typ": ["meeting"]},
        {"uid": 7},
        {"uid": {"$ne": ""}},
        {"mid": "x" * 257},
        {"mid": "a\x00b"},
        {"attendrole": []},
    ],
)
def test_claims_that_zoom_does_not_make_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(Refused):
        believed(sealed(**changed))


@pytest.mark.parametrize("opened", ["[]", "null", '"x"', "7", "{", "", "[" * 100_000])
def test_what_is_not_an_object_is_refused(opened: str) -> None:
    inside = AESGCM(app_context._key("csec")).encrypt(IV, opened.encode(), b"")
    raw = bytes([12]) + IV + bytes(2) + (len(inside) - 16).to_bytes(4, "little") + inside
    with pytest.raises(Malformed):
        app_context._claims(app_context._opened("csec", raw))


@pytest.mark.parametrize("text", [None, "", "=", "====", "not base64!", "é", "DAAB", "A" * 8_192, "A" * 8_193, "\x00"])
def test_what_has_not_the_layout_is_refused(text: str | None) -> None:
    with pytest.raises(Refused):
        believed(text)


def test_bytes_after_the_seal_are_refused() -> None:
    with pytest.raises(Malformed):
        believed(base64.b64encode(base64.b64decode(VECTOR) + b"\x00").decode())


def test_it_ends_and_a_clock_may_be_off_by_a_minute() -> None:
    ends = datetime.fromtimestamp((MADE_MS + 120_000) / 1000, UTC)
    begins = datetime.fromtimestamp(MADE_MS / 1000, UTC)
    one_ms = timedelta(milliseconds=1)
    for good in (begins - LEEWAY, begins, ends, ends + LEEWAY - one_ms):
        assert believed(VECTOR, good).user_id == "U1"
    for bad in (begins - LEEWAY - one_ms, ends + LEEWAY, ends + timedelta(days=400)):
        with pytest.raises(Expired):
            believed(VECTOR, bad)


def test_seconds_are_read_as_seconds() -> None:
    in_seconds = sealed(ts=MADE_MS // 1000, exp=MADE_MS // 1000 + 120)
    assert believed(in_seconds).expires_at == believed(VECTOR).expires_at


def test_a_guest_has_no_id_and_outside_a_meeting_there_is_no_meeting() -> None:
    guest = believed(sealed(uid=..., attendrole="participant"))
    assert (guest.user_id, guest.is_host) == (None, False)
    assert believed(sealed(uid="")).user_id is None
    assert believed(sealed(typ="panel", mid=...)).meeting_uuid is None


@pytest.mark.parametrize("spelled", ["co-host", "coHost", "cohost", "CO_HOST"])
def test_a_co_host_is_one_however_zoom_spells_it(spelled: str) -> None:
    assert believed(sealed(attendrole=spelled)).is_host


def test_no_text_of_it_shows_who_it_is() -> None:
    assert "U1" not in repr(believed(VECTOR))


@given(st.binary(max_size=400))
def test_no_bytes_of_a_strangers_are_believed_or_break_anything(raw: bytes) -> None:
    with pytest.raises(Refused):
        believed(base64.b64encode(raw).decode())


@given(st.text(max_size=200))
def test_no_text_of_a_strangers_is_believed_or_breaks_anything(text: str) -> None:
    with pytest.raises(Refused):
        believed(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(CLAIMS)), json_values))
def test_whatever_is_sealed_is_believed_or_refused_and_never_for_another(changed: dict[str, object]) -> None:
    """Even where the seal is good, the claims are read as a stranger's."""
    claims = CLAIMS | changed
    try:
        context = believed(seal("csec", claims, iv=IV))
    except Refused:
        return
    assert claims["aud"] == "cid"
    assert claims["iss"] == "marketplace.zoom.us"
    assert context.issued_at - LEEWAY <= NOW < context.expires_at + LEEWAY
    assert context.user_id is None or context.user_id == claims["uid"]


@given(st.binary(min_size=8, max_size=64), st.binary(max_size=64), st.text(max_size=40))
def test_every_length_of_iv_and_associated_data_is_read_back(iv: bytes, associated: bytes, odd: str) -> None:
    claims = CLAIMS | {"odd": odd}
    assert believed(seal("csec", claims, iv=iv, associated=associated)).user_id == "U1"


def test_two_hundred_made_up_contexts_are_all_refused() -> None:
    """Row 22 of the threats: wrong key, wrong app, wrong issuer, over, not yet, cut short, in every combination."""
    bad = 0
    for number in range(200):
        claims = dict(CLAIMS)
        secret = "csec"
        if number % 2 == 0:
            secret = f"guess {number}"
        elif number % 3 == 0:
            claims["aud"] = f"app {number}"
        elif number % 5 == 0:
            claims["iss"] = f"issuer {number}"
        else:
            claims["exp"] = MADE_MS - 60_000 - number
        text = seal(secret, claims, iv=number.to_bytes(12, "big"))
        with pytest.raises(Refused):
            believed(text)
        bad += 1
    assert bad == 200
