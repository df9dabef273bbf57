"""What Zoom should be, what its refusals mean, and what may be asked of it when. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

ADDS_PER_DAY = 3  # Zoom's, for one address of one meeting, until midnight UTC
CHANGES_PER_DAY = 10
MENDED_PER_DAY = 2  # ours: after that somebody in Zoom wants it otherwise, and we ask instead of arguing
LOOK_EVERY = timedelta(hours=1)
LOOK_OFTEN = timedelta(minutes=5)
LAST_HOUR = timedelta(hours=1)
LIST_LAG = timedelta(minutes=2)  # ours: Zoom's lists may be behind what it has just answered

#: settings that a reading keeps: no names, no addresses
KEPT = (
    "approval_type",
    "registrants_confirmation_email",
    "registrants_email_notification",
    "close_registration",
    "waiting_room",
    "join_before_host",
    "mute_upon_entry",
    "allow_multiple_devices",
    "auto_recording",
    "auto_start_meeting_summary",
    "auto_start_ai_companion_questions",
)
#: why a meeting could not be read
PROBLEMS = {
    "gone": "Zoom has no such meeting any more. Nobody’s place is touched. Make the meeting again in Zoom and give "
    "its number here; everybody with a seat is registered in it at once.",
    "no_account": "No Zoom account is connected, so nothing is read or set there. The administrator adds one.",
    "no_right": "Zoom does not let our app read this meeting. The administrator gives the app the right to read and "
    "change meetings and their registrants.",
    "away": "Zoom did not answer. We ask again by ourselves.",
}


@dataclass(frozen=True)
class SettingLine:
    """One setting: as it should be (True), not (False), or not to be seen from here (None)."""

    name: str
    ok: bool | None
    found: str
    wanted: str
    remedy: str


def judge(settings: Mapping[str, Any], *, hosts: int, text_source: str) -> tuple[SettingLine, ...]:
    """Each setting that matters, as it was found in Zoom (edge 64). What Zoom does not tell is said not to be told."""
    recording = "cloud" if text_source == "recording" else "none"
    return (
        _line(
            settings,
            "approval_type",
            "Registration approved by hand",
            1,
            {0: "approved by itself", 1: "by hand", 2: "no registration"},
            "In Zoom’s registration settings choose Manually Approve. As it is, anybody could come in.",
        ),
        _line(
            settings,
            "registrants_confirmation_email",
            "Zoom’s confirmation mails",
            False,
            ON_OFF,
            "Switch off Send confirmation email to registrants. Ours carries the link, after the code is agreed to.",
        ),
        _line(
            settings,
            "registrants_email_notification",
            "Zoom’s mails about approval",
            False,
            ON_OFF,
            "Switch off Zoom’s mails to registrants about approval and cancelling.",
        ),
        _line(
            settings,
            "close_registration",
            "Zoom takes our registrants",
            False,
            {False: "yes", True: "closed"},
            "Open registration in Zoom; whom it lets in is still decided here.",
        ),
        _line(settings, "waiting_room", "Waiting room", True, ON_OFF, "Switch the waiting room on for this meeting."),
        _line(
            settings,
            "join_before_host",
            "Joining before the host",
            False,
            ON_OFF,
            "Switch off Allow participants to join anytime, or nobody stands at the door.",
        ),
        _line(
            settings,
            "mute_upon_entry",
            "Muted on entry",
            True,
            ON_OFF,
            "Switch on Mute participants upon entry: people speak when they are called.",
        ),
        _line(
            settings,
            "allow_multiple_devices",
            "One link on several devices",
            False,
            ON_OFF,
            "Switch off Allow multiple devices, so that a link which was passed on lets in one person at a time.",
        ),
        _line(
            settings,
            "auto_recording",
            "Recording by itself",
            recording,
            {"none": "off", "local": "on the host’s computer", "cloud": "in the cloud"},
            "Choose in the cloud: the transcript is made from it."
            if recording == "cloud"
            else "Switch automatic recording off. The transcript is made from the captions.",
        ),
        _line(
            settings,
            "auto_start_meeting_summary",
            "Zoom’s own AI summary",
            False,
            ON_OFF,
            "Switch off the meeting summary of AI Companion: it would keep who said what.",
        ),
        SettingLine(
            "Alternative hosts",
            True if hosts else None,
            f"{hosts} named" if hosts else "none",
            "at least one",
            ""
            if hosts
            else "Name the chair or the steward as alternative host, so that the meeting can start "
            "without you. They are hosts and need no place.",
        ),
        SettingLine(
            "Captions, and no recording by participants",
            None,
            "Zoom does not tell us",
            "captions on, participants’ recording off",
            "Look in your Zoom account: Automated captions on, and Recording to computer off for participants.",
        ),
    )


ON_OFF = {True: "on", False: "off"}


def settings_to_set(settings: Mapping[str, Any], *, text_source: str) -> dict[str, Any]:
    """The settings that are wrong and that Zoom lets us set, as it wants them."""
    wanted = {
        "approval_type": 1,
        "registrants_confirmation_email": False,
        "registrants_email_notification": False,
        "close_registration": False,
        "waiting_room": True,
        "join_before_host": False,
        "mute_upon_entry": True,
        "allow_multiple_devices": False,
        "auto_recording": "cloud" if text_source == "recording" else "none",
        "auto_start_meeting_summary": False,
    }
    return {name: value for name, value in wanted.items() if name in settings and settings[name] != value}


def _line(
    settings: Mapping[str, Any], key: str, name: str, wanted: Any, words: Mapping[Any, str], remedy: str
) -> SettingLine:
    if key not in settings:
        return SettingLine(name, None, "Zoom does not tell us", words[wanted], remedy)
    found = settings[key]
    is_right = type(found) is type(wanted) and found == wanted
    return SettingLine(name, is_right, words.get(found, str(found)), words[wanted], "" if is_right else remedy)


# What Zoom refuses


@dataclass(frozen=True)
class Trouble:
    """Why Zoom does not have somebody as we want: what is so, what to do, and whether asking again may help."""

    title: str
    todo: str
    by_itself: bool = False  # we ask again without being told to


TROUBLES: dict[str, Trouble] = {
    "daily_limit": Trouble(
        "Zoom takes no more changes of this person today",
        "It takes three additions and ten changes of one person a day. We ask again after midnight (UTC).",
        by_itself=True,
    ),
    "shared_mailbox": Trouble(
        "A colleague with the same e-mail address is in Zoom already",
        "Zoom takes one person for each address. Ask for an address of their own and swap them to it; their seat is "
        "held, and they can join by telephone or be let in from the waiting room by name.",
    ),
    "is_host": Trouble(
        "This is the address of a host of the meeting",
        "Hosts and alternative hosts come in with their own Zoom account and need no link of ours.",
    ),
    "address_refused": Trouble(
        "Zoom does not take this name or address", "Look for a slip in it and swap the person to the right one."
    ),
    "registration_off": Trouble(
        "The meeting takes no registrations in Zoom",
        "Switch registration with approval by hand on for it, then try again.",
    ),
    "full": Trouble("The meeting is full in Zoom", "Raise the number of people the plan or the meeting allows."),
    "over": Trouble("For Zoom the meeting is over", "Look at its date in Zoom, then try again."),
    "meeting_gone": Trouble(
        "Zoom has no such meeting", "Make it again in Zoom and give its number here.", by_itself=True
    ),
    "no_right": Trouble(
        "Our app may not do this in Zoom", "The administrator gives it the right to add and change registrants."
    ),
    "decided_in_zoom": Trouble(
        "Somebody keeps deciding otherwise in Zoom",
        "We put it right twice today and then stopped. Settle it with whoever works there, then try again.",
    ),
    "refused": Trouble("Zoom refused", "Try again; if it stays so, do it by hand in Zoom."),
}

#: Zoom's own numbers, where it gives one (REST reference, error codes of the meeting calls)
CODES = {
    3000: "over",
    3001: "meeting_gone",
    3027: "is_host",
    3034: "full",
    3035: "full",
    3038: "over",
    3043: "full",
    4711: "no_right",
    4700: "no_right",
    200: "no_right",
}


def trouble_of(status: int, code: int | None, message: str) -> str:
    """The word for a refusal: by Zoom's number, then by what HTTP's status means, then by what it says."""
    if code in CODES:
        return CODES[code]
    if status in (401, 403):
        return "no_right"
    if status == 429:
        return "daily_limit"
    said = message.casefold()
    if "registration has not been enabled" in said:
        return "registration_off"
    if "host" in said:
        return "is_host"
    if code == 300 or status == 400:
        return "address_refused"
    return "refused"


# When to ask


def next_midnight(now: datetime) -> datetime:
    """When Zoom's count of a day begins anew, and a minute, since its clock is not ours."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(0, 1), UTC)


