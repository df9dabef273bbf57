"""The leak audit: it finds what the masker may have missed, in the text and in what carries it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import transcripts
from tests.transcripts.people import ROSTER
from tests.transcripts.test_traps import BODY, KEPT, PERSON, WORDS
from transcripts import audit
from transcripts.leaks import Step, by_step

pytestmark = pytest.mark.req("LC-13")


@pytest.mark.parametrize("name", PERSON + BODY)
def test_the_audit_sees_every_disguise_that_the_masker_is_tried_with(name: str) -> None:
    assert audit(f"we talked to {name} about it and they agreed", ROSTER), name


@pytest.mark.parametrize(
    "said",
    [
        "Sam Okoro",
        "OKORO",
        "ókoro",
        "Ok\u200boro",
        "Okоrо",
        "o k o r o",
        "oko-ro",
        "Muhammed",
        "odowd",
        "Siân",
        "Bhriain",
        "Larkmoor",
        "Together Housing Group",
        "l and v",
        "Quillbrook District Council",
        "Anchor Homes",
        "Larkshire",
        "a@b.example",
        "www.larkmoor.example",
        "okoro dot co dot uk",
        "0115 496 0123",
        "NG9 1AB",
        "QQ123456C",
        "202304512",
        "oh seven seven double oh nine one two",
        "52,000 homes",
        "fifty-two thousand homes",
        "52k homes",
        "born on 3 March 1962",
    ],
)
def test_hard_hits_are_hard(said: str) -> None:
    assert any(leak.hard for leak in audit(f"so there was {said} in it", ROSTER))


@pytest.mark.parametrize("said", KEPT + WORDS)
def test_innocent_text_has_no_hard_hit(said: str) -> None:
    assert [leak for leak in audit(said, ROSTER) if leak.hard] == []


def test_a_name_split_over_two_lines_is_seen_and_its_line_named() -> None:
    (leak,) = [leak for leak in audit("Nothing here.\nWe asked Anchor\nHomes about it", ROSTER) if leak.hard]
    assert leak.where == "line 2"


def test_soft_hits_want_eyes_but_stop_nothing() -> None:
    leaks = audit("We heard that Will was late. So was Zbyszek. And Okorro.", ROSTER)
    assert {leak.found for leak in leaks} == {"Will", "Zbyszek", "Okorro"}
    assert not any(leak.hard for leak in leaks)


def test_in_text_without_capitals_names_that_are_words_want_eyes_once_each() -> None:
    leaks = audit("well will did it and hope so did will\nand then will said so", ROSTER)
    assert [(leak.found, leak.where, leak.hard) for leak in leaks] == [
        ("hope", "line 1", False),
        ("will", "line 1", False),
    ]
    assert "3 times" in leaks[1].why
    assert audit("Well, will they do it? I hope so. The panel met in June.", ROSTER) == []


@pytest.mark.parametrize("said", ["we asked W. Price about it", "we asked Pr ice about it", "w i l l p r i c e did"])
def test_a_name_that_is_a_word_is_seen_behind_an_initial_and_in_pieces(said: str) -> None:
    assert audit(f"So {said}, and that was that.", ROSTER)


def test_a_misspelling_two_letters_away_wants_eyes() -> None:
    assert [leak.found for leak in audit("So we asked Achtenburg about it.", ROSTER)] == ["Achtenburg"]


def test_a_sum_of_money_is_no_number_of_homes() -> None:
    assert audit("she owes nine thousand pounds", ROSTER) == []
    assert audit("they let nine thousand four hundred of them", ROSTER)[0].hard


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("so 0k0r0 did it", "figures for letters"),
        ("so Okor\u0585 did it", "another alphabet"),  # an Armenian letter that no table of ours knows
        ("so \u202eorokO did it", "part of a participant's name"),
        ("see %4Fkoro for that", "part of a participant's name"),
        ("see \\u004fkoro for that", "part of a participant's name"),
        ("it is T2tvcm8gc2FpZCBzbw== here", "part of a participant's name"),
        ("it is 4f6b6f726f here", "part of a participant's name"),
        ("Ok<00:00:01.000>oro did it", "part of a participant's name"),
        ("<v Sam Okoro>Well, yes", "the name of a participant"),
        ("sam.okoro wrote", "the name of a participant"),
        ("samokoro wrote", "e-mail address"),
    ],
)
def test_what_is_packed_turned_or_tagged_is_read_as_well(said: str, why: str) -> None:
    assert any(why in leak.why for leak in audit(said, ROSTER) if leak.hard)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("We asked Sharn about it.", "Sharn"),
        ("we asked a core oh about it and thanks shian", "shian"),
        ("so thanks akoro for that", "akoro"),
        ("We heard from Achtarberg about it.", "Achtarberg"),
        ("they are at larkmoar and vail homes now", "larkmoar and vail homes"),
        ("so fred ockoro bell told us", "ockoro"),
        ("they are with lark more veil homes now", "lark more veil homes"),
        ("so we asked acht a berg about it", "acht a berg"),
    ],
)
def test_what_sounds_like_somebody_wants_eyes(said: str, found: str) -> None:
    assert found in {leak.found for leak in audit(said, ROSTER)}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("thanks clear and now the next one", "clear"),
        ("over to trish please", "trish"),
        ("it was mrs tuckwell who rang", "tuckwell"),
        ("there is a lady called zbyszka upstairs", "zbyszka"),
        ("So I asked Quennell about it.", "Quennell"),
        ("she lives at one hundred and two maple close now", "one hundred and two maple close"),
        ("and the case is forty thousand and twenty four if you want", "forty thousand and twenty four"),
        ("round the corner from icilda and that was it", "icilda"),
    ],
)
def test_whoever_is_named_and_on_no_roster_wants_eyes(said: str, found: str) -> None:
    assert found in {leak.found for leak in audit(said, ROSTER)}


@pytest.mark.parametrize(
    "said",
    [
        "Thanks everyone, thank you very much. Thanks for that. Over to you. Hello again.",
        "thanks so much and thank you chair over to the panel hello there",
        "In 2019, 2020 and 2021 we met. The plan for 2023-2024 is done. On 2026-03-10 we meet.",
        "We counted 18 19 20 21 of them.",
        "We wouldn't and they couldn't. housekeeping, cladding, stairwells and lockdown came up, all non urgent.",
        "it was two weeks before they got close to it, a four bedroom house, and twenty minutes down the road",
        "So the Welsh get in on Friday, and in April the English do.",
        "The BBC came to Birmingham. We use Teams and Excel in January.",
    ],
)
def test_ordinary_talk_has_no_hit(said: str) -> None:
    assert audit(said, ROSTER) == []


def test_many_unknown_words_come_as_one_list_so_that_a_reader_is_not_swamped() -> None:
    invented = [
        f"{first}{last}" for first in ("Bra", "Cle", "Dro", "Fru", "Gli") for last in ("vond", "zark", "mbex", "quoll")
    ]
    leaks = audit(". ".join(f"So I saw {word} there" for word in invented), ROSTER)
    assert len(leaks) == 13
    (rest,) = [leak for leak in leaks if "more word" in leak.why]
    assert len(rest.found.split(", ")) == 8


def test_each_step_has_its_figure() -> None:
    counts = by_step(audit("Okoro. Write to x@y.example. We asked Akoro and Quennell.", ROSTER))
    assert counts[Step.NAMED] == (1, 0)
    assert counts[Step.STRUCTURED] == (1, 0)
    assert counts[Step.ALIKE] == (0, 1)
    assert counts[Step.SURVIVOR] == (0, 1)
    assert counts[Step.CARRIER] == counts[Step.SINGLING_OUT] == (0, 0)


def test_masks_are_not_leaks() -> None:
    assert audit("Thanks [participant], over to [landlord]. [number of homes] [handover]", ROSTER) == []


def test_the_audit_shares_no_matching_code_with_the_masker() -> None:
    """Import-linter holds the contract; this holds that it names every file of the audit."""
    folder = Path(transcripts.__file__).parent
    contract = Path(transcripts.__file__).parents[1].joinpath(".importlinter").read_text("utf-8")
    contract = contract.partition("[importlinter:contract:leak-audit]")[2].partition("\n\n")[0]
    ours, _, masker = contract.partition("forbidden_modules")
    audit_files = {path.stem for path in folder.glob("*.py") if path.stem.startswith(("leak", "carriers"))}
    audit_files |= {"passages", "singling"}
    assert audit_files <= {line.strip().removeprefix("transcripts.") for line in ours.splitlines()}
    forbidden = {line.strip().removeprefix("transcripts.") for line in masker.splitlines()}
    assert {"finders", "forms", "matching", "ear", "folding", "session", "numbers", "anonymise"} <= forbidden
    for name in audit_files:
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert not forbidden & set(node.module.split(".")[1:]), (name, node.module)


@pytest.mark.parametrize(
    "unit",
    ["a@", "<a", "&amp;", "0115 ", "nine ", "x" * 40, "Ab ", "%41", "okoro ", "ok oro ", "born ", "a.b.",
     "1,000 homes ", "Q2hhdGhhbQ", "one hundred and ", "\u202e", "largest landlord "],
)  # fmt: skip
def test_hostile_text_comes_to_an_end(unit: str) -> None:
    """No pattern may run away: a time limit of the suite would be the only other sign."""
    assert isinstance(audit(unit * (20_000 // len(unit)), ROSTER), list)
