"""The hand-written traps: they are read as they are meant, and there are enough of every kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.evaluation.cases import Label
from lab.evaluation.presidio import deny_list
from lab.evaluation.systems import Product
from lab.evaluation.traps import heaps, spring
from lab.evaluation.whole import into
from transcripts import Org, Participant, Roster

pytestmark = pytest.mark.req("LC-13")
ROOT = Path(__file__).parents[2]


def test_there_are_more_than_two_hundred_of_every_kind() -> None:
    read = list(heaps())
    assert sum(len(heap.cases) for heap in read) >= 200
    assert all(len(heap.cases) >= 10 for heap in read)
    labels = {mention.label for heap in read for _, said in heap.cases for mention in said.mentions}
    assert labels == {Label.PERSON, Label.AFFIL, Label.RESIDENT, Label.ID, Label.OTHER, Label.KEEP}


def test_no_mark_is_left_in_what_is_read() -> None:
    texts = [cue.text for heap in heaps() for _, said in heap.cases for cue in said.cues]
    assert not [text for text in texts if re.search(r"[\[\]{}]|\\u| / ", text)]


def test_a_mention_stands_where_its_places_say() -> None:
    for heap in heaps():
        for case, said in heap.cases:
            for mention in said.mentions:
                parts = "".join(said.cues[place.cue].text[place.start : place.end] for place in mention.places)
                assert re.sub(r"[ /]", "", parts) == re.sub(r"[ /]", "", mention.text), case.case_id


def test_the_product_escapes_most_of_them() -> None:
    done = spring(Product("without the model"))
    must_go = [
        mention
        for heap in done
        for _, said in heap.cases
        for mention in said.mentions
        if mention.label is not Label.KEEP
    ]
    leaked = sum(sum(heap.score.leaked.values()) for heap in done)
    assert leaked * 5 < len(must_go)
    assert sum(heap.score.broken for heap in done) <= 10


def test_the_page_has_a_place_for_the_figures(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text((ROOT / "docs" / "anonymity.md").read_text("utf-8"), "utf-8")
    into(page, "| one |")
    into(page, "| two |")
    assert page.read_text("utf-8").count("| two |") == 1
    assert "| one |" not in page.read_text("utf-8")
    page.write_text("no place here", "utf-8")
    with pytest.raises(ValueError, match="no place"):
        into(page, "| one |")


def test_presidio_gets_every_part_of_a_name() -> None:
    roster = Roster((Participant("1", "Ann Example-Moor"),), (Org("o", "Lark Homes", ("LH",)),), (Org("r", "Quill"),))
    assert deny_list(roster) == ["Ann", "Ann Example-Moor", "Example-Moor", "LH", "Lark Homes", "Quill"]
