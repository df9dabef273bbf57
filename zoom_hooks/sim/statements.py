"""The statements of the scenario language: what somebody does, and what happens to everything else.

Each is a pattern, an example as one would write it, and what it does. The examples are what an error offers, what the
documentation lists, and what the tests play.
"""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zoom_hooks.sim.cast import Names, NotUnderstood
from zoom_hooks.sim.person_statements import PERSON
from zoom_hooks.sim.scenario import THEY, Act, CastMember
from zoom_hooks.sim.statement import Found, Maker, Statement, number, statement

EVERYBODY_COMES_EVERY_MS = 5_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads statements of one scenario. `seed` decides what is made up."""

    people: tuple[CastMember, ...]
    seed: int = 1

    def read(self, words: str, line: int, *, they: bool = False) -> tuple[Act, ...]:
        """What this statement does; `they` where it may say so. Raises NotUnderstood."""
        plain = _plain(words)
        maker = Maker(self.people, random.Random(f"{self.seed}/{line}"))  # noqa: S311 - a play, not a secret
        names = Names(self.people)
        if re.match(r"they\b", plain, re.IGNORECASE):
            if not they:
                raise NotUnderstood("“They” means somebody only after “When … is called” and the like")
            return self._of(PERSON, plain[4:].strip(), words, maker.about(CastMember(THEY)), "They")
        person, rest = names.begin(plain)
        if person is not None:
            return self._of(PERSON, rest, words, maker.about(person), person.name.split()[0])
        first = plain.split(" ")[0].casefold()
        if first not in _FIRST_WORDS:
            raise NotUnderstood(f"nobody here is called “{plain.split(' ')[0]}”{names.advice(plain)}")
        return self._of(OTHERS, plain, words, maker, "")

    def _of(self, table: Sequence[Statement], phrase: str, words: str, maker: Maker, subject: str) -> tuple[Act, ...]:
        for one in table:
            found = one.pattern.fullmatch(phrase)
            if found is not None:
                return one.make(maker, found)
        near = difflib.get_close_matches(phrase.casefold(), [one.example.casefold() for one in table], 1, 0.4)
        examples = [one.example for one in table]
        best = next((e for e in examples if near and e.casefold() == near[0]), "")
        advice = f". Did you mean “{f'{subject} {best}'.strip()}”?" if best else f"; known are: {'; '.join(examples)}"
        raise NotUnderstood(f"“{words.strip()}” is not known{advice}")


def _plain(words: str) -> str:
    """One kind of quotes, one space between words, no full stop at the end."""
    straight = words.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"})
    return re.sub(r"\s+", " ", straight).strip().removesuffix(".")


def _everybody_joins(m: Maker, _: Found) -> tuple[Act, ...]:
    return tuple(
        m.about(person).comes(after_ms=place * EVERYBODY_COMES_EVERY_MS, once=True)
        for place, person in enumerate(m.people)
    )


def _everybody(verb: str) -> Callable[[Maker, Found], tuple[Act, ...]]:
    def make(m: Maker, _: Found) -> tuple[Act, ...]:
        return tuple(Act(0, verb, {}, who=person.name, is_lenient=True) for person in m.people)

    return make


def _does(verb: str, **arguments: object) -> Callable[[Maker, Found], tuple[Act, ...]]:
    def make(_: Maker, __: Found) -> tuple[Act, ...]:
        return (Act(0, verb, arguments),)

    return make


def _quality(m: Maker, found: Found) -> tuple[Act, ...]:
    named: Mapping[str, str | None] = found.groupdict()
    wanted: dict[str, object] = {"seed": m.random.randrange(10**6)}
    if named.get("one_in"):
        wanted["mishear_one_in"] = number(named["one_in"], 2, 1000)
    if named.get("late"):
        wanted["late_seconds"] = number(named["late"], 1, 600)
    if "join" in found[0].casefold():
        wanted["joins"] = True
    return (Act(0, "caption_quality", wanted),)


def _well(_: Maker, __: Found) -> tuple[Act, ...]:
    return (Act(0, "no_faults"), Act(0, "clock_skew", {"seconds": 0}))


def _slow(_: Maker, found: Found) -> tuple[Act, ...]:
    return (Act(0, "fault", {"kind": "slow", "seconds": number(found["n"] or "3", 1, 600)}),)


def _clock(_: Maker, found: Found) -> tuple[Act, ...]:
    seconds = number(found["n"], 1, 86_400) * (60 if found["unit"].startswith("m") else 1)
    return (Act(0, "clock_skew", {"seconds": seconds if found["way"] in ("fast", "ahead") else -seconds}),)


def _at_once(_: Maker, found: Found) -> tuple[Act, ...]:
    return (Act(0, "webhooks_at_once", {"letters": number(found["n"], 1, 32)}),)


OTHERS: tuple[Statement, ...] = (
    statement(r"(the )?meeting starts", "The meeting starts", _does("start_meeting")),
    statement(r"(the )?meeting ends", "The meeting ends", _does("end_meeting")),
    statement(r"every(body|one) joins", "Everybody joins", _everybody_joins),
    statement(r"every(body|one) leaves", "Everybody leaves", _everybody("participant_leaves")),
    statement(r"every(body|one) lowers (their )?hands?", "Everybody lowers hand", _does("lower_all_hands")),
    statement(r"(the )?recording is ready", "The recording is ready", _does("recording_ready")),
    statement(r"(the )?transcript is ready", "The transcript is ready", _does("transcript_ready")),
    statement(r"captions start", "Captions start", _does("start_rtms")),
    statement(r"captions stop", "Captions stop", _does("stop_rtms")),
    statement(r"captions pause", "Captions pause", _does("pause_rtms")),
    statement(r"captions resume", "Captions resume", _does("resume_rtms")),
    statement(r"captions break", "Captions break", _does("cut_media", kind="transcript")),
    statement(r"captions break off", "Captions break off", _does("cut_stream")),
    statement(r"captions move to another server", "Captions move to another server", _does("fail_over")),
    statement(r"consent is withdrawn", "Consent is withdrawn", _does("stop_rtms", reason=8)),
    statement(
        r"captions mishear (1|one) word in (?P<one_in>\d+)( and come (?P<late>\d+) seconds? late)?",
        "Captions mishear 1 word in 8",
        _quality,
    ),
    statement(r"captions come (?P<late>\d+) seconds? late", "Captions come 4 seconds late", _quality),
    statement(r"captions join sentences", "Captions join sentences", _quality),
    statement(r"captions are clear", "Captions are clear", _does("caption_quality")),
    statement(r"chat breaks", "Chat breaks", _does("cut_media", kind="chat")),
    statement(r"webhooks stop", "Webhooks stop", _does("hold_webhooks")),
    statement(r"webhooks come again", "Webhooks come again", _does("release_webhooks")),
    statement(r"webhooks come backwards", "Webhooks come backwards", _does("release_webhooks", backwards=True)),
    statement(r"webhooks come twice", "Webhooks come twice", _does("repeat_webhooks", times=1)),
    statement(r"webhooks come once", "Webhooks come once", _does("repeat_webhooks", times=0)),
    statement(r"webhooks come out of order", "Webhooks come out of order", _does("scatter_webhooks", seconds=2)),
    statement(r"webhooks come in order", "Webhooks come in order", _does("scatter_webhooks", seconds=0)),
    statement(r"webhooks come (?P<n>\d+) at a time", "Webhooks come 4 at a time", _at_once),
    statement(r"webhooks are lost", "Webhooks are lost", _does("lose_webhooks", is_on=True)),
    statement(r"webhooks are delivered", "Webhooks are delivered", _does("lose_webhooks", is_on=False)),
    statement(r"zoom fails", "Zoom fails", _does("fault", kind="fails")),
    statement(r"zoom is ((?P<n>\d+) seconds? )?slow", "Zoom is 5 seconds slow", _slow),
    statement(r"zoom limits calls", "Zoom limits calls", _does("fault", kind="limits")),
    statement(r"zoom limits calls (for )?today", "Zoom limits calls today", _does("fault", kind="limits_today")),
    statement(r"zoom cuts connections", "Zoom cuts connections", _does("fault", kind="cuts")),
    statement(r"zoom talks nonsense", "Zoom talks nonsense", _does("fault", kind="nonsense")),
    statement(
        r"zoom's clock is (?P<n>\d+) (?P<unit>seconds?|minutes?) (?P<way>fast|ahead|slow|behind)",
        "Zoom's clock is 90 seconds fast",
        _clock,
    ),
    statement(r"zoom is well", "Zoom is well", _well),
    statement(r'note "(?P<text>[^"]+)"', 'Note "Will the chair see who has waited longest?"', lambda _, __: ()),
)
_FIRST_WORDS = {one.example.split()[0].casefold() for one in OTHERS} | {
    "everyone",
    "meeting",
    "recording",
    "transcript",
    "the",
}
