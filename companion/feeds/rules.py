"""How each feed of Zoom's stands, from the signs of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from companion.captions.recording_state import RecordingState

ON, TRIED, QUIET, OFF, WRONG = "on", "tried", "quiet", "off", "wrong"
STATES = {ON: "On", TRIED: "Tried, and heard", QUIET: "Ready, nothing heard", OFF: "Off", WRONG: "Needs attention"}

#: a reading of Zoom older than this means that asking it has stopped
READ_LATELY = timedelta(hours=3)
#: a refused delivery says something about today's settings for so long
REFUSED_LATELY = timedelta(hours=24)

#: why a delivery was not believed → what to do. The words are those of `zoom_hooks.signatures`.
REFUSALS = {
    "bad_signature": "Something knocked at our address with a signature that does not fit. Most often the Secret Token "
    "that the administrator set is not the one that this Zoom app shows, or a second app’s is missing.",
    "stale": "A delivery came that was signed too long ago. Most often this server’s clock is wrong.",
    "missing_signature": "Something knocked at our address without a signature. That is not Zoom, and nothing to do.",
    "bad_timestamp": "Something knocked at our address with a time that cannot be read. That is not Zoom.",
    "no_secret": "Zoom knocked, and no Secret Token is set, so that nothing it says can be believed.",
}
#: refusals that somebody's settings can be the cause of; the others are strangers at an open address
OURS = frozenset({"bad_signature", "stale", "no_secret"})


@dataclass(frozen=True)
class Signs:
    """Everything that tells how the feeds of one session stand. Times are the machine's; None is never."""

    now: datetime
    has_meeting: bool
    is_https: bool
    has_secret: bool
    has_rest: bool
    has_app: bool
    is_live: bool = False
    wants_recording: bool = False  # the transcript is made from it
    fills_gaps: bool = False  # it is asked for where live captions missed something
    event_at: datetime | None = None  # a delivery about this session's meeting
    any_event_at: datetime | None = None  # a delivery about anything
    refused_at: datetime | None = None
    refused_why: str | None = None
    read_at: datetime | None = None
    read_problem: str | None = None
    missing_scopes: tuple[str, ...] = ()
    stream: str | None = None  # as `captions.liveness.Heard`
    caption_at: datetime | None = None
    chat_at: datetime | None = None
    panel_at: datetime | None = None
    hand_at: datetime | None = None
    recordings: tuple[RecordingState, ...] = ()  # of this session’s meeting, one for each start of it
    tried: Mapping[str, datetime] = field(default_factory=dict)  # feed → when a try-out of this meeting heard it


@dataclass(frozen=True)
class Feed:
    """One feed: how it stands, when it was last heard of, and what is missing (None when nothing is)."""

    key: str
    state: str
    heard_at: datetime | None = None
    heard_what: str = ""
    missing: str | None = None


def feeds(signs: Signs) -> tuple[Feed, ...]:
    """The six feeds, in the order in which they are switched on."""
    found = (events(signs), account(signs), captions(signs), chat(signs), hands(signs), recording(signs))
    return tuple(_tried(feed, signs) for feed in found)


def _tried(feed: Feed, signs: Signs) -> Feed:
    """What was not heard of the session yet, and was heard when somebody tried it."""
    if feed.state != QUIET or feed.key not in signs.tried or not signs.has_meeting:
        return feed
    return Feed(feed.key, TRIED, signs.tried[feed.key], "in a try-out of this meeting")


def events(signs: Signs) -> Feed:
    """Zoom's webhooks: who registers, who comes, when it starts."""
    if not signs.has_secret:
        return Feed("events", OFF, missing="No Secret Token is set, so that nothing Zoom sends can be believed.")
    refused = _refusal(signs)
    if refused is not None:
        return Feed("events", WRONG, signs.event_at, "about this meeting", refused)
    if signs.event_at is not None:
        return Feed("events", ON, signs.event_at, "about this meeting")
    if signs.any_event_at is not None:
        return Feed(
            "events",
            QUIET if signs.has_meeting else ON,
            signs.any_event_at,
            "about other meetings",
            None if signs.has_meeting else "No Zoom meeting is linked to this session yet.",
        )
    if not signs.is_https:
        return Feed(
            "events", WRONG, missing="Our own address is not a protected one (https). Zoom sends events to no other."
        )
    return Feed("events", QUIET, missing="The Secret Token is set, and Zoom has never sent anything.")


def _refusal(signs: Signs) -> str | None:
    """Why deliveries are refused lately; None once one was believed after it."""
    if signs.refused_at is None or signs.refused_why not in OURS or signs.now - signs.refused_at > REFUSED_LATELY:
        return None
    if signs.any_event_at is not None and signs.any_event_at > signs.refused_at:
        return None
    return REFUSALS[signs.refused_why]


def account(signs: Signs) -> Feed:
    """Zoom's REST interface: what we ask and tell."""
    if not signs.has_rest:
        return Feed("account", OFF, missing="No Zoom account is connected.")
    if not signs.has_meeting:
        return Feed("account", QUIET, missing="No Zoom meeting is linked to this session yet.")
    if signs.read_problem is not None:
        return Feed("account", WRONG, signs.read_at, "the meeting’s settings", signs.read_problem)
    if signs.missing_scopes:
        words = f"Zoom has not given our app these rights (scopes): {', '.join(signs.missing_scopes)}."
        return Feed("account", WRONG, signs.read_at, "the meeting’s settings", words)
    if signs.read_at is None:
        return Feed("account", QUIET, missing="The meeting has not been read yet. That happens within a minute or two.")
    if signs.now - signs.read_at > READ_LATELY:
        return Feed(
            "account",
            QUIET,
            signs.read_at,
            "the meeting’s settings",
            "It should be read every hour. Is the worker running?",
        )
    return Feed("account", ON, signs.read_at, "the meeting’s settings")


