"""The development set: the same seed gives the same session, and its gold stands where it says."""

from __future__ import annotations

import pytest

from lab.evaluation.cases import MUST_GO, Gold, Label, caption, to_vtt
from lab.evaluation.pieces import Piece, bare, join
from lab.evaluation.plan import VARIANTS, make_case
from lab.evaluation.score import Mask, Score, judge, name_words, wilson
from transcripts import read_vtt

pytestmark = pytest.mark.req("LC-13")

SHORT = 16


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_seed_gives_the_same_session(variant: str) -> None:
    assert make_case(3, variant, turns=SHORT) == make_case(3, variant, turns=SHORT)


@pytest.mark.parametrize("variant", VARIANTS)
def test_gold_lies_within_its_turn_apart_and_in_order(variant: str) -> None:
    for turn in make_case(4, variant, turns=SHORT).turns:
        at = 0
        for gold in turn.spans:
            assert at <= gold.start < gold.end <= len(turn.text)
            at = gold.end


def test_every_variant_holds_the_same_mentions() -> None:
    def labelled(variant: str) -> list[tuple[str, str]]:
        case = make_case(5, variant, turns=SHORT)
        return [(gold.label, gold.entity) for turn in case.turns for gold in turn.spans]

    assert labelled("clean")
    assert all(labelled(variant) == labelled("clean") for variant in VARIANTS)


def test_names_of_another_group_leave_the_plan_as_it_is() -> None:
    welsh, indian = (make_case(6, group=group, turns=SHORT) for group in ("welsh", "indian"))
    assert [turn.speaker for turn in welsh.turns] == [turn.speaker for turn in indian.turns]
    assert [len(turn.spans) for turn in welsh.turns] == [len(turn.spans) for turn in indian.turns]
    assert {person.name for person in welsh.roster.participants}.isdisjoint(
        person.name for person in indian.roster.participants
    )


def test_captions_hold_every_word_and_every_mention() -> None:
    case = make_case(7, "zoom", turns=SHORT)
    said = caption(case)
    spoken = " ".join(cue.text[start:] for cue, start in zip(said.cues, said.spoken, strict=True))
    assert spoken.split() == " ".join(turn.text for turn in case.turns).split()
    for mention in said.mentions:
        parts = [said.cues[place.cue].text[place.start : place.end] for place in mention.places]
        assert "".join("".join(parts).split()) == "".join(mention.text.split())
    assert [cue.text for cue in read_vtt(to_vtt(said.cues)).cues] == [cue.text for cue in said.cues]


def test_masking_all_gold_leaks_nothing_and_masks_nothing_else() -> None:
    said = caption(make_case(8, "asr", turns=SHORT))
    masks: list[list[Mask]] = [[] for _ in said.cues]
    for mention in said.mentions:
        for place in mention.places if mention.label in MUST_GO else ():
            masks[place.cue].append(Mask(place.start, place.end, "all"))
    score = Score()
    judge(score, "8", said, masks)
    assert score.share(*MUST_GO)[0] == score.masked_words == score.broken == 0
    nothing = Score()
    judge(nothing, "8", said, [[] for _ in said.cues])
    assert nothing.leaked == nothing.mentions == score.mentions


def test_one_word_of_a_name_that_survives_is_a_leak() -> None:
    assert [slice(*span) for span in name_words("Ann Thornley", Label.PERSON)] == [slice(0, 3), slice(4, 12)]
    assert [slice(*span) for span in name_words("Lark Housing Group", Label.AFFIL)] == [slice(0, 4)]


def test_plain_captions_have_neither_case_nor_marks_nor_figures() -> None:
    text, spans = join(bare([Piece("So, "), Piece("Ann", Label.PERSON, "p:1"), Piece("'s 2,150 homes!")]))
    assert text == "so ann's two thousand one hundred and fifty homes"
    assert spans == (Gold(3, 6, Label.PERSON, "p:1"),)


def test_the_interval_of_nought_is_not_nought() -> None:
    low, high = wilson(0, 593)
    assert low == 0
    assert 0.006 < high < 0.007  # Wilson's 95 % for 0 of 593 is 0.64 %


@pytest.mark.parametrize(
    ("written", "read_out"),
    [
        ("SE8 3JQ", "s e eight three j q"),
        ("020 7946 0691", "oh two oh seven nine four six oh six nine one"),
        ("12 March 1941", "twelve march nineteen forty one"),
        ("CRM-48213", "c r m four eight two one three"),
        ("ann.lee@lark.example", "ann dot lee at lark dot example"),
    ],
)
def test_contacts_are_read_out_as_people_do(written: str, read_out: str) -> None:
    assert join(bare([Piece(written, Label.ID)]))[0] == read_out