def utc_day(now: datetime) -> str:
    """The day by which Zoom counts."""
    return f"{now.astimezone(UTC):%Y-%m-%d}"


def may_ask(what: str, *, adds: int, changes: int) -> bool:
    """Whether Zoom takes one more `add` or `change` of this person today."""
    return adds < ADDS_PER_DAY if what == "add" else changes < CHANGES_PER_DAY


def is_due(last: datetime | None, now: datetime, *, until_start: timedelta) -> bool:
    """Whether to compare lists again: every hour, in the last hour and while it runs every five minutes."""
    every = LOOK_OFTEN if until_start <= LAST_HOUR else LOOK_EVERY
    return last is None or now - last >= every


@dataclass(frozen=True)
class Known:
    """One registration of ours as we believe Zoom has it, and how fresh that is."""

    wanted: str
    state: str
    is_registered: bool  # we know its registrant id
    heard_at: datetime | None
    mended_today: int = 0
    is_refused: bool = False
    retry_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """What to do about one registration after reading Zoom's list."""

    state: str | None = None  # believe this from now on
    push: bool = False
    trouble: str | None = None


def compared(known: Known, listed: str | None, *, asked_at: datetime, now: datetime) -> Step:
    """Compare what we want with Zoom's list; `listed` is the list somebody stands on, None for no list.

    Zoom's word by webhook since the list was asked for wins over the list, and nobody of whom it spoke a moment before
    is believed gone because they are not on it yet. What differs is put right twice a day at
    most; what Zoom refused is left until somebody tries again, or its time has come.
    """
    if known.heard_at is not None and known.heard_at >= asked_at:
        return Step()
    if listed is None and known.heard_at is not None and known.heard_at >= asked_at - LIST_LAG:
        return Step()
    state = listed or ("cancelled" if known.is_registered else "none")
    believed = state if state != known.state else None
    if known.wanted in ("none", "pending", state) or (known.wanted == "cancelled" and state in ("none", "denied")):
        return Step(believed)
    if known.wanted == "denied" and state in ("cancelled", "none"):
        return Step(believed)
    waits = known.retry_at is not None and now < known.retry_at
    if waits or (known.is_refused and known.retry_at is None):
        return Step(believed)
    if known.mended_today >= MENDED_PER_DAY:
        return Step(believed, trouble="decided_in_zoom")
    return Step(believed, push=True)
