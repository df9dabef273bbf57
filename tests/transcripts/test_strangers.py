"""People whom nobody registered: residents, colleagues, councillors, by what their names look like and what is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import FrameType

import pytest

from tests.transcripts.people import ROSTER, cues_of, mask_one, masked
from transcripts import apply, propose
from transcripts.finders import bodies, cue_rules, descriptions, patterns, quantities, spoken
from transcripts.recogniser import Entity
from transcripts.session import build_session
from transcripts.spans import Span

pytestmark = pytest.mark.req("LC-13")

TALK = "Well, we said that it was fine. So I think they came in the end. Yes, and then we had it done. "
NAMED = [
    ("The report that {} wrote for us set out these issues.", "Tadeusz Gromek"),
    ("My colleague {} can't be here this morning.", "Yewande"),
    ("Our head of income, {}, has been looking at it.", "Corinna Ossleby"),
    ("I was talking to a lady in one of our blocks, {}, and nobody had been out.", "Mrs Abernask"),
    ("The surveyor, {}, came out twice.", "Dean Petherock"),
    ("There's a young man called {} in the hostel.", "Kyle"),
    ("{} and I were at the same conference.", "Lindiwe"),
    ("I see that {}'s hand is up.", "Oksana"),
    ("You've heard from {} how hard it is.", "Ebrima"),
    ("We interviewed {} and Mrs Bell for the video.", "Ahmadou"),
    ("The neighbour upstairs, {} his name is, had the same.", "Kev"),
    ("I remember old {} saying so.", "Stan Entwhistle"),
    ("I had {}, the caretaker, on the phone.", "Arran"),
    ("The {} family, they've got five in a two bed.", "Alhaddad"),
    ("In the words of {}, nothing about us.", "Desmond Okafor-Hill"),
    ("Can you unmute, {}?", "Ravindra"),
]


@pytest.mark.parametrize(("said", "name"), NAMED)
def test_somebody_on_no_roster_goes_by_how_they_are_spoken_of(said: str, name: str) -> None:
    left = mask_one(TALK + said.format(name))
    assert not any(part in left for part in name.replace("-", " ").split() if part != "Mrs")


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("my colleague yewande isn't able to be with us", "yewande"),
        ("there's a resident called temperance and she lives on the third floor", "temperance"),
        ("i spoke to bernadette o'hagan at the hub", "hagan"),
        ("as lindiwe said we need to be careful", "lindiwe"),
        ("our housing officer chantelle did everything she could", "chantelle"),
        ("we wrote to mrs abernask twice", "abernask"),
        ("jane hill said it was fine", "hill"),
        ("thanks bronagh for getting the papers out", "bronagh"),
        ("there was one dougie who said it's a waste of a phone call", "dougie"),
        ("half of olly and a day a week of me", "olly"),
    ],
)
def test_without_capitals_too(said: str, gone: str) -> None:
    assert gone not in mask_one(TALK.lower().replace(",", "").replace(".", "") + said)


KEPT = [
    "The Joseph Rowntree Foundation published something on that, and so did the Resolution Foundation.",
    "We signed up to the Tenant Involvement Charter with Shelter and with Crisis.",
    "There's the Vale of Glamorgan, Rhondda Cynon Taf, Blaenau Gwent and Torfaen.",
    "Thank you, Minister. Thanks, Deputy. Thank you, colleagues.",
    "The thermal imaging and the photovoltaics and Passivhaus are on the table.",
    "I went to university in Manchester and came back to London after that.",
    "We use Microsoft Teams for the panel and WhatsApp for everything else.",
    "My daughter was in hospital and the doctor wrote three letters.",
    "The PRS is different, TSMs are new, and DLUHC is MHCLG now.",
    "This is Wales we are talking about. It's Thursday. I'm Irish.",
    "I hope so. Will you? Mark that one down. In May it rose.",
    "The leaseholders said that the freeholders had not been told.",
    "If you go to Copenhagen or to Vienna, it is a different picture.",
    "Housing associations built about 60,000 homes last year, and 1.3 million households wait.",
    "We need a bigger church hall near Hyde Park, and a Guinness, by the southern region.",
    "In 2022 2023 the budget was cut, and then we joined St Wilfrid and others.",
]


@pytest.mark.parametrize("said", KEPT)
@pytest.mark.parametrize("plain", [False, True])
def test_places_firms_laws_and_offices_are_nobody(said: str, plain: bool) -> None:
    text = TALK + said
    text = "".join(char for char in text.lower() if char.isalnum() or char in " '") if plain else text
    assert mask_one(text) == text


def test_who_is_named_in_one_breath_with_somebody_goes_too() -> None:
    assert mask_one(TALK + "It was Ulvang, Lucjana and Mrs Tolloway.").endswith("[person], [person] and [person].")
    assert mask_one(TALK + "It was Ulvang.").endswith("Ulvang.")


def test_hints_add_up_over_the_session() -> None:
    once = ["i did ask shumayla", "it was late"]
    again = ["i did ask shumayla", "it was late", "nobody asked shumayla", "they promised shumayla that"]
    talk = TALK.lower()
    assert "shumayla" in " ".join(masked(talk, *once))
    assert "shumayla" not in " ".join(masked(talk, *again))


def test_what_stands_behind_an_article_elsewhere_is_a_thing() -> None:
    said = ["We had Zalvion for a year.", "The Zalvion broke.", "They asked Zalvion users."]
    assert " ".join(masked(TALK, *said)).count("Zalvion") == 3


def test_a_strangers_name_is_found_where_it_was_misheard() -> None:
    left = masked(TALK + "We met Mrs Wasilevska about it.", "Wasilewska said so, and Vasilevska did too.")
    assert "asil" not in " ".join(left)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("A tenant called Tolloway rang.", "[resident]"),
        ("My colleague Tolloway rang.", "[colleague]"),
        ("Cllr Tolloway rang.", "[councillor]"),
        ("Mrs Tolloway rang.", "[person]"),
    ],
)
def test_the_label_says_what_somebody_is(said: str, label: str) -> None:
    assert label in mask_one(TALK + said)


class _Listener:
    """A recogniser that takes these words for people."""

    name = "listener"

    def __init__(self, *people: str) -> None:
        self._people = people

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        return [self._in(text) for text in texts]

    def _in(self, text: str) -> list[Entity]:
        found = [(text.find(who), who) for who in self._people if who in text]
        return [Entity(start, start + len(who), "PERSON") for start, who in sorted(found)]


def _heard(said: str, *people: str) -> tuple[str, tuple[Span, ...]]:
    cues = cues_of(said)
    spans = propose(cues, ROSTER, recognisers=[_Listener(*people)]).spans
    return apply(cues, spans)[0].text, spans


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (TALK + "Hang on, let them finish.", "Hang"),
        (TALK + "HACT said so.", "HACT"),
        (TALK.lower() + "the satisfaction score rose by three points", "rose"),
        (TALK + "Then it went to Cardiff.", "Cardiff"),
        (TALK + "They talked shamelessly about it.", "shamelessly"),
    ],
)
def test_a_recogniser_is_not_believed_about_ordinary_words(said: str, heard: str) -> None:
    assert _heard(said, heard)[0] == said


def test_a_recogniser_is_believed_about_words_that_nobody_else_says() -> None:
    left, _ = _heard(TALK + "And so Okay Zorvanek it was.", "Okay Zorvanek")
    assert left.endswith("And so Okay [person] it was.")


def test_where_finders_agree_the_span_is_surer_and_says_why() -> None:
    said = TALK + "We spoke to Zorvanek about it."
    (alone,) = _heard(said)[1]
    (agreed,) = _heard(said, "Zorvanek")[1]
    assert agreed.confidence > alone.confidence
    assert "recogniser" in agreed.reason
    assert "spoken" in agreed.reason


def test_every_reason_is_a_sentence_a_reviewer_can_read() -> None:
    texts = [TALK + said.format(name) for said, name in NAMED]
    for span in propose(cues_of(*texts), ROSTER).spans:
        assert 8 < len(span.reason) < 200
        assert span.reason.count(";") < 3
        assert "None" not in span.reason


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("There are only three of us in the whole county.", "three of us"),
        ("We're the only council landlord in Kent.", "only council"),
        ("When we merged with Thornwick in 2019 it changed.", "merged"),
        ("We were downgraded to G3 last year.", "G3"),
        ("Our headquarters is in Salford.", "Salford"),
        ("Our stock is 18,000.", "18,000"),
        ("I'm from a small association, 640 homes.", "640"),
        ("the reference was crm forty six thousand and forty eight", "forty"),
        ("you can ring nought two nought seven thousand nine hundred and forty six", "nought"),
        ("she lives at one hundred and forty one alma drive", "hundred"),
        ("there's a small outfit called kelby homes", "kelby"),
    ],
)
def test_what_singles_somebody_out_goes(said: str, gone: str) -> None:
    assert gone not in mask_one(said)


@pytest.mark.parametrize(
    "said",
    [
        "We built 300 homes last year and surveyed 2,000 of our homes.",
        "We have 600 households on the waiting list.",
        "There are two of us in the team.",
        "They said to call back in two or three weeks.",
        "With reference to twenty three homes, nothing was said.",
        "We're based in the office most days.",
        "I think the first council to do that was praised.",
    ],
)
def test_what_many_could_say_stays(said: str) -> None:
    assert mask_one(said) == said


def _steps(find: Callable[[], object]) -> int:
    """How many calls, of Python's functions and of C's, it takes: a count that no busy machine changes."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        find()
    finally:
        sys.setprofile(before)
    return count


