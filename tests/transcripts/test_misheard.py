"""Names as Zoom mishears them, as friends shorten them, and as people type them beside their picture."""

from __future__ import annotations

import pytest

from tests.transcripts.people import mask_one, masked
from transcripts import Cue, Org, Participant, Roster, propose
from transcripts.display_names import DisplayNames

pytestmark = pytest.mark.req("LC-13")

PEOPLE = Roster(
    participants=(
        Participant("1", "Siobhan Gallagher", org="a"),
        Participant("2", "Przemysław Kaczmarek", org="a"),
        Participant("3", "Parvathy Venkataraman", org="b"),
        Participant("4", "Eilidh Colquhoun", org="b"),
        Participant("5", "Ken Sugden", org="b"),
        Participant("6", "Ken Okafor", org="a"),
        Participant("7", "Nguyen Thi Lan", org="c"),
        Participant("8", "T. J. Achterberg", org="c"),
        Participant("9", "Rose Tilley", org="c"),
        Participant("10", "Hope Lindqvist", org="c"),
        Participant("11", "Frank Obuya", org="c"),
        Participant("12", "Dominic Marsh", org="a"),
    ),
    orgs=(
        Org("a", "Wythenbrook Community Housing"),
        Org("b", "Sovereign Green", aliases=("S&G",)),
        Org("c", "Karbonlea Homes", aliases=("KLH",)),
    ),
)


@pytest.mark.parametrize(
    "heard",
    ["Shivon", "Galagher", "Gallaher", "Kachmarek", "Venkatraman", "Parvati", "Lindkvist", "Withenbrook",
     "Withen Brook", "Carbon Lea", "Achtenberg", "Dom", "SNG", "Ken S", "T J Achterberg"],
)  # fmt: skip
def test_a_name_that_was_misheard_or_shortened_goes(heard: str) -> None:
    left = mask_one(f"so we asked {heard} about it and they agreed", PEOPLE)
    assert left in {f"so we asked [{says}] about it and they agreed" for says in ("participant", "landlord", "person")}


@pytest.mark.parametrize(
    "said",
    [
        "It hasn't worked and it wouldn't work here.",
        "This is the thing. Who said this? Outside this meeting nobody.",
        "The vote is at 7.42, he said, and at 7 44 he left.",
        "We did a survey with about six hundred residents.",
        "A christian charity and a muslim one helped.",
        "The carbon literacy training, a green lea, a sovereign remedy.",
        "Underway since June, and the retrofit team has finished in two blocks.",
    ],
)
def test_ordinary_speech_is_not_misheard_names(said: str) -> None:
    assert mask_one(said, PEOPLE) == said


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("we have got rose frank and hope and a new face", "we have got [participant] and a new face"),
        ("lovely thank you rose hope and frank", "[handover]"),
        ("thanks rose hope you are well", "thanks [participant] hope you are well"),
        ("i agree with rose and ken", "i agree with [participant] and [participant]"),
        ("good point frank and i hope so", "good point [participant] and i hope so"),
        ("frank is right we hope for the best", "[participant] is right we hope for the best"),
        ("the price rose and they hope it falls to be frank", "the price rose and they hope it falls to be frank"),
        ("dominic marsh said so", "[participant] said so"),
    ],
)
def test_without_capitals_names_that_are_words_go_beside_names_and_after_cues(said: str, left: str) -> None:
    masked_once = mask_one(said, PEOPLE).replace("[participant] [participant]", "[participant]")
    while "[participant] [participant]" in masked_once or "[participant] and [participant] and" in masked_once:
        masked_once = masked_once.replace("[participant] [participant]", "[participant]")
        masked_once = masked_once.replace("[participant] and [participant] and", "[participant] and")
    assert masked_once == left


def test_a_capital_at_the_start_of_a_cue_counts_where_cues_do_not_begin_with_capitals() -> None:
    roster = Roster((Participant("1", "Ann Tarn"),), (Org("b", "Believe"),))
    said = ("Ann Tarn: we did that with", "Ann Tarn: Believe as it", "Ann Tarn: happens and it", "Ann Tarn: worked")
    assert masked(*said, roster=roster)[1] == "[landlord] as it"
    always = ("Ann Tarn: we did that with", "Ann Tarn: Believe me it", "Ann Tarn: Happens and it", "Ann Tarn: Worked")
    assert masked(*always, roster=roster)[1] == "Believe me it"


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Ken S", "5"),
        ("ken o (he/him)", "6"),
        ("Cllr Achterberg", "8"),
        ("TJ", "8"),
        ("Siobhan G - Wythenbrook", "1"),
        ("Dom (WCH)", "12"),
        ("P Kaczmarek (WCH)", "2"),
        ("Parvathy +44 7700 900123", "3"),
        ("Ken", None),
        ("iPhone (2)", None),
        ("Dom's iPhone", None),
        ("Ottoline Marsh-Crabbe", None),
        ("Rose Garden Committee", None),
    ],
)
def test_what_people_type_as_their_name_is_understood_when_only_one_can_be_meant(typed: str, who: str | None) -> None:
    assert DisplayNames(PEOPLE).who(typed) == who


def test_a_role_or_landlord_beside_a_name_is_not_the_persons_name() -> None:
    left = masked(
        "Rose Tilley [Chair] - Karbonlea: hi", "Ken S: thank you, Chair, and Karbonlea did well", roster=PEOPLE
    )
    assert left == ["hi", "thank you, Chair, and [landlord] did well"]


def test_what_somebody_calls_themselves_is_masked_when_others_say_it() -> None:
    left = masked("Shiv Gallagher: hello", "Ken S: I asked Shiv.", roster=PEOPLE)
    assert left == ["hello", "I asked [participant]."]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("We did it with Quentil Brodrick the contractor.", "Brodrick"),
        ("and then Zbrenka who does our bids", "Zbrenka"),
        ("my mum zbrenka lives there", "zbrenka"),
        ("i spoke to zbrenka last week", "zbrenka"),
        ("She is on the Tollgate estate.", "Tollgate"),
        ("i live on hebblewick road number forty one", "forty"),
        ("it is flat 7 gannet house", "gannet"),
    ],
)
def test_strangers_and_their_homes_go_in_either_kind_of_text(said: str, gone: str) -> None:
    assert gone not in mask_one(said, PEOPLE)


def test_the_same_text_gives_the_same_spans() -> None:
    cues = (Cue(0, 0, 1000, "Shivon asked Kachmarek and Withen Brook about Parvati and Galagher"),)
    assert len({propose(cues, PEOPLE).spans for _ in range(3)}) == 1
