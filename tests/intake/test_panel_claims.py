"""What a page inside Zoom sends is read strictly: a claim comes out whole, or the batch is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.intake.panel.claims import MOST_BYTES, MOST_CLAIMS, BadBatch, read_batch

KEY = "0B6F2C1E-93A4-5D27-A1C0-7E55D1B0A9F2"
UP = {"kind": "up", "who": KEY.replace("-", "").lower(), "at": 1769940061, "name": "Sam  Okoro"}


def body(*claims: object, **more: object) -> bytes:
    return json.dumps({"claims": list(claims), **more}).encode()


def test_ids_and_times_come_out_in_one_spelling() -> None:
    (seconds,) = read_batch(body(UP)).claims
    (ms,) = read_batch(body(UP | {"who": KEY, "at": "1769940061000"})).claims
    assert (seconds.who, seconds.at_ms, seconds.name) == (KEY, 1769940061000, "Sam Okoro")
    assert seconds.key == ms.key


def test_a_claim_about_now_is_never_the_same_as_another() -> None:
    (claim,) = read_batch(body(UP | {"at": None})).claims
    assert claim.key is None


def test_what_differs_has_another_key() -> None:
    changes: list[dict[str, object]] = [{}, {"kind": "down"}, {"at": 1769940062}, {"nth": 1}, {"who": "another"}]
    keys = {read_batch(body(UP | change)).claims[0].key for change in changes}
    assert len(keys) == len(changes)


def test_without_claims_a_page_only_says_that_it_is_open() -> None:
    batch = read_batch(b'{"begins": true, "hears_hands": true}')
    assert (batch.begins, batch.hears_hands, batch.claims) == (True, True, ())


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"claims": {}}',
        b'{"what": 1}',
        body(UP | {"kind": "removed"}),
        body(UP | {"who": ""}),
        body(UP | {"who": "\u202e"}),
        body(UP | {"who": "x" * 129}),
        body(UP | {"who": 7}),
        body(UP | {"at": True}),
        body(UP | {"at": [1]}),
        body(UP | {"nth": -1}),
        body(UP | {"name": "x" * 401}),
        body(UP | {"role": "host"}),
        body({"kind": "up"}),
        body(*[UP] * (MOST_CLAIMS + 1)),
        b'{"claims": []' + b" " * MOST_BYTES + b"}",
    ],
)
def test_anything_else_is_refused_whole(bad: bytes) -> None:
    with pytest.raises(BadBatch):
        read_batch(bad)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(raw: bytes) -> None:
    try:
        read_batch(raw)
    except BadBatch:
        return


@given(
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["up", "down", "speaks", "joined"]), "who": st.text(max_size=140)},
        optional={
            "at": st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=22),
            "name": st.text(max_size=420),
            "nth": st.integers(),
        },
    )
)
def test_whatever_is_taken_is_bounded_and_clean(claim: dict[str, object]) -> None:
    try:
        (taken,) = read_batch(json.dumps({"claims": [claim]}).encode("utf-8", "surrogatepass")).claims
    except BadBatch:
        return
    assert 0 < len(taken.who) <= 128
    assert len(taken.name) <= 120
    assert "\x00" not in taken.who + taken.name
    assert taken.at_ms is None or 0 < taken.at_ms < 10**15
