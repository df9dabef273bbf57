"""What a statistical recogniser names is masked as well, through every door; what it is made of is not our matter."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from lab.training.teach import SPACY
from tests.transcripts.people import ROSTER, cues_of
from transcripts import Entity, Proposal, RecogniserError, apply, propose
from transcripts.ner import FOLDER, SpacyRecogniser, chosen, installed, shipped
from transcripts.recogniser import Label


@dataclass(frozen=True)
class Knows:
    """A recogniser that knows a few names by heart."""

    people: tuple[str, ...]
    label: Label = "PERSON"
    name: str = "by heart"

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        known = re.compile("|".join(map(re.escape, self.people)))
        return [[Entity(found.start(), found.end(), self.label) for found in known.finditer(text)] for text in texts]


def _masked(*said: str, people: tuple[str, ...], label: Label = "PERSON") -> list[str]:
    cues = cues_of(*said)
    return [cue.text for cue in apply(cues, propose(cues, ROSTER, recognisers=[Knows(people, label)]).spans)]


def _proposal(*said: str, people: tuple[str, ...]) -> Proposal:
    return propose(cues_of(*said), ROSTER, recognisers=[Knows(people)])


@pytest.mark.req("LC-13")
def test_a_person_whom_only_the_recogniser_knows_is_masked() -> None:
    assert _masked("The damp began when Quillon moved the boiler.", people=("Quillon",)) == [
        "The damp began when [person] moved the boiler."
    ]


def test_its_offsets_are_right_in_every_passage_and_across_cues() -> None:
    said = ["Sam Okoro: We rang Tolly", "Brisk about it.", "Ann Bell: Nobody rang Tolly Brisk before."]
    assert _masked(*said, people=("Tolly Brisk",)) == [
        "We rang [person]", "[person] about it.", "Nobody rang [person] before.",
    ]  # fmt: skip


def test_a_passage_that_is_longer_than_one_batch_is_read_to_its_end() -> None:
    masked = _masked(*["and the roof in Wales was mended again"] * 200, "by Quillon at last.", people=("Quillon",))
    assert masked[-1] == "by [person] at last."


def test_shouted_text_is_handed_over_in_lower_case() -> None:
    assert _masked("THE DAMP BEGAN WHEN QUILLON MOVED THE BOILER.", people=("quillon",)) == [
        "THE DAMP BEGAN WHEN [person] MOVED THE BOILER."
    ]


def test_a_span_says_that_it_was_the_recogniser() -> None:
    (span,) = _proposal("The damp began when Quillon moved the boiler.", people=("Quillon",)).spans
    assert span.finder == "ner"
    assert "the recogniser takes this for a person's name" in span.reason


def test_what_stays_stays_whatever_the_recogniser_says() -> None:
    assert _masked("Then the Ombudsman wrote.", people=("Ombudsman",)) == ["Then the Ombudsman wrote."]


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("Deep breath, and then the roof.", "Deep"),
        ("Then the DLUHC wrote again.", "DLUHC"),
        ("the score rose by three points and then it fell", "rose"),
        ("Hiya, it rained in again.", "Hiya"),
        ("We saw The Clipboard go round.", "Clipboard"),
    ],
)
def test_an_ordinary_word_needs_more_than_the_recognisers_word(said: str, taken: str) -> None:
    assert _masked(said, people=(taken,)) == [said]


@pytest.mark.parametrize(
    ("said", "taken", "left"),
    [
        ("Over to Clipboard, who has the figures.", "Clipboard", "Over to [participant], who has the figures."),
        ("it was Mrs Quillon again", "Mrs Quillon", "it was [person] again"),
        ("the damp began when quillon moved the boiler", "quillon", "the damp began when [person] moved the boiler"),
    ],
)
def test_with_a_cue_or_an_unknown_word_it_is_enough(said: str, taken: str, left: str) -> None:
    assert _masked(said, people=(taken,)) == [left]


@pytest.mark.parametrize(
    ("said", "taken", "left"),
    [
        (
            "then quillonford housing trust raised the rent",
            "quillonford housing trust",
            "then [landlord] raised the rent",
        ),
        ("then Quillon raised the rent", "Quillon", "then [person] raised the rent"),
        ("then the housing trust raised the rent", "housing trust", "then the housing trust raised the rent"),
        ("then the Treasury raised the rent", "Treasury", "then the Treasury raised the rent"),
    ],
)
def test_a_body_goes_where_it_ends_like_a_landlord_or_may_be_a_last_name(said: str, taken: str, left: str) -> None:
    assert _masked(said, people=(taken,), label="ORG") == [left]


def test_a_place_alone_identifies_nobody() -> None:
    assert _masked("They came by train to Quillonford.", people=("Quillonford",), label="LOC") == [
        "They came by train to Quillonford."
    ]


def test_a_pipeline_that_is_not_there_is_refused_in_one_sentence() -> None:
    with pytest.raises(RecogniserError, match="no spaCy pipeline 'nobody_has_this'"):
        installed("nobody_has_this")


def test_the_shipped_model_finds_a_resident_whom_nobody_registered() -> None:
    cues = cues_of("Sam Okoro: We had a letter from Zbigniew Wasilewski about the lift.")
    (cue,) = apply(cues, propose(cues, ROSTER, recognisers=chosen()).spans)
    assert "Zbigniew" not in cue.text
    assert "Wasilewski" not in cue.text
    assert cue.text.endswith("about the lift.")


def test_the_shipped_model_is_small_holds_no_text_and_has_its_card() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 12_000_000
    assert (FOLDER / "vocab" / "strings.json").read_text("utf-8") == '["LOC", "ORG", "PERSON"]'
    assert "Scores on what it was not taught" in (FOLDER / "CARD.md").read_text("utf-8")


def test_the_shipped_model_loads_without_a_warning_on_every_spacy_that_the_package_allows() -> None:
    project = tomllib.loads((FOLDER.parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = next(one for one in project["dependencies"] if one.startswith("spacy"))
    meta = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    assert f"spacy{meta['spacy_version']}" == f"{wanted}.0" == f"spacy{SPACY}"


def test_no_word_of_a_text_stays_in_the_models_memory() -> None:
    model = shipped()
    model.entities(["my name is quillonbert and the lift is broken"])
    assert isinstance(model, SpacyRecogniser)
    assert "quillonbert" not in model.nlp.vocab.strings


def test_products_made_elsewhere_are_the_same_products() -> None:
    from thinc.backends import NumpyOps

    from transcripts.fast_products import FastOps

    one = np.arange(24, dtype="float32").reshape(4, 6) / 7
    for other, turn in ((one.T.copy(), {}), (one, {"trans2": True}), (one, {"trans1": True})):
        wanted = NumpyOps().gemm(one, other, **turn)
        assert np.allclose(FastOps().gemm(one, other, **turn), wanted)
        out = np.empty_like(wanted)
        FastOps().gemm(one, other, out=out, **turn)
        assert np.allclose(out, wanted)


def test_products_are_made_on_one_thread() -> None:
    from threadpoolctl import threadpool_info

    from transcripts.fast_products import one_thread

    with one_thread():
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
