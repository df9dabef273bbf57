"""How a frame is said in words and shapes as a page is opened; `floor-words.js` says the same afterwards."""

from __future__ import annotations

from msgspec import Struct

from companion.floor.clocks import LEAST_USEFUL_MS
from companion.floor.snapshots import Frame
from companion.kernel.clocks import from_ms, london_time

KINDS: dict[str, tuple[str, str]] = {
    "comment": ("chat-left-text", "Comment"),
    "question": ("question-circle", "Question"),
    "reply": ("chat-left-text", "Reply"),
    "answer": ("chat-left-text", "Answer"),
    "read_out": ("megaphone", "Read out"),
    "point_of_order": ("flag", "Point of order"),
    "access": ("life-preserver", "Access need"),
}
SOURCES: dict[str, str] = {
    "page": "from the page",
    "chat": "from the chat",
    "zoom": "from Zoom",
    "staff": "from the steward",
}
MARKS: dict[str, tuple[str, str]] = {
    "new": ("new", "New voice"),
    "away": ("away", "Away, place kept"),
    "resting": ("away", "No answer yet"),
    "moved": ("", "Moved"),
    "deferred": ("", "Lets others go first"),
    "interest": ("care", "Interest"),
    "invited": ("", "Invited"),
}
STATES: dict[str, str] = {
    "lobby": "The session has not started",
    "paused": "A break",
    "ended": "The session is over",
    "live": "Nobody is speaking",
}


class Face(Struct, frozen=True):
    """A clock as it looks: state, digits, the word beside them, and what is left of the dial (0 to 100)."""

    state: str
    digits: str
    word: str
    left: int


READY = Face("ready", "", "Ready", 100)


