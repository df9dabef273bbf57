"""The steps of a connection test: what to do, what was heard since it began, and what to do when nothing was. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from companion.feeds.rules import OURS, REFUSALS

YES, NO, WAIT, OFF = "yes", "no", "wait", "off"
#: what a step came to → as it stands in the evidence
RESULTS = {YES: "yes", NO: "no", WAIT: "not heard", OFF: "off"}
TITLES = {
    "account": "We ask Zoom about the meeting",
    "start": "Start the meeting in Zoom, as its host",
    "people": "Let somebody come in",
    "captions": "Say a sentence with captions on",
    "chat": "Write a line to everyone in the chat",
    "hands": "Open our panel in Zoom and raise a hand",
    "end": "End the meeting for all",
}
#: the steps in the words of the evidence
SHORT = {
    "account": "Zoom account",
    "start": "events",
    "people": "people",
    "captions": "captions",
    "chat": "chat",
    "hands": "hands",
    "end": "end",
}


@dataclass(frozen=True)
class Trial:
    """What was set, and what was heard of the session's meeting since the test began. None is never."""

    started_at: datetime
    has_secret: bool = True
    has_rest: bool = True
    has_app: bool = True
    read_at: datetime | None = None
    read_problem: str | None = None
    missing_scopes: tuple[str, ...] = ()
    refused_at: datetime | None = None
    refused_why: str | None = None
    meetings: int = 0
    running: int = 0
    people: int = 0
    stream: str | None = None
    stream_trouble: str | None = None
    is_connected: bool = False
    captions: int = 0
    chat: int = 0
    panel_at: datetime | None = None
    hands: int = 0


@dataclass(frozen=True)
class Step:
    """One step as it stands. `heard` says what came; `remedy` what to look at when nothing does."""

    key: str
    state: str
    do: str
    heard: str = ""
    remedy: str = ""

    @property
    def title(self) -> str:
        return TITLES[self.key]


def steps(trial: Trial) -> tuple[Step, ...]:
    """Every step, in the order in which they are done."""
    return (
        _account(trial),
        _start(trial),
        _people(trial),
        _captions(trial),
        _chat(trial),
        _hands(trial),
        _end(trial),
    )


def result_of(found: tuple[Step, ...]) -> dict[str, str]:
    """What to keep of the steps."""
    return {step.key: step.state for step in found}


def in_words(result: Mapping[str, str]) -> str:
    """A kept result as it is told: what worked first, what was off last."""
    order = [(state, key) for state in (YES, NO, WAIT, OFF) for key in SHORT if result.get(key) == state]
    return ", ".join(f"{SHORT[key]} {RESULTS[state]}" for state, key in order)


def _account(trial: Trial) -> Step:
    do = "Nothing to do here: the meeting is being read through Zoom’s interface."
    if not trial.has_rest:
        return Step("account", OFF, "No Zoom account is connected; people are approved in Zoom by hand.")
    if trial.read_problem is not None:
        return Step("account", NO, do, remedy=trial.read_problem)
    if trial.missing_scopes:
        words = "Zoom has not given our app these rights (scopes): " + ", ".join(trial.missing_scopes) + "."
        return Step("account", NO, do, "The meeting was read.", words)
    if trial.read_at is not None and trial.read_at >= trial.started_at:
        return Step("account", YES, do, "The meeting and its settings were read.")
    return Step(
        "account", WAIT, do, remedy="It takes a few seconds. If it stays so, the worker of this service is not running."
    )


def _start(trial: Trial) -> Step:
    do = "In Zoom, sign in as the host and start this session’s meeting, as you will on the day."
    if not trial.has_secret:
        return Step("start", NO, do, remedy="No Secret Token is set, so that nothing Zoom sends can be believed.")
    if trial.meetings:
        return Step("start", YES, do, "Zoom told us of the meeting. It is a try-out: the session has not begun.")
    refused = trial.refused_at is not None and trial.refused_at >= trial.started_at and trial.refused_why in OURS
    if refused and trial.refused_why is not None:
        return Step("start", NO, do, remedy=REFUSALS[trial.refused_why])
    return Step(
        "start",
        WAIT,
        do,
        remedy="Events come within seconds. Look whether the number of the meeting that you started is the one on the "
        "session’s page, whether the app is activated, and whether its event subscription names our address and "
        "meeting.started.",
    )


def _people(trial: Trial) -> Step:
    do = "Come in yourself, and let a colleague or your telephone join too; admit them from the waiting room."
    if trial.people:
        came = "1 person has" if trial.people == 1 else f"{trial.people} people have"
        return Step("people", YES, do, f"{came} come in. Nobody’s name was kept.")
    remedy = "If the start was heard and this was not, meeting.participant_joined is missing from the subscription."
    return Step("people", WAIT, do, remedy=remedy)


def _captions(trial: Trial) -> Step:
    do = "Switch captions on in Zoom (Show Captions) and say a sentence or two."
    if not trial.has_app:
        return Step("captions", OFF, "No app for captions is connected. The text comes from a recording or an upload.")
    if trial.captions:
        heard = "1 caption" if trial.captions == 1 else f"{trial.captions} captions"
        return Step("captions", YES, do, f"{heard} heard. Counted, and none kept.")
    if trial.stream_trouble == "refused":
        words = "Zoom does not let us into its stream: most often the client id or secret is that of another app."
        return Step("captions", NO, do, remedy=words)
    if trial.is_connected:
        return Step(
            "captions", WAIT, do, "We are connected.", "Can you see captions in Zoom? Where nobody can, none reach us."
        )
    if trial.stream is not None:
        return Step("captions", WAIT, do, "Zoom offers a stream, and we are connecting.", "That takes some seconds.")
    remedy = (
        "Zoom has offered no stream. Start the app in the meeting, under Apps, unless it starts by itself. If it "
        "cannot be started: is the Developer Pack there, is Share realtime meeting content with apps on, and does "
        "the app’s event subscription name our address and meeting.rtms_started?"
    )
    return Step("captions", WAIT, do, remedy=remedy)


def _chat(trial: Trial) -> Step:
    do = "In the meeting’s chat, write anything to everyone."
    if trial.chat:
        heard = "1 message" if trial.chat == 1 else f"{trial.chat} messages"
        return Step("chat", YES, do, f"{heard} to everyone heard. Counted, and none kept.")
    if not trial.has_app:
        return Step("chat", OFF, "The chat comes with captions. Until then the steward reads it.")
    return Step(
        "chat",
        WAIT,
        do,
        remedy="If captions were heard and this was not, the scope meeting:read:meeting_chat is missing.",
    )


def _hands(trial: Trial) -> Step:
    do = "As chair, open Apps in the meeting and choose our app; then let somebody raise a hand."
    if trial.hands:
        return Step("hands", YES, do, "A hand was heard. It is in no queue.")
    if not trial.has_app:
        return Step("hands", OFF, "No app for the panel is connected. People ask on their own page or in the chat.")
    if trial.panel_at is not None and trial.panel_at >= trial.started_at:
        return Step("hands", WAIT, do, "Our panel is open.", "Raise a hand in Zoom: under React, Raise Hand.")
    remedy = "If the panel stays blank, our address is missing from the app’s Domain Allow List."
    return Step("hands", WAIT, do, remedy=remedy)


def _end(trial: Trial) -> Step:
    do = "End the meeting in Zoom, for all. The session stays as it is."
    if trial.meetings and not trial.running:
        return Step("end", YES, do, "Zoom told us that it ended.")
    return Step("end", WAIT, do, remedy="The host ends it: End, End Meeting for All.")
