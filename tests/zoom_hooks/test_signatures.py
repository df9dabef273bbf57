"""Forged, stale, changed and odd deliveries are refused; genuine ones are believed."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoom_hooks import signatures
from zoom_hooks.signatures import (
    BadSignature,
    BadTimestamp,
    MissingSignature,
    NoSecret,
    Refused,
    Stale,
    UnsafeChallenge,
    challenge_answer,
    sign,
    verify,
)

SECRET = "sekret"
STAMP = "1769940001"
NOW = datetime.fromtimestamp(1769940001, UTC)
BODY = (
    b'{"event":"meeting.started","event_ts":1769940000123,"payload":{"account_id":"ACC","object":'
    b'{"id":"91234567890","uuid":"aDYlohsHRtCd4ii1uC2+hA==","host_id":"HOST","type":2}}}'
)
SIGNATURE = "v0=abdb96deabb9b9a58fbf6175ed5a1972fbf3caf4e62c3fcd4da685541ab32a01"


def test_signature_agrees_with_the_vector_that_zooms_sample_accepts() -> None:
    assert len(BODY) == 173
    assert sign(SECRET, STAMP, BODY) == SIGNATURE
    assert verify([SECRET], SIGNATURE, STAMP, BODY, now=NOW) == SECRET
    assert verify([SECRET], SIGNATURE.encode(), STAMP.encode(), BODY, now=NOW) == SECRET


def test_proof_of_address_agrees_with_zooms_vector() -> None:
    proof = signatures._hex_hmac(SECRET, b"abc")
    assert proof == "012d7d22c0a3f2dc674cbb05d7bd59b940efd9b742198496997a600f3f60607a"


def test_any_of_several_secrets_is_believed_and_named() -> None:
    assert verify(["another app", SECRET, ""], SIGNATURE, STAMP, BODY, now=NOW) == SECRET


@pytest.mark.parametrize("secrets", [[], [""], [" ", "\t"]])
def test_without_a_secret_nothing_is_believed(secrets: list[str]) -> None:
    empty_key = sign("", STAMP, BODY)
    with pytest.raises(NoSecret):
        verify(secrets, empty_key, STAMP, BODY, now=NOW)


@pytest.mark.parametrize(
    ("signature", "stamp"), [(None, STAMP), ("", STAMP), (SIGNATURE, None), (SIGNATURE, ""), (b"", b"")]
)
def test_a_missing_header_is_refused(signature: str | bytes | None, stamp: str | bytes | None) -> None:
    with pytest.raises(MissingSignature):
        verify([SECRET], signature, stamp, BODY, now=NOW)


@pytest.mark.parametrize(
    "stamp",
    [
        "nan",
        "inf",
        "-1769940001",
        "+1769940001",
        "1769940001.0",
        "1.769940001e9",
        " 1769940001",
        "1769940001\n",
        "1769940001 ",
        "1" * 40,
        "1769940001000",
        "12345678",
        "١٧٦٩٩٤٠٠٠١",
        "1_769_940_001",
        "0x69800000",
        "\ud800",
        "1769940001\x00",
    ],
)
def test_a_timestamp_that_is_not_plain_seconds_is_refused(stamp: str) -> None:
    with pytest.raises(BadTimestamp):
        verify([SECRET], SIGNATURE, stamp, BODY, now=NOW)


@pytest.mark.parametrize(
    ("age", "is_believed"),
    [
        (timedelta(hours=2), True),
        (timedelta(hours=2, seconds=1), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-5, seconds=-1), False),
        (timedelta(minutes=85), True),
        (timedelta(days=9000), False),
    ],
)
def test_two_hours_back_and_five_minutes_ahead_are_believed(age: timedelta, is_believed: bool) -> None:
    if is_believed:
        assert verify([SECRET], SIGNATURE, STAMP, BODY, now=NOW + age) == SECRET
    else:
        with pytest.raises(Stale):
            verify([SECRET], SIGNATURE, STAMP, BODY, now=NOW + age)


@pytest.mark.parametrize(
    "signature",
    [
        SIGNATURE.upper(),
        SIGNATURE.replace("v0=", "v1="),
        SIGNATURE.removeprefix("v0="),
        SIGNATURE + " ",
        SIGNATURE + "," + SIGNATURE,
        SIGNATURE[:-1],
        SIGNATURE + "0",
        "v0=" + "é" * 64,
        "v0=\ud800",
        b"\xff\xfe",
        "v0=" + signatures._hex_hmac(SECRET, BODY),
    ],
)
def test_a_signature_that_is_not_exact_is_refused(signature: str | bytes) -> None:
    with pytest.raises(BadSignature):
        verify([SECRET], signature, STAMP, BODY, now=NOW)


def test_a_body_written_anew_is_refused() -> None:
    for again in (json.dumps(json.loads(BODY)).encode(), BODY + b"\n", b"\xef\xbb\xbf" + BODY):
        with pytest.raises(BadSignature):
            verify([SECRET], SIGNATURE, STAMP, again, now=NOW)


def test_none_of_two_thousand_mutated_deliveries_is_believed() -> None:
    chance = random.Random(20260201)
    for _ in range(2000):
        signature, stamp, body = bytearray(SIGNATURE.encode()), bytearray(STAMP.encode()), bytearray(BODY)
        target = chance.choice([signature, stamp, body, body])
        where = chance.randrange(len(target))
        match chance.randrange(4):
            case 0:
                target[where] ^= 1 << chance.randrange(8)
            case 1:
                del target[where]
            case 2:
                target.insert(where, chance.randrange(256))
            case _:
                target[where:] = chance.randbytes(chance.randrange(40))
        if (bytes(signature), bytes(stamp), bytes(body)) == (SIGNATURE.encode(), STAMP.encode(), BODY):
            continue
        with pytest.raises(Refused):
            verify([SECRET], bytes(signature), bytes(stamp), bytes(body), now=NOW)


@given(st.one_of(st.text(), st.binary(), st.none()), st.one_of(st.text(), st.binary(), st.none()), st.binary())
def test_whatever_strangers_send_only_a_refusal_is_raised(
    signature: str | bytes | None, stamp: str | bytes | None, body: bytes
) -> None:
    with pytest.raises(Refused):
        verify([SECRET], signature, stamp, body, now=NOW)


def test_the_address_check_signs_no_event_for_a_stranger() -> None:
    """The oracle: a plain token in the shape of a message to sign, whose proof would be a forged event's signature."""
    forged = b'{"event":"meeting.ended","event_ts":1,"payload":{}}'
    message = f"v0:{STAMP}:".encode() + forged
    obtained = []
    for token in (message.decode(), message.decode() + "\n", "v0:1769940001:x"):
        with pytest.raises(UnsafeChallenge):
            obtained.append(challenge_answer(SECRET, token)["encryptedToken"])
    assert obtained == []
    oracle = "v0=" + signatures._hex_hmac(SECRET, message)
    assert verify([SECRET], oracle, STAMP, forged, now=NOW), "the attack works on whoever signs such a token"


@pytest.mark.parametrize(
    "token", ["", "abc", "a" * 129, "abcdefgh\n", "abc defgh", "äbcdefgh", "abcdefgh:", "١٢٣٤٥٦٧٨"]
)
def test_a_plain_token_of_another_shape_is_not_signed(token: str) -> None:
    with pytest.raises(UnsafeChallenge):
        challenge_answer(SECRET, token)


def test_zooms_plain_token_is_answered() -> None:
    answer = challenge_answer(SECRET, "qgg8vlvZRS6UYooatFL8Aw")
    assert answer["plainToken"] == "qgg8vlvZRS6UYooatFL8Aw"
    assert answer["encryptedToken"] == signatures._hex_hmac(SECRET, b"qgg8vlvZRS6UYooatFL8Aw")
