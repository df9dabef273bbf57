"""The scenario language: what is written can be played, and what cannot is named with its line and mended in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoom_hooks.sim import Scenario, ScenarioError, read_scenario, verbs
from zoom_hooks.sim.language import clock_words, seconds
from zoom_hooks.sim.person_statements import PERSON, STOP
from zoom_hooks.sim.scenario import THEY
from zoom_hooks.sim.statements import OTHERS

CAST = """
Title: A short evening
Seed: 7

People
  Cara Chair, host
  Ann Able, Northbrook Homes, ann@northbrook.example
  Ann Other, Northbrook Homes, shown as "Ann’s iPad"
  Ben Bold, phone +44 20 7946 0123, ben@southfield.example, Southfield
  Otto Notes, bot
  Gwen Guest, not registered
Goals:
  Everybody is heard.
"""


def written(*lines: str, after: str = "") -> Scenario:
    return read_scenario(f"{CAST}\n{chr(10).join(lines)}\n{after}")


def trouble(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text)
    return str(caught.value)


def test_the_cast_is_read_with_every_particular() -> None:
    play = written("00:00 The meeting starts")
    assert (play.title, play.seed, play.goals) == ("A short evening", 7, ("Everybody is heard.",))
    cara, ann, other, ben, otto, gwen = play.people
    assert (cara.role, ann.role) == ("host", "attendee")
    assert (ann.org, ann.email) == ("Northbrook Homes", "ann@northbrook.example")
    assert (other.shown_as, other.tile, other.name) == ("Ann's iPad", "Ann's iPad", "Ann Other")
    assert (ben.phone, ben.org) == ("+44 20 7946 0123", "Southfield")
    assert otto.is_bot
    assert not gwen.is_registered
    assert play.member("ANN@northbrook.example") is ann
    assert play.member("Ann's iPad") is other
    assert play.member("") is None


EXAMPLES = [f"Ben {one.example}" for one in PERSON] + [one.example for one in OTHERS]


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_example_is_understood_and_fits_its_verb(words: str) -> None:
    (line,) = written(f"00:10  {words}").lines
    assert (line.at, line.words) == (10.0, words)
    for act in line.acts:
        if act.verb == STOP:
            continue
        arguments = dict(act.arguments)
        parameters = verbs.VERBS[act.verb].parameters
        arguments |= {key: "Ben" for key in ("who", "phone") if key in parameters and key not in arguments}
        verbs.check(act.verb, arguments)


@pytest.mark.parametrize("one", PERSON, ids=lambda one: one.example)
def test_no_statement_hides_another(one: object) -> None:
    """Each example is understood by its own pattern alone."""
    fitting = [other for other in PERSON if other.pattern.fullmatch(one.example)]  # type: ignore[attr-defined]
    assert fitting == [one]


def test_every_other_statement_is_told_apart_too() -> None:
    for one in OTHERS:
        assert [other for other in OTHERS if other.pattern.fullmatch(one.example)] == [one]


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("BEN RAISES HIS HAND.", "Ben raises hand"),
        ("Ben Bold raises a hand", "Ben raises hand"),
        ("Ben says “Thank you, chair.”", 'Ben says "Thank you, chair."'),
        ("Everyone joins", "Everybody joins"),
        ("meeting starts", "The meeting starts"),
        ("Ben loses the connection", "Ben drops"),
    ],
)
def test_other_ways_to_say_the_same(words: str, same: str) -> None:
    assert written(f"00:10 {words}").lines[0].acts == written(f"00:10 {same}").lines[0].acts


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["00:10 Ben raises arm"], "line 16: “Ben raises arm” is not known. Did you mean “Ben raises hand”?"),
        (["00:10 Bem raises hand"], "line 16: nobody here is called “Bem”. Did you mean Ben Bold?"),
        (["00:10 Zebedee joins"], "line 16: nobody here is called “Zebedee”; the People block says who is"),
        (["00:10 Ann joins"], "line 16: “Ann” may be Ann Able or Ann Other: write the whole name"),
        (["00:10 Zoom fail"], "line 16: “Zoom fail” is not known. Did you mean “Zoom fails”?"),
        (["00:10 They leave"], "line 16: “They” means somebody only after “When … is called”"),
        (["00:10 Cara registers"], "line 16: Cara Chair has no e-mail address"),
        (["00:10 Cara joins by phone"], "line 16: Cara Chair has no number; write in the People block"),
        (["00:10 Ben speaks for 0 seconds"], "line 16: 0 is not between 1 and 1800"),
        (["00:10 Captions mishear 1 word in 1"], "line 16: 1 is not between 2 and 1000"),
        (["00:10 Ben leaves", "00:09 Cara leaves"], "line 17: 00:09 is before 00:10; times never go back"),
        (["0:10:70 Ben leaves"], "line 16: “0:10:70 Ben leaves” is not known here; a line begins with a time"),
        (["Ben leaves"], "line 16: “Ben leaves” is not known here; a line begins with a time, such as 00:30"),
        (["02:00-01:00 every 00:10 Ben coughs"], "line 16: write it so: 03:00-06:00 every 00:30"),
        (["00:00-99:00 every 00:01 Ben coughs"], "line 16: that is more than 500 times"),
        (
            ["00:10 Ben leaves", "When Ben sneezes", "  00:01 They leave"],
            "line 17: write: When Ann is called; it can be",
        ),
        (["00:10 Ben leaves", "When Bob is called", "  00:01 They leave"], "line 17: nobody here is called “Bob”"),
        (["00:10 Ben leaves", "When Ben is called", "  They leave"], "line 18: a line after When begins with a time"),
        (
            ["00:10 Ben leaves", "When Ben is called", "  00:02 They leave", "  00:01 They leave"],
            "line 19: 00:01 is before the line above it",
        ),
        (["00:10 Ben leaves", "When anybody is called", "  00:02 They register"], "line 18: “They” are in the meeting"),
        (["Seed: x"], "line 16: a seed is a whole number"),
        (["00:10 Ben leaves", "People", "  Dora Deep"], "line 18: the People block comes before the first line"),
    ],
)
def test_a_line_that_cannot_be_played_is_named_and_mended(lines: list[str], words: str) -> None:
    assert trouble(f"{CAST}\n\n" + "\n".join(lines)).startswith(words)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("7 of Nine", "line 2: a person begins with a name"),
        ("They, host", "line 2: “They” cannot be a name here"),
        ("Ann, host, co-host", "line 2: “co-host” comes after “host”, and only one of them can be so"),
        ("Ann, a@b", "line 2: “a@b” is no e-mail address"),
        ("Ann, phone home", "line 2: “phone home” is not known; write for instance: phone +44"),
        ("Ann\n  ann", "line 3: there is a ann already"),
        ("Ann, a@b.example\n  Ben, A@B.example", "line 3: Ann has this address already"),
        ("Ann", "line 2: there is nothing to play"),
    ],
)
def test_a_person_who_cannot_be_is_named_too(person: str, words: str) -> None:
    assert trouble(f"People\n  {person}").startswith(words)


def test_a_repeated_line_comes_as_often_as_it_says_among_the_others() -> None:
    play = written("01:00-02:00 every 00:30  Ben coughs", "01:10 Cara leaves")
    assert [line.at for line in play.lines] == [60.0, 70.0, 90.0, 120.0]
    assert play.seconds == 120.0


def test_speech_becomes_captions_at_the_pace_of_speech() -> None:
    (line,) = written('00:10 Ben says "one two three four five, six seven eight nine ten"').lines
    assert [(act.after_ms, act.verb, act.arguments.get("text")) for act in line.acts] == [
        (0, "active_speaker", None),
        (2000, "caption", "one two three four five,"),
        (4000, "caption", "six seven eight nine ten"),
    ]
    (spoken,) = written("00:10 Ben speaks for 1 minute").lines
    assert spoken.acts[-1].after_ms == 60_000
    assert written("00:10 Ben speaks for 1 minute").lines == (spoken,), "the same seed says the same"


def test_what_follows_an_occasion_counts_from_it() -> None:
    after = (
        "When Ben is called\n  00:02 They say “Hello”\nWhen anybody is called:\n  00:01 They leave\n00:30 Cara leaves"
    )
    play = written("00:00 Everybody joins", after=after)
    assert [(block.kind, block.who, len(block.lines)) for block in play.blocks] == [
        ("called", "Ben Bold", 1),
        ("called", "", 1),
    ]
    assert play.blocks[0].lines[0].acts[0].who == THEY
    assert [line.at for line in play.lines] == [0.0, 30.0]


def test_somebody_else_takes_a_part() -> None:
    play = written("00:00 Cara joins", "00:05 Ben joins", '00:10 Ben says "Hello"').recast(
        "Ben Bold", name="Margaret Hale", email="m@x.example"
    )
    joins, says = play.lines[1].acts[0], play.lines[2].acts[0]
    assert (joins.who, joins.arguments["name"], joins.arguments["email"]) == (
        "Margaret Hale",
        "Margaret Hale",
        "m@x.example",
    )
    assert (says.who, says.speaks) == ("Margaret Hale", "Margaret Hale")
    assert play.lines[0].acts[0].who == "Cara Chair"
    # a trainer reads the lines: they name whoever does it
    assert [line.words for line in play.lines] == [
        "Cara joins",
        "Margaret Hale joins",
        'Margaret Hale says "Hello"',
    ]
    with pytest.raises(KeyError):
        play.recast("Nobody", name="x")


def test_machines_write_one_json_object_a_line() -> None:
    play = read_scenario('# by a machine\n{"at": 0.5, "do": "create_meeting", "as": "it"}')
    assert [(line.number, line.at, line.acts[0].verb) for line in play.lines] == [(2, 0.5, "create_meeting")]


@given(st.integers(0, 86_399))
def test_property_times_are_read_as_they_are_written(at: int) -> None:
    assert seconds(clock_words(at)) == at
    assert datetime.fromtimestamp(at, UTC).strftime("%M:%S") in clock_words(at)


WRITABLE = st.text("abcdefgh ABC:,.\"“”'0123456789-\n\t @#…{}", max_size=200)


def complaint(text: str) -> str:
    """What is wrong with a text, blank for nothing."""
    try:
        read_scenario(text)
    except ScenarioError as error:
        return str(error)
    return ""


@given(WRITABLE)
def test_property_any_text_is_a_scenario_or_an_error_with_a_line(text: str) -> None:
    assert re.match(r"$|line \d+: .", complaint(text))


@given(st.sampled_from(EXAMPLES), WRITABLE, st.integers(0, 60))
def test_property_a_statement_with_rubbish_in_it_is_a_statement_or_an_error_with_a_line(
    words: str, rubbish: str, place: int
) -> None:
    assert re.match(r"$|line \d+: .", complaint(f"{CAST}\n00:10 {words[:place]}{rubbish}{words[place:]}"))


def test_the_documentation_lists_every_statement_and_every_verb_and_its_scenario_can_be_played() -> None:
    page = (Path(__file__).parents[2] / "docs" / "zoom-hooks.md").read_text(encoding="utf-8")
    missing = [one.example for one in (*PERSON, *OTHERS) if f"`{one.example}`" not in page]
    assert missing == []
    assert [name for name in verbs.VERBS if f"`{name}`" not in page] == []
    example = next(block for block in page.split("```\n") if block.startswith("# A line that begins"))
    assert read_scenario(example).title == "A stormy evening"
