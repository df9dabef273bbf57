"""The speech that the recogniser is taught: seeded, rightly marked; and a tiny model that learns from it in seconds."""

from __future__ import annotations

from random import Random

import pytest

from lab.names import Part, last_names, part_of
from lab.training import corpus
from lab.training.corpus import Example
from lab.training.scoring import score
from lab.training.teach import TINY, make_pipeline, save, teach
from transcripts.ner import installed
from transcripts.recogniser import Recogniser


def _made(seed: int, count: int, part: Part = "train") -> list[Example]:
    return corpus.made_up(Random(seed), part, count)


def test_the_same_seed_makes_the_same_speech() -> None:
    assert _made(5, 60) == _made(5, 60)
    assert _made(5, 60) != _made(6, 60)


def test_every_mark_stands_around_whole_words() -> None:
    for example in _made(7, 400):
        for start, end, label in example.spans:
            assert label in ("PERSON", "ORG", "LOC")
            named = example.text[start:end]
            assert named == named.strip()
            assert named
            assert not example.text[start - 1 : start].isalnum()
            assert not example.text[end : end + 1].isalnum()


def test_speech_comes_with_capitals_and_without() -> None:
    texts = [example.text for example in _made(8, 100)]
    assert 20 < sum(text == text.lower() for text in texts) < 80


def test_speech_to_teach_with_has_no_last_name_that_is_kept_for_tests() -> None:
    kept = {name.lower() for name in last_names("nigerian", "test")}
    named = {
        word.lower()
        for example in _made(9, 300)
        for start, end, label in example.spans
        if label == "PERSON"
        for word in example.text[start:end].split()
    }
    listed = {word for word in named if part_of(word) == "test"} & kept
    assert len(listed) <= 2  # a first name, or a name that was made up, may happen to be one


def test_captions_without_capitals_keep_their_marks_in_place() -> None:
    example = Example("Thanks, Zofia O'Hara (again)!", ((8, 20, "PERSON"),))
    flat = corpus.flat(example)
    ((start, end, _),) = flat.spans
    assert flat.text == "thanks zofia o'hara again"
    assert flat.text[start:end] == "zofia o'hara"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    """A model that was taught for two seconds, written and read back."""
    folder = tmp_path_factory.mktemp("model")
    nlp = make_pipeline(TINY)
    teach(nlp, _made(1, 300), TINY, seed=1, say=lambda line: None)
    save(nlp, folder, name="tiny", version="0")
    return installed(str(folder))


def test_a_tiny_model_finds_people_whom_it_never_met(tiny: Recogniser) -> None:
    found = score(tiny, _made(2, 60, "test"))
    assert found.mentions > 30
    assert found.miss_rate < 0.5
    assert found.vain_rate < 0.1


def test_words_and_the_spaces_between_make_the_text_again() -> None:
    nlp = make_pipeline(TINY)
    for said in (
        "Thank you,  Krzysztof.\tOver to  Damilola-Rose O'Bannon's team. ",
        "",
        "  ",
        "it's 5 o'clock\n\nisn't it_",
    ):
        assert nlp.make_doc(said).text == said
    assert [word.text for word in nlp.make_doc("Ann O'Hara's desk")] == ["Ann", "O", "'", "Hara", "'s", "desk"]
