"""What may be asked for so that somebody can take part, how it goes on from there, and what the meeting is told. Pure.

A request is about one thing. What it is about may tell of somebody's health, so states and dates are all that may stand
in the clear; the words travel as a `Wish` and are sealed wherever they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from companion.kernel.errors import BadInput, DomainError
from companion.kernel.text import clean, clean_line
from companion.kernel.working_days import Calendar, Clock, Limit, day_of
from companion.people.addresses import BadAddress, read_address

#: what can be asked for → its words on a form, and what each means
KINDS: dict[str, tuple[str, str]] = {
    "bsl": ("A British Sign Language interpreter", "Pinned in Zoom for whoever needs one."),
    "captioner": ("Captions written by a person", "Zoom’s own captions are always on. A captioner is more exact."),
    "breaks": ("Breaks", "The chair stops the meeting for a few minutes."),
    "more_time": ("More time when it is my turn to speak", "Your own clock runs longer. Nobody is told why."),
    "phone": ("To take part by telephone", "No screen needed: you press keys to ask to speak."),
    "papers": ("Papers by post, or in another form", "Large print, easy read, plain text, or what suits you."),
    "supporter": ("Somebody beside me", "They get a link of their own and use none of your landlord’s seats."),
    "other": ("Something else", "Say it in your own words on the next page."),
}
#: the same where somebody asks for another person
KINDS_FOR_ANOTHER: dict[str, tuple[str, str]] = {
    **KINDS,
    "more_time": ("More time when it is their turn to speak", "Their own clock runs longer. Nobody is told why."),
    "phone": ("To take part by telephone", "No screen needed: they press keys to ask to speak."),
    "papers": ("Papers by post, or in another form", "Large print, easy read, plain text, or what suits them."),
    "supporter": (
        "Somebody beside them",
        "Whoever it is gets a link of their own and uses none of the landlord’s seats.",
    ),
}
PAPER_FORMS: dict[str, str] = {
    "post": "By post",
    "large_print": "In large print",
    "easy_read": "In easy read",
    "plain": "As plain text",
    "other": "In another way",
}
STATES = (
    "requested",
    "acknowledged",
    "agreed",
    "alternative_offered",
    "in_place",
    "confirmed_by_person",
    "withdrawn",
)
OPEN = ("requested", "acknowledged", "alternative_offered", "agreed")  # somebody still has to do something
SETTLED = ("agreed", "in_place", "confirmed_by_person")  # the meeting can count on it
STATE_WORDS = {
    "requested": "Asked for",
    "acknowledged": "Being arranged",
    "agreed": "Agreed",
    "alternative_offered": "Another way suggested",
    "in_place": "In place",
    "confirmed_by_person": "Works for them",
    "withdrawn": "Taken back",
}
#: (event, from) → to. What is not here does not happen.
MOVES: dict[tuple[str, str], str] = {
    ("acknowledge", "requested"): "acknowledged",
    ("agree", "requested"): "agreed",
    ("agree", "acknowledged"): "agreed",
    ("agree", "alternative_offered"): "agreed",
    ("offer", "requested"): "alternative_offered",
    ("offer", "acknowledged"): "alternative_offered",
    ("accept", "alternative_offered"): "agreed",
    ("place", "agreed"): "in_place",
    ("confirm", "in_place"): "confirmed_by_person",
    ("not_right", "alternative_offered"): "requested",
    ("not_right", "agreed"): "requested",
    ("not_right", "in_place"): "requested",
    ("not_right", "confirmed_by_person"): "requested",
    **{("withdraw", state): "withdrawn" for state in STATES if state != "withdrawn"},
}
BY_STAFF = ("acknowledge", "agree", "offer", "place", "withdraw")
BY_PERSON = ("accept", "confirm", "not_right", "withdraw")

ACKNOWLEDGE_WITHIN = Limit(2, "working days")  # our own target (LC-41 sets none)
SOON = timedelta(days=7)  # before the start: what is not in place by then is pressing
KEEP_AFTER = timedelta(days=7)  # after the forum session, without consent
KEEP_FOR_NEXT = timedelta(days=365)  # with consent, counted from when it was last asked for
MOST_MINUTES = 15
MOST_BETWEEN_BREAKS = 90


class NotFromHere(DomainError):
    message = "This request has moved on since you opened the page. Load it again to see how it stands."


class TooLate(DomainError):
    message = "This forum session is over or called off. Write to us about the next one."


class NoPlace(DomainError):
    message = "This person has no place at the forum session. Register them first, then ask for what they need."


class AlreadyAsked(DomainError):
    message = "You have asked for this already. It stands on the page, with how far it is."


class WishProblem(BadInput):
    """One answer of the form cannot be used: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Wish:
    """One thing that somebody needs, as it was typed. Sealed wherever it is stored."""

    kind: str
    minutes: int | None = None  # of a turn, or between breaks
    form: str | None = None  # of papers
    words: str = ""
    name: str = ""  # of a supporter
    address: str = ""

    @property
    def title(self) -> str:
        """What it is, in the words of the form."""
        if self.kind == "more_time" and self.minutes:
            return f"{self.minutes} minutes for each turn"
        if self.kind == "breaks" and self.minutes:
            return f"A break after {self.minutes} minutes"
        if self.kind == "papers" and self.form:
            return f"Papers {_lower(PAPER_FORMS[self.form])}"
        return KINDS[self.kind][0]

    def as_record(self) -> dict[str, Any]:
        """The wish as plain values, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Wish:
        """The wish that `as_record` wrote down."""
        return cls(**record)


@dataclass(frozen=True)
class Due:
    """What has to happen next and by when; `at` is None when it is the person's turn, or nobody's."""

    words: str
    at: datetime | None = None
    is_over: bool = False
    is_soon: bool = False

    @property
    def last_moment(self) -> datetime | None:
        """The last second that is in time."""
        return last_moment(self.at) if self.at else None


def read_wish(kind: str, typed: dict[str, str]) -> Wish:
    """One wish from the fields of the form, such as `minutes-more_time`. Raises WishProblem, naming the field."""
    if kind not in KINDS:
        raise WishProblem("kinds", "Choose from the list, or “Something else”")
    words = clean(typed.get(f"words-{kind}", ""), most=1000)
    if kind == "more_time":
        return Wish(kind, minutes=_minutes(typed, "minutes-more_time", 1, MOST_MINUTES, "for each turn"), words=words)
    if kind == "breaks":
        return Wish(
            kind, minutes=_minutes(typed, "minutes-breaks", 5, MOST_BETWEEN_BREAKS, "until a break"), words=words
        )
    if kind == "papers":
        form = typed.get("form-papers", "")
        if form not in PAPER_FORMS:
            raise WishProblem("form-papers", "Choose how the papers should come")
        if form in ("post", "other") and not words:
            what = "Enter the address they go to" if form == "post" else "Say in which form you need them"
            raise WishProblem("words-papers", what)
        return Wish(kind, form=form, words=words)
    if kind == "supporter":
        return _supporter(typed, words)
    if kind == "other" and not words:
        raise WishProblem("words-other", "Say what would help")
    return Wish(kind, words=words)


def read_wishes(kinds: Sequence[str], typed: dict[str, str]) -> tuple[list[Wish], list[WishProblem]]:
    """Every wish that was ticked, and what is wrong with the others, in the order of the form."""
    wishes, problems = [], []
    for kind in sorted(set(kinds), key=lambda kind: list(KINDS).index(kind) if kind in KINDS else -1):
        try:
            wishes.append(read_wish(kind, typed))
        except WishProblem as problem:
            problems.append(problem)
    if not kinds:
        problems.append(WishProblem("kinds", "Tick at least one, or write to us instead"))
    return wishes, problems


def moved(state: str, event: str) -> str:
    """The state after an event. Raises NotFromHere."""
    try:
        return MOVES[event, state]
    except KeyError as error:
        raise NotFromHere from error


def possible(state: str, among: Sequence[str]) -> tuple[str, ...]:
    """The events of `among` that can happen in a state, in their order."""
    return tuple(event for event in among if (event, state) in MOVES)


def acknowledge_by(asked_at: datetime, calendar: Calendar) -> datetime:
    """The end of the day by which we want to have answered: two working days after it was asked for."""
    return Clock(day_of(asked_at), ACKNOWLEDGE_WITHIN).due_at(calendar)


def last_moment(by: datetime) -> datetime:
    """The last second that is in time, for saying the day of a limit that ends at midnight."""
    return by - timedelta(seconds=1)


def due(
    state: str, *, asked_at: datetime, starts_at: datetime, now: datetime, session_now: datetime, calendar: Calendar
) -> Due:
    """What comes next for a request. `now` is the system's time, `session_now` the forum session's own."""
    if state == "requested":
        at = acknowledge_by(asked_at, calendar)
        return Due("Acknowledge", at, is_over=now >= at or session_now >= starts_at, is_soon=True)
    if state in ("acknowledged", "agreed"):
        words = "Agree, or suggest another way" if state == "acknowledged" else "Put in place"
        return Due(words, starts_at, is_over=session_now >= starts_at, is_soon=session_now >= starts_at - SOON)
    if state == "alternative_offered":
        return Due("Their answer", starts_at, is_over=session_now >= starts_at, is_soon=session_now >= starts_at - SOON)
    return Due({"in_place": "They say whether it works", "confirmed_by_person": "Nothing"}.get(state, "Nothing"))


def meeting_words(wish: Wish, for_chair: str = "") -> str | None:
    """What the meeting has to know of a wish, and no more; None when it need know nothing (papers, words of their own).

    `for_chair` is the line that the organiser wrote for the chair.
    """
    known = {
        "bsl": "BSL interpreter",
        "captioner": "Human captioner",
        "breaks": f"Break after {wish.minutes} min",
        "more_time": f"More time for each turn: {wish.minutes} min",
        "phone": "Joins by phone",
        "supporter": "A supporter comes along",
    }
    said = [words for words in (known.get(wish.kind), for_chair) if words]
    return ". ".join(said) or None


def summary(settled: Iterable[Wish], unsettled: int = 0) -> str:
    """One line without names for a run sheet: "1 BSL interpreter, 2 by phone, break after 45 min"."""
    wishes = list(settled)
    counts = Counter(wish.kind for wish in wishes)
    breaks = min((wish.minutes for wish in wishes if wish.kind == "breaks" and wish.minutes), default=None)
    parts = [
        _counted(counts["bsl"], "BSL interpreter", "people need a BSL interpreter"),
        _counted(counts["captioner"], "human captioner", "people need a human captioner"),
        _counted(counts["phone"], "by phone", "by phone"),
        _counted(counts["more_time"], "with more time to speak", "with more time to speak"),
        _counted(counts["supporter"], "supporter", "supporters"),
        _counted(counts["papers"], "with papers in another form", "with papers in another form"),
        f"break after {breaks} min" if breaks else "",
        _counted(counts["other"], "other adjustment", "other adjustments"),
        f"{unsettled} not settled yet" if unsettled else "",
    ]
    return ", ".join(part for part in parts if part)


def longest_turns(granted: Iterable[tuple[Any, Wish]]) -> dict[Any, timedelta]:
    """The length of each one's turns, for those who have more time: the longest where it was asked for twice."""
    found: dict[Any, timedelta] = {}
    for whose, wish in granted:
        if wish.kind == "more_time" and wish.minutes:
            found[whose] = max(found.get(whose, timedelta()), timedelta(minutes=wish.minutes))
    return found


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _minutes(typed: dict[str, str], field: str, least: int, most: int, what: str) -> int:
    text = clean_line(typed.get(field, ""), most=10)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise WishProblem(field, f"Enter how many minutes {what}, from {least} to {most}")
    return int(text)


def _supporter(typed: dict[str, str], words: str) -> Wish:
    name = clean_line(typed.get("name-supporter", ""), most=120)
    if not name:
        raise WishProblem("name-supporter", "Enter the name of whoever comes with you")
    try:
        address = read_address(typed.get("email-supporter", "")[:320])
    except BadAddress as error:
        raise WishProblem("email-supporter", error.message) from error
    return Wish("supporter", words=words, name=name, address=address)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
