"""What the rehearsal's pages show, and what a press on them does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from companion.kernel.clocks import from_ms, london_time
from companion.rehearsal.director import IN_ZOOM, SPEEDS, Director

NOTE = re.compile(r'Note "(.+)"', re.IGNORECASE)
STATE_WORDS = {
    "waiting": "Not begun",
    "running": "Going on",
    "paused": "Standing still",
    "over": "Over",
}
#: what can go wrong, in the scenario's own words: (name, what the button says, the statement)
FAULTS: tuple[tuple[str, str, str], ...] = (
    ("break", "Captions break off", "Captions break off"),
    ("mishear", "Captions mishear one word in eight", "Captions mishear 1 word in 8"),
    ("clear", "Captions are clear again", "Captions are clear"),
    ("hold", "Zoom’s events stop", "Webhooks stop"),
    ("release", "Held-back events arrive, newest first", "Webhooks come backwards"),
    ("fails", "Zoom answers nothing", "Zoom fails"),
    ("well", "Zoom is well again", "Zoom is well"),
)
#: faults that last, with how what ends each begins
LASTING: tuple[tuple[str, str, str], ...] = (
    ("mishear", "captions mishear ", "captions are clear"),
    ("hold", "webhooks stop", "webhooks come "),
    ("fails", "zoom fails", "zoom is well"),
)
#: what a trainer can make somebody do: (value, words, the statement after the name)
DEEDS: tuple[tuple[str, str, str], ...] = (
    ("raise", "raises a hand", "raises hand"),
    ("lower", "lowers the hand", "lowers hand"),
    ("say", "says …", 'says "{text}"'),
    ("write", "writes …", 'writes "{text}"'),
    ("heckle", "calls out …", 'heckles "{text}"'),
    ("drop", "loses the connection", "drops"),
    ("back", "comes back", "comes back"),
    ("leave", "leaves", "leaves"),
)


def zoom_view(director: Director) -> dict[str, Any]:
    """Zoom's window as JSON: times as one reads them, rows with a key."""
    seen = director.seen()
    hands, muted = director.marks.hands, director.marks.muted
    staff = (director.play.chair.name, director.play.steward.name)
    speaker = seen.speaker(director.now_ms)
    return {
        "state": director.state,
        "begun": director.state in ("running", "paused"),
        "over": director.state == "over",
        "paused": director.state == "paused",
        "clock": _time(director.now_ms),
        "note": _note(director),
        "speaker": speaker,
        "quiet": not speaker,
        "said": [{"key": one.key, "name": one.name, "text": one.text} for one in seen.said],
        "chat": [{"key": one.key, "name": one.name, "text": one.text, "at": _time(one.at_ms)} for one in seen.chat],
        "waiting": [{"key": name, "name": name} for name in seen.waiting],
        "nobody_waits": not seen.waiting,
        "people": [
            {
                "key": name,
                "name": name,
                "hand": name in hands,
                "muted": name in muted,
                "open": name not in muted,
                "guest": name not in staff,
            }
            for name in seen.people
        ],
    }


def trainer_view(director: Director) -> dict[str, Any]:
    """The trainer's page as JSON."""
    player = director.player
    coming = player.upcoming(12) if player is not None and director.state != "over" else ()
    played = list(player.played)[-15:] if player is not None else []
    troubles = {line.number: str(why) for line, why in player.troubles} if player is not None else {}
    position = player.position if player is not None else 0
    return {
        "state": director.state,
        "state_words": STATE_WORDS[director.state],
        "before": director.state == "waiting",
        "running": director.state == "running",
        "paused": director.state == "paused",
        "over": director.state == "over",
        "begun": director.state in ("running", "paused"),
        "clock": minute(position),
        "ticks": director.state in ("running", "paused"),
        "speed": f"{director.speed:g}",
        "pressed": pressed(director.speed, [line.words for line in player.played] if player is not None else []),
        "next": [
            {"key": f"{one.number}-{one.at}", "in": in_words(one.at - position), "words": one.words} for one in coming
        ],
        "nothing": director.state in ("running", "paused") and not coming,
        "happened": [
            {
                "key": f"{one.number}-{one.at}",
                "at": minute(one.at),
                "words": one.words,
                "why": troubles.get(one.number, ""),
            }
            for one in reversed(played)
        ],
    }


def pressed(speed: float, words: Sequence[str]) -> list[str]:
    """Which of the trainer's buttons are in force: the speed, and each fault that has begun and not ended.

    `words` are the statements so far, oldest first, whoever made them: the scenario or a trainer.
    """
    found = [f"speed-{speed:g}"]
    for name, begins, ends in LASTING:
        told = [one.casefold() for one in words if one.casefold().startswith((begins, ends))]
        if told and told[-1].startswith(begins):
            found.append(f"fault-{name}")
    return found


def act(director: Director, form: Mapping[str, str]) -> str:
    """Do what was pressed; why it could not be done, or nothing."""
    wanted = ACTS.get(form.get("do", ""))
    return wanted(director, form) if wanted is not None else "There is no such button."


def _speed(director: Director, form: Mapping[str, str]) -> str:
    speed = form.get("speed", "")
    for known in SPEEDS:
        if speed == f"{known:g}":
            director.run_at(known)
            return ""
    return "Choose one of the speeds."


def _make(director: Director, form: Mapping[str, str]) -> str:
    """The trainer lets somebody do something now."""
    who, text = form.get("who", ""), form.get("text", "").replace('"', "”").strip()
    if who not in [person.name for person in director.play.scenario.people]:
        return "Choose somebody."
    for value, _, words in DEEDS:
        if form.get("what") == value:
            if "{text}" in words and not text:
                return "Type what they say."
            return director.perform(f"{who} {words.format(text=text)}")
    return "Choose what they do."


def _fault(director: Director, form: Mapping[str, str]) -> str:
    for name, _, words in FAULTS:
        if form.get("fault") == name:
            return director.perform(words)
    return "There is no such fault."


def _say(director: Director, form: Mapping[str, str]) -> str:
    """The chair's own words, typed, since a practice has no microphone."""
    text = form.get("text", "").replace('"', "”").strip()
    return director.perform(f'{director.play.chair.name} says "{text}"') if text else "Type what you say."


def _in_zoom(what: str) -> Callable[[Director, Mapping[str, str]], str]:
    return lambda director, form: director.done_in_zoom(what, form.get("who", ""))


def _plainly(name: str) -> Callable[[Director, Mapping[str, str]], str]:
    def press(director: Director, _form: Mapping[str, str]) -> str:
        getattr(director, name)()
        return ""

    return press


ACTS: dict[str, Callable[[Director, Mapping[str, str]], str]] = {
    **{name: _plainly(name) for name in ("begin", "pause", "resume", "jump", "end")},
    **{what: _in_zoom(what) for what in IN_ZOOM},
    "speed": _speed,
    "make": _make,
    "fault": _fault,
    "say": _say,
}


def in_words(seconds: float) -> str:
    """In how long: now, in 25 s, in 3 min."""
    if seconds < 2:
        return "now"
    return f"in {seconds:.0f} s" if seconds < 90 else f"in {round(seconds / 60)} min"


def minute(seconds: float) -> str:
    """A moment of the scenario: 04:30."""
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


def _note(director: Director) -> str:
    """What the scenario's last note says: a trainer's word in passing."""
    played = director.player.played if director.player is not None else ()
    notes = [found[1] for line in played if (found := NOTE.fullmatch(line.words))]
    return notes[-1] if notes else ""


def _time(ms: int) -> str:
    return london_time(from_ms(ms))
