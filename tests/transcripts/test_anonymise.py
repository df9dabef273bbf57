"""The names and numbers of the roster, in the simplest sentences."""

from __future__ import annotations

import pytest

from tests.transcripts.people import mask_one, masked


@pytest.mark.req("LC-13")
@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("I agree with Sam Okoro.", "I agree with [participant]."),
        ("I agree with SAM OKORO'S point.", "I agree with [participant]'S point."),
        ("as okoro said", "as [participant] said"),
        ("Sian was right", "[participant] was right"),
        ("we at Larkmoor and Vale", "we at [landlord]"),
        ("write to sam.okoro@larkmoor.example now", "write to [e-mail address] now"),
        ("it was NG9 1AB", "it was [postcode]"),
        ("call 0115 496 0123.", "call [phone number]."),
        ("it is case 202304512 now", "it is case [reference] now"),
    ],
)
def test_what_identifies_is_replaced_by_its_kind(said: str, left: str) -> None:
    assert mask_one(said) == left


def test_a_name_split_over_two_cues_of_one_speaker_is_found() -> None:
    assert "Bhriain" not in " ".join(masked("Sam Okoro: I asked Siân Ní", "Sam Okoro: Bhriain about it"))


def test_speaker_prefixes_are_removed() -> None:
    assert masked("Sam Okoro: Good evening.", "Good to be here.") == ["Good evening.", "Good to be here."]
