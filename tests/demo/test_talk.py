"""What is said in the evening: enough of it, none of it twice too soon, and with everything in it that must go."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from companion.demo.cast import Cast, cast
from companion.demo.private import Private
from companion.demo.script import AGENDA, MOMENTS, SAID_THERE, wishes
from companion.demo.talk import MS_BETWEEN, Cue, Talk, heard, spoken, stock

TOPICS = [item for item in AGENDA if item.turns]


@pytest.fixture
def people() -> Cast:
    return cast()


def whole_evening(people: Cast, talk: Talk) -> list[Cue]:
    """Everything said when hands are served in the order of the script."""
    cues = talk.scripted("welcome")
    last = None
    for number, item in enumerate(AGENDA):
        for wish in wishes(people)[number][: item.turns]:
            cues += talk.hand_over(last, wish.person)
            cues += talk.turn(wish.person, item.topic, item.sentences, last=last)
            last = wish.person
    return [*cues, *talk.scripted("goodbye")]


def test_an_evening_has_seven_to_nine_hundred_captions_and_fills_ninety_minutes(people: Cast) -> None:
    cues = whole_evening(people, Talk(people))
    assert 700 <= len(cues) <= 900
    minutes = sum(cue.ms + MS_BETWEEN for cue in cues) / 60_000
    assert 50 <= minutes <= 90


def test_one_seed_gives_one_evening_and_another_seed_another(people: Cast) -> None:
    first, second = whole_evening(people, Talk(people)), whole_evening(people, Talk(people))
    assert first == second
    assert first != whole_evening(people, Talk(people, seed=1))


@pytest.mark.parametrize("item", TOPICS, ids=lambda item: item.topic)
def test_no_sentence_of_a_topic_is_said_twice(item: object) -> None:
    item = next(one for one in TOPICS if one is item)
    assert item.turns * item.sentences <= len(stock(item.topic))


def test_no_line_of_the_stock_stands_there_twice() -> None:
    lines = Counter(line for item in TOPICS for line in stock(item.topic))
    assert lines.most_common(1)[0][1] == 1


def test_captions_are_short(people: Cast) -> None:
    assert max(len(cue.text.split()) for cue in whole_evening(people, Talk(people))) <= 9


def test_no_slot_is_left_empty(people: Cast) -> None:
    assert not [cue for cue in whole_evening(people, Talk(people)) if re.search(r"[{}]", cue.text)]


def test_names_are_said_in_plain_letters() -> None:
    assert heard("Özgür Yıldırımcan") == "Ozgur Yildirimcan"
    assert heard("Agnieszka Żółkiewicz") == "Agnieszka Zolkiewicz"
    assert spoken("a.b@c.example") == "a dot b at c dot example"


@pytest.mark.req("LC-13")
def test_the_talk_names_people_landlords_residents_and_numbers(people: Cast) -> None:
    talk = Talk(people)
    text = " ".join(cue.text for cue in whole_evening(people, talk))
    private = Private(people, frozenset(talk.said))
    found = set(private.found_in(text))
    assert len(found) > 60
    assert found & {landlord.name for landlord in people.landlords}
    assert found & {landlord.homes for landlord in people.landlords}
    assert talk.said, "residents, colleagues and districts are spoken of"
    assert "Imelda" in found


def test_the_search_for_private_words_is_not_fooled_by_ordinary_ones(people: Cast) -> None:
    private = Private(people)
    assert not private.found_in("Will we? May I hope so. Mark my words, every door is a home, and grace costs nothing.")
    assert private.found_in("thanks, Will") == ["Will"]
    assert private.found_in("as Farida said at Every Door") == ["Farida", "Every Door"]
    assert private.found_in("Yildirimcan and Yıldırımcan") == ["Yildirimcan", "Yıldırımcan"]
    assert not private.is_innocent("nazmul")
    assert not private.is_innocent("12 of them")
    assert private.is_innocent("this")


def test_who_asks_to_speak_is_in_the_cast_and_may(people: Cast) -> None:
    found = wishes(people)
    for number, item in enumerate(AGENDA):
        assert len(found[number]) >= item.turns
        assert all(wish.person.part in {"speaks", "drops"} for wish in found[number])
        assert all(wish.before < max(item.turns, 1) for wish in found[number])
    hows = {wish.how for one in found.values() for wish in one}
    assert hows == {"page", "chat", "steward"}


def test_every_moment_of_the_script_can_be_played() -> None:
    from companion.demo import moments

    playable = {*moments.BEFORE, *moments.DURING, *SAID_THERE}
    assert {word for words in MOMENTS.values() for word in words} <= playable
    assert all(turn < AGENDA[number].turns for number, turn in MOMENTS)