def face(clock: Frame) -> Face:
    """How a clock looks at the moment of its frame."""
    limit, elapsed = clock["limit_ms"], clock["elapsed_ms"]
    if limit is None:
        word = {"ready": "Ready", "paused": "Paused"}.get(clock["state"], "so far")
        return Face(clock["state"], digits(elapsed), word, 100)
    left = limit - elapsed
    if clock["state"] == "over" or left <= 0:
        state = "paused" if clock["state"] == "paused" else "over"
        late = "Please finish" if -left >= clock["grace_ms"] else "Time is up"
        return Face(state, f"+{digits(-left)}", "Paused" if state == "paused" else late, 0)
    word = {
        "ready": "Ready",
        "paused": "Paused",
        "warning": f"Under {clock['warn_ms'] // 1000} seconds",
    }.get(clock["state"], f"left of {digits(limit)}")
    return Face(clock["state"], digits_left(left), word, max(min(left * 100 // limit, 100), 0) if limit else 0)


def digits(ms: int) -> str:
    """Minutes and seconds, whole seconds gone by: 1:20."""
    seconds = max(ms, 0) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def digits_left(ms: int) -> str:
    """Minutes and seconds still left, so that 0:00 is shown only when nothing is."""
    return digits(ms + 999)


def kind(name: str) -> tuple[str, str]:
    """Icon and word of a kind of request."""
    return KINDS.get(name, KINDS["comment"])


def source(sources: list[str]) -> str:
    """Where a hand came from first."""
    return SOURCES.get(sources[0], "") if sources else ""


def first(name: str) -> str:
    """How somebody is spoken to: by the first name; a telephone by all that is known of it."""
    return name if name.startswith("Phone ") else name.split(" ")[0]


def minutes(ms: int) -> str:
    """How long somebody waits."""
    whole = max(ms, 0) // 60_000
    return f"{whole} min" if whole else "just now"


def had(turns: int, spent_ms: int) -> str:
    """What somebody has had of the floor."""
    if not turns:
        return "no turn yet"
    return f"{turns} {'turn' if turns == 1 else 'turns'}, {digits(spent_ms)}"


def despite(called: Frame | None) -> str:
    """Whether a start has to be meant all the same, since hardly any of the item's or landlord's time is left."""
    if called is None or called["limit_cause"] not in ("item", "landlord"):
        return ""
    return "yes" if called["clock"]["limit_ms"] < LEAST_USEFUL_MS else ""


def start_words(called: Frame | None) -> str:
    """What the button that starts a turn says: how little is left, where that is so."""
    if called is None or not despite(called):
        return "Start"
    return f"Start with {digits(called['clock']['limit_ms'])}"


def turns_before(turns: int) -> str:
    """Which turn of somebody's it is."""
    return "first turn today" if turns <= 0 else f"turn {turns + 1} today"


def marks(row: Frame) -> list[tuple[str, str]]:
    """The marks of a row, as kind and words."""
    found = [MARKS[name] for name in row["marks"] if name in MARKS]
    if row["moved_why"]:
        found = [(name, f"Moved: {row['moved_why']}" if words == "Moved" else words) for name, words in found]
    return [*found, ("", f"Passed {row['passes']}×")] if row["passes"] else found


def waiting(count: int) -> str:
    """The head of the queue."""
    return "Nobody is waiting" if not count else f"{count} waiting"


def list_words(held: Frame) -> str:
    """Whether hands are taken."""
    if not held["open"]:
        return "list closed"
    return "list open" if held["places"] is None else f"{held['places']} more taken"


def item_words(item: Frame | None, held: Frame) -> str:
    """Which item is open, and whether hands are taken."""
    if item is None:
        return f"No item is open · {list_words(held)}"
    number = f"Item {item['number']} of {item['of']} · " if item["number"] else ""
    return number + list_words(held)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def own_place(frame: Frame) -> int:
    """The place of a registrant's own request in the queue, from 1; 0 when it does not wait there."""
    own = frame.get("own")
    return frame["queue"].index(own["id"]) + 1 if own and own["id"] in frame["queue"] else 0


def wait_words(frame: Frame, place: int) -> str:
    """About how long until somebody's turn, as a range; what may change when it cannot be told."""
    firm = frame["firm"][place - 1] if place else 1
    if not firm:
        return "The order may change, so that new voices are heard"
    wait, ahead = frame["wait"], place - 1
    low = (wait["rest_ms"] + ahead * wait["low_ms"]) // 60_000
    high = -(-(wait["rest_ms"] + (ahead + firm - 1) * wait["high_ms"]) // 60_000)
    if high <= 1:
        return "about a minute or less"
    return f"about {low}–{high} min" if low else f"at most {high} min"


def spoken(ms: int | None) -> str:
    """A length of time as one says it."""
    if ms is None:
        return "the floor"
    seconds = max(ms, 0) // 1000
    if seconds % 60 == 0 and seconds:
        return f"{seconds // 60} {'minute' if seconds == 60 else 'minutes'}"
    return f"{seconds} seconds" if seconds < 60 else f"{digits(ms)} minutes"


def stage_more(frame: Frame) -> str:
    """How many wait beyond those whom the stage shows."""
    left = frame["waiting"] - len(frame["next"])
    if frame["mode"] == "counts":
        return people_waiting(left).rstrip(".")
    if left > 0:
        return f"and {left} more waiting"
    return "" if frame["next"] else "Nobody is waiting"


def people_waiting(count: int) -> str:
    """How many wait, in a sentence."""
    if not count:
        return "Nobody is waiting."
    return "1 person is waiting." if count == 1 else f"{count} people are waiting."


def is_invited(frame: Frame) -> bool:
    """Whether the chair has asked this registrant, who has no hand up, whether they would like to come in."""
    return not frame.get("own") and bool({*frame["invited"]} & {*frame.get("own_tokens", ())})


def at(ms: int) -> str:
    """The time of day people read."""
    return london_time(from_ms(ms))


def has_interests(held: Frame | None) -> bool:
    """Whether the chair has anything to see of declared interests."""
    shown = ("asks", "standing", "held", "readmit", "aside", "knowingly")
    return held is not None and any(held[name] for name in shown)


def presence(who: Frame) -> str:
    """Of somebody whom an interest is about: whether they have left as they were asked, or may speak once."""
    return {
        "here": f"{who['name']}: ask them to leave, or move them to the waiting room",
        "left": f"{who['name']} has left",
        "back": f"{who['name']} is back during the item",
    }.get(who["presence"]) or (f"{who['name']} may make one statement" if who["statement"] else "")


def aside(one: Frame | None) -> str:
    """Who has the controls while the chair has stood aside."""
    return f"{one['chair']} has stood aside. {one['deputy']} has the controls for this item." if one else ""


def hint_kind(frame: Frame) -> str:
    """Which news stands beside the queue: the most pressing one, or none."""
    if frame["state"] in ("lobby", "ended"):
        return ""
    kinds = (("alert", frame["alert"]), ("asked", frame["invited"]), ("invite", frame["invite"]))
    found = next((kind for kind, is_so in kinds if is_so), "")
    return found or ("silent" if frame["heard"]["silent"] else "")


def hint_words(frame: Frame) -> str:
    """The words of that news."""
    kind = hint_kind(frame)
    if kind in ("alert", "invite"):
        return str(frame[kind]["words"])
    if kind == "asked":
        first = frame["invited"][0]
        return f"{first['name'] or first['landlord'] or 'Somebody'} has been asked to come in."
    count = frame["heard"]["silent"]
    return f"{count} {'landlord has' if count == 1 else 'landlords have'} not asked yet." if kind else ""


def flag_of(frame: Frame) -> Frame | None:
    """What the microphones suggest at the frame's own moment."""
    now_ms = frame["now_ms"]
    standing = (one for one in frame["flags"] if one["from_ms"] <= now_ms)
    return next((one for one in standing if one["until_ms"] is None or now_ms < one["until_ms"]), None)


def landlord_left(turn: Frame) -> str:
    """How much of a landlord's time is left, where it is limited."""
    left = turn["landlord_left_ms"]
    if left is None:
        return ""
    whose = turn["landlord"] or "Their landlord"
    return f"{whose}: {digits_left(left)} left" if left > 0 else f"{whose}: no time left"


def next_item_words(frame: Frame) -> str:
    """What the button that moves on says."""
    if frame["item"] is None:
        return "First item" if frame["next_item"] and frame["next_item"]["number"] == 1 else "Next item"
    return "Next item" if frame["next_item"] else "Close the item"


def direction(one: Frame) -> str:
    """A direction that was noted, in one line."""
    return f"{at(one['at_ms'])} {one['name'] or 'Everybody'}: {one['words']}"


def heard(frame: Frame) -> str:
    """How many landlords have been heard: the number that a chair can act on."""
    counts = frame["heard"]
    return f"Heard {counts['heard']} of {counts['present']}" if counts["present"] else "No landlord is here yet"


def unheard(frame: Frame) -> str:
    """Who waits without having been heard, and how evenly the time is shared, once that can be said."""
    if not frame["heard"]["present"]:
        return ""
    spread = {"even": "shared evenly"}.get(frame["fair"]["spread"] or "", frame["fair"]["spread"])
    return f"· {frame['heard']['waiting']} waiting not yet heard" + (f" · {spread}" if spread else "")