def captions(signs: Signs) -> Feed:
    """Live captions by Zoom's stream."""
    if not signs.has_app:
        return Feed("captions", OFF, missing="No Zoom app that may hear captions is connected.")
    if not signs.has_secret:
        return Feed("captions", OFF, missing="Captions begin with an event of Zoom’s, and events are off.")
    if signs.stream in STREAM_TROUBLES and signs.is_live:
        return Feed("captions", WRONG, signs.caption_at, "words", STREAM_TROUBLES[signs.stream])
    if signs.caption_at is not None:
        return Feed("captions", ON, signs.caption_at, "words")
    if signs.stream is not None:
        return Feed("captions", QUIET, missing="Zoom offers a stream, and no words have come in it yet.")
    return Feed("captions", QUIET, missing="They begin in the meeting. A connection test shows whether they do.")


#: state of a stream in a running meeting → what it means
STREAM_TROUBLES = {
    "interrupted": "The connection was lost. It is being made again by itself.",
    "paused": "Somebody paused it in Zoom. The host can let it go on, under Apps.",
    "refused": "Zoom does not let us in: most often the client id or secret is that of another app.",
    "revoked": "Zoom withdrew the captions, and what had been collected was deleted.",
    "ended": "The stream ended before the meeting did. Ask for it again on the page with Zoom’s settings.",
}


def chat(signs: Signs) -> Feed:
    """The meeting's chat, in the same stream as captions, or by an event on few accounts."""
    if signs.chat_at is not None:
        return Feed("chat", ON, signs.chat_at, "a message to everyone")
    if not signs.has_app:
        return Feed("chat", OFF, missing="The chat comes with captions, and no app for them is connected.")
    return Feed("chat", QUIET, missing="Nobody has written to everyone yet.")


def hands(signs: Signs) -> Feed:
    """Hands raised in Zoom itself, which only our panel inside Zoom can see."""
    if signs.hand_at is not None or signs.panel_at is not None:
        heard = max(at for at in (signs.hand_at, signs.panel_at) if at is not None)
        what = "a hand" if signs.hand_at is not None and signs.hand_at == heard else "our panel in Zoom"
        return Feed("hands", ON, heard, what)
    if not signs.has_app:
        return Feed("hands", OFF, missing="Zoom tells nobody of hands except a panel that the chair opens inside Zoom.")
    return Feed("hands", QUIET, missing="Nobody who runs this session has opened our panel in Zoom yet.")


def recording(signs: Signs) -> Feed:
    """The transcript that Zoom makes of a cloud recording: the text itself, or what fills captions' gaps."""
    if signs.recordings:
        return _recorded(signs)
    if not (signs.wants_recording or signs.fills_gaps):
        return Feed("recording", OFF, missing="This session’s transcript is uploaded, not made from a recording.")
    if not (signs.has_rest and signs.has_secret):
        return Feed(
            "recording", OFF, missing="Fetching it needs the Zoom account and its events, and one of them is off."
        )
    if signs.wants_recording:
        return Feed("recording", QUIET, missing="Zoom makes it after the meeting, in minutes or hours.")
    return Feed(
        "recording", QUIET, missing="Zoom is asked for it after the meeting, where live captions missed something."
    )


def _recorded(signs: Signs) -> Feed:
    """What came of asking for it. A meeting that was started twice may have two; the worst is told first."""
    found = signs.recordings
    taken_at = max((one.taken_at for one in found if one.taken_at is not None), default=None)
    what = _taken(found)
    kept = (one for one in found if one.deleted_at is None)
    trouble = next((words for one in kept for words in (one.trouble, one.deletion_trouble) if words), None)
    if trouble is not None:
        return Feed("recording", WRONG, taken_at, what, trouble)
    if any(one.state == "waiting" for one in found):
        missing = "Zoom is asked for it, at longer and longer intervals for two days, and has none yet."
        return Feed("recording", QUIET, taken_at, what, missing)
    gone_at = max((one.deleted_at for one in found if one.deleted_at is not None), default=None)
    gone = "It was deleted in Zoom, and Zoom was seen to have none afterwards." if gone_at is not None else None
    if taken_at is not None:
        return Feed("recording", ON, taken_at, what, gone)
    if gone_at is not None:
        return Feed("recording", OFF, missing=gone)
    state = WRONG if signs.wants_recording else OFF
    return Feed("recording", state, missing="Zoom has no transcript of a recording of this meeting.")


def _taken(found: Iterable[RecordingState]) -> str:
    """How much recordings told."""
    taken = [one for one in found if one.taken_at is not None]
    cues, minutes = sum(one.cues for one in taken), sum(one.filled_minutes for one in taken)
    if not cues:
        return "nothing that the captions lack" if taken else ""
    return f"{cues} {_one(cues, 'sentence')}, for {minutes} {_one(minutes, 'minute')} without captions"


def _one(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def in_short(found: Iterable[Feed]) -> str:
    """How many stand how, as a sentence; what needs attention first."""
    states = [feed.state for feed in found]
    words = {WRONG: "to look at", ON: "on", TRIED: "tried and heard", QUIET: "ready", OFF: "off"}
    return ", ".join(f"{states.count(state)} {words[state]}" for state in words if state in states) + "."