FINDERS = {
    "cue": cue_rules.find,
    "bodies": bodies.find,
    "descriptions": descriptions.find,
    "patterns": patterns.find,
    "spoken": spoken.find,
    "quantities": lambda session: quantities.find(session, ROSTER),
}


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(
    "piece",
    ["Zbqa Zbra and ", "ring nought and ", "thanks my name is ", "Mr. O'- ", "the only one of us in ", "our 9 "],
)
def test_twice_the_text_takes_twice_the_steps(finder: str, piece: str) -> None:
    def steps(times: int) -> int:
        session = build_session(cues_of(piece * times), lambda _: False)
        return _steps(lambda: FINDERS[finder](session))

    steps(60)  # what is remembered between calls is remembered now
    assert steps(120) <= 2.2 * steps(60) + 100


def test_no_pattern_repeats_without_a_bound() -> None:
    from re import _constants, _parser  # type: ignore[attr-defined]

    def unbounded(parsed: object) -> bool:
        if isinstance(parsed, _parser.SubPattern | list | tuple):
            return any(unbounded(each) for each in parsed)
        return parsed is _constants.MAXREPEAT

    shapes = [shape.pattern.pattern for shape in patterns._SHAPES] + [p.pattern for p, _ in descriptions._PATTERNS]
    assert len(shapes) > 15
    assert [shape for shape in shapes if unbounded(_parser.parse(shape))] == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("It is in the Will that she left.", "Will"),
        ("And there is a Hope in that.", "Hope"),
        ("Together they met.", "Together"),
    ],
)
def test_a_word_of_the_roster_behind_an_article_is_a_word(said: str, kept: str) -> None:
    assert kept in mask_one(said)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("Will, or Hope, could say.", "Hope"),
        ("a lady from together said so and it was fine", "together"),
        ("can hope come in here because we hope so", "can hope"),
        ("over to you will and then we stop", "you will"),
    ],
)
def test_a_word_of_the_roster_goes_where_somebody_is_meant(said: str, gone: str) -> None:
    assert gone not in mask_one(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("thanks if i may desmond we only found out", "if i may"),
        ("nothing has been signed yet", "signed yet"),
        ("she is on the estate it's dorothy grove i think", "it's"),
    ],
)
def test_words_beside_a_name_without_capitals_stay(said: str, kept: str) -> None:
    assert kept in mask_one(TALK.lower().replace(",", "").replace(".", "") + said)


def test_of_what_somebody_owns_only_the_owner_goes() -> None:
    assert _heard(TALK + "Look at Tavish's example.", "Tavish's example")[0].endswith("Look at [person]'s example.")
