"""The linking attacker: it finds a style where there is one, none where there is none, and never sees the answer."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transcripts.linkage import Turn, attack, turns_of

pytestmark = pytest.mark.req("LC-13")


def words(text: str) -> list[str]:
    """A list that reads as a sentence."""
    return text.split()


COMMON = words(
    "the people said that repairs take long and we should look at how it is done before we go on with more of it"
)
TOPICS = {
    "ada": words("lifts sprinklers ladders scaffolding cladding alarms"),
    "ben": words("rents arrears budgets invoices ledgers audits"),
    "cyn": words("gardens hedges allotments benches mowing playgrounds"),
}


def _turns(rng: random.Random, times: int, own: int) -> list[Turn]:
    turns = []
    for _ in range(times):
        who = rng.choice(sorted(TOPICS))
        words = rng.choices(COMMON, k=30) + rng.choices(TOPICS[who], k=own)
        rng.shuffle(words)
        turns.append(Turn(who, " ".join(words)))
    return turns


def test_who_talks_of_their_own_things_is_linked_far_above_chance() -> None:
    report = attack(_turns(random.Random(1), 60, own=6))
    assert report.turns == 60
    assert report.speakers == 3
    assert report.top1 > 0.9
    assert report.beats_chance


def test_where_everybody_talks_alike_the_rate_does_not_beat_chance() -> None:
    beaten = [attack(_turns(random.Random(seed), 60, own=0)).beats_chance for seed in range(12)]
    assert sum(beaten) <= 1


def test_other_words_of_a_speaker_link_without_knowing_the_session() -> None:
    own_words = {who: [" ".join(words)] for who, words in TOPICS.items()}
    report = attack(_turns(random.Random(2), 40, own=6), own_words)
    assert report.beats_chance
    unrelated = {who: ["nothing of this kind at all"] for who in TOPICS}
    assert not attack(_turns(random.Random(2), 40, own=6), unrelated).beats_chance


def test_the_turn_itself_is_no_evidence() -> None:
    """Every turn has a word of its own: an attacker who peeked would be right every time."""
    rng = random.Random(3)
    turns = [
        Turn(rng.choice("ab"), " ".join([*rng.choices(COMMON, k=25), f"w{n}ord", "zz" + "q" * n])) for n in range(60)
    ]
    assert not attack(turns).beats_chance


def test_turns_of_one_label_are_attacked_together() -> None:
    alone = _turns(random.Random(4), 80, own=1)
    labelled = [Turn(turn.speaker, turn.text, label=f"Speaker of {turn.speaker}") for turn in alone]
    assert attack(labelled).top1 >= attack(alone).top1


def test_chance_is_what_naming_the_most_talkative_gives() -> None:
    turns = [Turn("a" if n % 4 else "b", " ".join(COMMON)) for n in range(40)]
    report = attack(turns)
    assert report.chance == 0.75
    assert round(report.se, 4) == 0.0685


def test_short_turns_and_a_single_speaker_give_no_report() -> None:
    assert attack([Turn("a", "Yes."), Turn("b", "No.")]).turns == 0
    assert attack([Turn("a", " ".join(COMMON * 2))] * 3).turns == 0
    assert attack([]).turns == 0
    assert not attack([]).beats_chance


def test_turns_that_only_hand_over_are_counted() -> None:
    turns = [
        Turn("a", "Thanks [participant], over to [participant]."),
        Turn("a", "Thanks [participant], the roof leaks."),
    ]
    assert attack(turns).handovers == 1


def test_turns_are_cues_in_a_row_by_one_speaker_without_the_label() -> None:
    texts = ["[participant 1]: So", "[participant 1]: yes", "[participant 2]: No", "Well", "Hm"]
    assert turns_of(texts, ["a", "a", "b", None, "b"]) == [
        Turn("a", "So yes", "[participant 1]"),
        Turn("b", "No", "[participant 2]"),
        Turn("b", "Hm"),
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=200)), max_size=20))
def test_property_any_text_gives_a_rate_and_the_same_one_again(said: list[tuple[str, str]]) -> None:
    turns = [Turn(who, text) for who, text in said]
    report = attack(turns)
    assert report == attack(turns)
    assert 0 <= report.top1 <= 1
    assert report.turns <= len(turns)
