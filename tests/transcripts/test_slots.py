"""Ordinary words that are somebody's name, in text that has lost its capitals: what may stand around them decides."""

from __future__ import annotations

import pytest

from transcripts import Cue, Org, Participant, Roster, apply, propose

pytestmark = pytest.mark.req("LC-13")

PEOPLE = (
    "Will Ashgrove|June Petrie|Mercy Oduya|Guy Thorley|Penny Saltmarsh|Rob Inchley|Joy Abara|Mark Tolland|Pat Ruane"
)
ROSTER = Roster(
    participants=tuple(
        Participant(f"p{number}", name, org="o1" if number else "o2") for number, name in enumerate(PEOPLE.split("|"))
    ),
    orgs=(
        Org("o1", "Quillbrook Homes", districts=("Old Sallow", "Dunmere")),
        Org("o2", "Together"),
        Org("o3", "Beacon"),
        Org("o4", "Thrive"),
    ),
)


def _left(said: str) -> str:
    cues = [Cue(0, 0, 4000, f"Cressida Vane: {said}", "1"), Cue(1, 5000, 9000, "Barnaby Quell: thank you", "2")]
    return apply(cues, propose(cues, ROSTER).spans)[0].text


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("we've got will and we've got the rest", "will"),
        ("and what did will say about the survey", "will"),
        ("is there anyone else for will no okay", "will"),
        ("can i ask about that because june what did they tell you", "june"),
        ("i've put in for june and mercy to get something back", "june"),
        ("i'm one block over from mercy my wife won't go down", "mercy"),
        ("our director would gladly talk to guy his number is on the slide", "guy"),
        ("would you take that away and penny i believe you had the same", "penny"),
        ("it's not worth losing sleep over rob but i'd answer it", "rob"),
        ("i spoke to joy about it", "joy"),
        ("the panel idea that mark described comes back to us", "mark"),
        ("thanks for bearing with us pat it's all yours", "pat"),
    ],
)
def test_a_name_that_is_a_word_goes_where_the_word_could_not_stand(said: str, name: str) -> None:
    assert name not in _left(said).split()


@pytest.mark.parametrize(
    "said",
    [
        "the bill came to four hundred and some guy said it went up in june",
        "it will take time but we will and they will and will you tell them",
        "there's no mercy in it and it's not a joy to read and every penny counts",
        "if you mark it as done nobody will pat you on the back",
        "they rob one pot to pay for another and that will leave a mark",
        "from june to september and by june it's done",
        "when people come together it works so we work together and we put it together",
        "we want homes where people can thrive and a beacon of good practice",
        "that guy and the old guy had a penny each",
    ],
)
def test_the_words_themselves_stay(said: str) -> None:
    assert _left(said).endswith(said)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("we have beacon quillbrook homes and together on the line", "together"),
        ("if together does the open homes and we do the rest", "together"),
        ("i head up repairs at together and i'll be honest", "together"),
        ("it's june petrie beacon i've been a tenant for years", "beacon"),
        ("i'd like to hear from thrive before we move on", "thrive"),
        ("there was a leak in old sallow it was about nothing", "sallow"),
        ("and in done mere it's more like half", "mere"),
    ],
)
def test_landlords_and_districts_of_ordinary_words_go_too(said: str, name: str) -> None:
    assert name not in _left(said).split()
