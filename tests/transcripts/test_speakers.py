"""Who speaks: prefixes that are names, and colons that are not."""

from __future__ import annotations

import pytest

from tests.transcripts.people import ROSTER, cues_of, masked
from transcripts import Policy, propose
from transcripts.speakers import split_speaker


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Sam Okoro: Hello.", "Sam Okoro", "Hello."),
        ("Sam Okoro (he/him): Hello: again", "Sam Okoro (he/him)", "Hello: again"),
        ("Sam Okoro #user:123: Hello.", "Sam Okoro #user:123", "Hello."),
        ("Boardroom 2: Hello.", "Boardroom 2", "Hello."),
        ("07700 900123: Hello.", "07700 900123", "Hello."),
        ("Grace: Hello.", "Grace", "Hello."),
        ("sam: Hello.", "sam", "Hello."),
        ("<v Sam Okoro>Hello.</v>", "Sam Okoro", "Hello.</v>"),
        ("<v.loud Sam Okoro>Hello.", "Sam Okoro", "Hello."),
        ("Sam Okoro:", "Sam Okoro", ""),
        ("Nuh Touma (Larkworth and Blackdale): Hello.", "Nuh Touma (Larkworth and Blackdale)", "Hello."),
        ("Sam Okoro - Homes of Larkworth: Hello.", "Sam Okoro - Homes of Larkworth", "Hello."),
        ("O&#39;Dowd: Hello.", "O'Dowd", "Hello."),
    ],
)
def test_a_prefix_is_told_from_the_text(text: str, name: str, rest: str) -> None:
    found = split_speaker(text, lambda _: False)
    assert found is not None
    assert (found.name, text[found.end :]) == (name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is it.",
        "One thing: the bins.",
        "Question: what about damp?",
        "It opens at 9:30 tomorrow.",
        "and I said: no.",
        "The thing is this: we wait. Then: nothing.",
        "No colon here",
        "[participant 2]: Hello.",
        "x" * 70 + ": Hello.",
        "Point 3: we spoke about that.",
        "Section 21: that is going.",
        "Action Plan: six months.",
        "The Housing Ombudsman: they said so.",
    ],
)
def test_a_colon_alone_makes_no_speaker(text: str) -> None:
    assert split_speaker(text, lambda _: False) is None


@pytest.mark.parametrize(
    "name", ["Will Price", "D Price", "Mrs Stone", "Price, Faith", "Grace 2", "iPhone 12", "Dale 3"]
)
def test_names_of_ordinary_words_are_prefixes(name: str) -> None:
    found = split_speaker(f"{name}: Hello.", lambda _: False)
    assert found is not None
    assert found.name == name


def test_a_point_of_a_list_stays_behind_a_speaker() -> None:
    assert masked("Sam Okoro: Point 3: we spoke with Will Price.") == ["Point 3: we spoke with [participant]."]
    assert masked("Sam Okoro: Hello.", "Point 3: we spoke.") == ["Hello.", "Point 3: we spoke."]


def test_a_plain_phrase_that_begins_cue_after_cue_is_whom_a_room_is_called() -> None:
    said = ("Meeting Room 3: We are here.", "Sam Okoro: Good.", "Meeting Room 3: And we hear you.")
    assert masked(*said) == ["We are here.", "Good.", "And we hear you."]
    assert propose(cues_of(*said), ROSTER).unresolved == ("Meeting Room 3",)
    assert propose(cues_of(*said[:2]), ROSTER).unresolved == ()


def test_a_cue_without_a_prefix_has_no_speaker() -> None:
    proposal = propose(cues_of("Sam Okoro: One.", "Two.", "Ottoline Crabbe: Three."), ROSTER)
    assert proposal.speakers == ("1", None, None)
    assert proposal.unresolved == ("Ottoline Crabbe",)


def test_a_prefix_goes_in_every_policy_that_does_not_label_speakers() -> None:
    said = ("Sam Okoro: I agree with Will Price.", "Will Price: So do I, Sam Okoro.")
    assert masked(*said) == ["I agree with [participant].", "So do I, [participant]."]
    assert masked(*said, labels=Policy.KIND) == [
        "[participant]: I agree with [participant].",
        "[participant]: So do I, [participant].",
    ]


def test_session_labels_are_the_same_for_the_same_person_throughout() -> None:
    left = masked("Sam Okoro: I agree with Will Price.", "Will Price: So do I, Sam Okoro.", labels=Policy.SESSION)
    assert left == ["[participant 1]: I agree with [participant 2].", "[participant 2]: So do I, [participant 1]."]


def test_item_labels_begin_anew_with_each_agenda_item() -> None:
    left = masked(
        "Sam Okoro: I begin.",
        "Will Price: Item two on the agenda now.",
        "Will Price: I continue, Sam Okoro.",
        labels=Policy.ITEM,
    )
    assert left == [
        "[participant 1]: I begin.",
        "[participant 1]: Item two on the agenda now.",
        "[participant 1]: I continue, [participant 2].",
    ]


def test_a_pure_handover_becomes_a_placeholder() -> None:
    assert masked("Sam Okoro: Thank you very much Will, over to Siân.", "Sam Okoro: Thanks Will, the bins matter.") == [
        "[handover]",
        "Thanks [participant], the bins matter.",
    ]
