"""Singling out: phrases by which few landlords could be looked up, counted over the whole roll."""

from __future__ import annotations

import pytest

from tests.transcripts.people import cues_of
from transcripts import Org, Participant, Roster, audit
from transcripts.leak_text import read_text
from transcripts.passages import Passage
from transcripts.singling import SinglingOut, singling_out

pytestmark = pytest.mark.req("LC-13")

ROSTER = Roster(
    (Participant("1", "Ursel Vanterpool", org="a"),),
    orgs=(
        Org("a", "Larkmoor Homes", homes=52_134, districts=("Larkshire", "Saltby")),
        Org("b", "Thornwick Housing", homes=1_040, districts=("Saltby",)),
        Org("c", "Mellbury Trust", homes=300),
    ),
    roll=tuple(Org(f"r{n}", f"Invented {n} Homes", homes=950 + 30 * n, districts=("Quorndale",)) for n in range(8)),
)


def singled(said: str, roster: Roster = ROSTER) -> list[SinglingOut]:
    return singling_out(read_text([Passage("cue 0", said)]), roster)


@pytest.mark.parametrize(
    "said",
    [
        "we have 52,134 homes",
        "we have 52 thousand homes",
        "we have fifty-two thousand homes",
        "fifty two thousand one hundred and thirty four homes",
        "with 52k homes to look after",
        "about 52,100 properties",
        "they let 52,134 of them",
        "a 300 home trust like ours with 300 homes",
    ],
)
def test_a_number_of_homes_that_fits_one_landlord_of_the_meeting_stops_a_release(said: str) -> None:
    (phrase,) = [one for one in singled(said) if one.hard]
    assert phrase.k == 1
    assert phrase.present


@pytest.mark.parametrize(
    "said",
    [
        "Landlords with over 1,000 homes",
        "A forum for every landlord with more than 1,000 homes",
        "we have about 1,000 homes",  # eight and more landlords have
        "52,134 people answered",
        "it cost £52,134 in the end",
        "it was 52,134 pounds",
        "in 1040 days",
        "we asked 300 people",
    ],
)
def test_a_number_that_fits_many_or_no_number_of_homes_is_no_hit(said: str) -> None:
    assert singled(said) == []
    assert audit(said, ROSTER) == []


def test_the_sessions_own_title_is_no_hit_even_where_few_landlords_have_said_how_many_homes_they_have() -> None:
    small = Roster((), orgs=(Org("b", "Thornwick Housing", homes=1_003),), roll=())
    assert audit("Landlord Forum: damp in stock of over 1,000 homes", small) == []
    assert [leak.hard for leak in audit("we have about 1,000 homes", small)] == [True]


def test_a_round_number_that_nobody_calls_their_own_wants_eyes_only() -> None:
    (phrase,) = singled("each officer has a patch of three hundred homes")
    assert (phrase.k, phrase.hard, phrase.present) == (1, False, True)


def test_a_number_of_the_roll_wants_eyes_and_says_how_many_it_fits() -> None:
    (phrase,) = singled("one of them has 1,130 homes")
    assert (phrase.k, phrase.hard, phrase.present) == (1, False, False)
    assert "one landlord has it" in phrase.why


def test_a_place_of_few_landlords_wants_eyes_where_somebody_speaks_of_their_own() -> None:
    assert [one.k for one in singled("our estate in Saltby is damp")] == [2]
    assert singled("the train stops in Saltby") == []
    assert singled("our estate in Quorndale is damp") == []  # eight landlords


@pytest.mark.parametrize(
    "said",
    [
        "We are the largest landlord in the county.",
        "we're the only ALMO in the north east",
        "There are three of us in the whole county",
        "since our merger with another one",
        "as chief executive of a small association",
        "I'm the managing director here",
    ],
)
def test_claims_that_one_landlord_can_make_want_eyes(said: str) -> None:
    (phrase,) = singled(said)
    assert phrase.k is None
    assert not phrase.hard


@pytest.mark.parametrize(
    "said",
    [
        "The largest share is repairs. It is the only thing in the report.",
        "Three of the blocks. Some of us in the room. A merger of two systems.",
        "The chief executive wrote to everybody. Mergers happen.",
    ],
)
def test_ordinary_claims_are_no_hit(said: str) -> None:
    assert singled(said) == []


def test_a_phrase_said_often_is_told_once() -> None:
    text = read_text([Passage(f"cue {cue.index}", cue.text) for cue in cues_of(*["we have 52,134 homes"] * 5)])
    assert [one.where for one in singling_out(text, ROSTER)] == ["cue 0"]
