"""What a chat message means for the queue: only when the whole message is one of the agreed phrases.

A message that merely contains a phrase ("on the other hand", "hand over to Ann", a quotation) means nothing here; that
it sounds like a wish to speak is for a person to see (`suggests`), never a hand by itself.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from companion.floor.events import HandKind

RAISE = (
    "hand",
    "hand up",
    "hand please",
    "my hand is up",
    "raise hand",
    "raise my hand",
    "q+",
    "stack",
    "/speak",
    "request to speak",
    "requesting to speak",
    "i request to speak",
    "may i speak",
    "can i speak",
    "could i speak",
    "i would like to speak",
    "i'd like to speak",
    "id like to speak",
    "may i come in",
    "can i come in",
    "could i come in",
    "✋",
    "🙋",
    "🙋‍♀",
    "🙋‍♂",
)
LOWER = ("q-", "lower", "lower hand", "lower my hand", "hand down", "withdraw", "withdraw my hand")
LATER = ("q- later", "let others go first")
PLACE = ("q?", "my place", "my place?", "where am i in the queue")
ORDER = ("point of order",)
_ABOUT = re.compile(r"(?:q\+|/speak)\s+(?:to\s+)?(?P<about>\S.*)", re.DOTALL)
_SUGGESTIVE = re.compile(
    r"\b(?:"
    r"(?:i'?d|i would|would) (?:like|love|want) to (?:come in|speak|add|say|ask|respond|comment|contribute)"
    r"|(?:can|could|may) (?:i|we) (?:just |please |also |quickly )*"
    r"(?:come in|speak|add|say|ask|respond|comment|go next)"
    r"|(?:come in|speak) (?:on|about) (?:this|that|the)"
    r"|(?:got|have) (?:a|my) (?:question|hand up)"
    r"|(?:my|a) hand (?:is )?(?:up|raised)"
    r"|(?:want|wants|wish|wishes) to (?:speak|come in)"
    r")\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|no need to|don'?t|didn'?t|doesn'?t|other hand|hand over|hand in hand|hand-over)\b"
)
_QUOTED = re.compile(r"^\s*(?:>|“|\"|‘|re:|replying to\b)", re.IGNORECASE)
_ASKING = ("may ", "can ", "could ", "q?", "where ")  # the phrases that may end in a question mark
_TRAILING = " \t\r\n.!…,;"
_INVISIBLE = {0x200B: None, 0x2060: None, 0xFEFF: None, 0xFE0F: None, 0xFE0E: None}
_SKIN = dict.fromkeys(range(0x1F3FB, 0x1F400))


class Wish(Struct, frozen=True):
    """What the writer asks for: `raise`, `lower`, `later` or `place`. `about` is a private note, in their words."""

    act: str
    kind: HandKind = "comment"
    about: str = ""


_PLAIN: dict[str, Wish] = (
    {phrase: Wish("raise") for phrase in RAISE}
    | {phrase: Wish("lower") for phrase in LOWER}
    | {phrase: Wish("later") for phrase in LATER}
    | {phrase: Wish("place") for phrase in PLACE}
    | {phrase: Wish("raise", "point_of_order") for phrase in ORDER}
)


def wish_in(message: str) -> Wish | None:
    """The wish that a chat message states, or None: the whole message has to be one of the agreed phrases.

    Case, spacing and closing punctuation do not matter; `q+` and `/speak` may be followed by what it is about.
    """
    plain = _plain(message)
    wish = _PLAIN.get(plain) or _PLAIN.get(plain.rstrip(_TRAILING))
    if wish is None and plain.endswith("?") and plain.startswith(_ASKING):
        wish = _PLAIN.get(plain.rstrip("? "))
    if wish is not None:
        return wish
    about = _ABOUT.fullmatch(message.strip().lower())
    if about is None:
        return None
    start = about.start("about")
    return Wish("raise", about=message.strip()[start:].strip())


def suggests(message: str) -> bool:
    """Sounds like a wish to speak, though not in an agreed phrase. For the staff to look at, nothing more."""
    if wish_in(message) is not None or _QUOTED.match(message):
        return False
    plain = _plain(message)
    return len(plain) <= 200 and bool(_SUGGESTIVE.search(plain)) and not _NEGATED.search(plain)


def _plain(message: str) -> str:
    text = unicodedata.normalize("NFC", message).translate(_INVISIBLE).translate(_SKIN).replace("’", "'")
    return " ".join(text.casefold().split())
