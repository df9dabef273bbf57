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
MOST_LETTERS = 200  # who writes more than that has said it
_ABOUT = re.compile(r"(?:q\+|/speak)\s+(?:to\s+)?(?P<about>\S.*)", re.DOTALL)
_DECLARE = re.compile(r"declare (?:an )?interest(?:(?: in)?(?: agenda)? item (?P<item>\d{1,2})| in this item)?")
# What somebody who wants to come in says that they would do. To add a clause or to say thanks is something else.
_A = r"(?:a|an|one|my|another|some) (?:\w+ )?"
_POINT = r"(?:point|comment|question|example|thought|word|view|suggestion|query)"
_SPEAK = (
    r"(?:(?:just|also|quickly|briefly|please|then) )*"
    r"(?:(?:come|jump|chip|step|get|squeeze)(?: back)? in|come back|go next|speak|ask|respond|reply|comment|contribute"
    r"|follow up|squeeze|share|raise|add$|add (?:to|something|anything|here|on)|say (?:something|a|one)"
    rf"|(?:add|make|raise|offer|give|put|have) {_A}{_POINT})\b"
)
_COME_IN = r"(?:come(?: back)? in|came in|speak|add to|jump in|say something|go next)\b"
# Said in the first person, or of oneself.
_OWN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:can|could|cld|may|might) (?:i|we) {_SPEAK}",
        r"\b(?:i|we)(?:'?d| would| do| just)*(?: really| very much| just)*"
        rf" (?:like|love|want(?:ed)?|wish|hope) to {_SPEAK}",
        rf"\bif (?:i|we) (?:could |can |may )?(?:just )?{_COME_IN}",
        r"\bif i may\b|\bmay i\W*$",
        r"\b(?:i|we) (?:can|could) (?:speak to (?:that|this|it|the)|say something|add (?:something|to))\b",
        rf"\b(?:i|we)(?: have|'ve| do have)?(?: also)?(?: got)? {_A}{_POINT}\b",
        rf"^(?:have|got|have got) {_A}{_POINT}\b",
        r"\bmy hand\b|\brais(?:ing|ed) (?:my |a )?hand\b|\bhand (?:is |was |still )*raised\b",
        r"^hand (?:is |still )*up\b|^hand (?:up )?(?:for|from|on|re)\b|^hand (?:up )?[-:,]",
        r"[\u270b\U0001f64b]",
        r"\b(?:add|put|include) (?!(?:it|that|this|them|these)\b)[\w' ]{1,30}?"
        r" (?:to|on|in) the (?:\w+ )?(?:queue|list|speakers)\b",
        r"\bput (?:me|us|my colleague) down\b|^(?:me|us) (?:next|please|first)\b",
        r"\bread (?:this|that|it|my \w+|mine) out\b|\bread out (?:my|this|mine)\b",
    )
)
# Said of nobody in particular: whoever writes it, unless somebody else is named in the same breath.
_OPEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:just |please |would |also )*(?:like|love|want(?:ed)?) to {_SPEAK}",
        rf"\b(?:would|'d|wants to|wishes to) (?:like|love)? ?(?:to )?{_COME_IN}",
        r"\b(?:happy|keen|glad|pleased|ready|waiting|hoping|request|requesting|asking|allowed|time|chance)"
        rf" to {_COME_IN}",
        r"\b(?:allowed|time) to (?:say|ask|add)\b|\btime for (?:a|one|another|me|my)\b",
        r"\bsomething (?:else )?to (?:add|say|ask|raise)\b",
        rf"\b(?:{_POINT}|thing|one|follow[- ]up|right of reply)(?: question)? (?:from \w+|please)\b",
    )
)
_DECLINED = re.compile(
    r"\b(?:no need|(?:don'?t|do not|didn'?t|can'?t|cannot|won'?t) (?:want|need|wish|speak|come)|not a question"
    r"|no (?:more |further )?(?:question|comment)s?|answered"
    r"|other hand|hand over|handing over|hand in hand|hand-over)\b"
)
_OTHERS = re.compile(
    r"\b(?:you|he|she|they|who|anyone|anybody|someone|somebody|everyone|people|residents?|tenants?|customers?|families"
    r"|neighbours?|contractors?|calls|figures)\b[^,.;!?]*$"
)
_REPORTED = re.compile(r"\b(?:said|says|say|told|tells?|wrote|writes?|asked|motto)\b|^\w+:|[\"“‘]")
_QUOTED = re.compile(r"^\s*(?:>|“|\"|‘|re:|replying to\b)", re.IGNORECASE)
_ASKING = ("may ", "can ", "could ", "q?", "where ")  # the phrases that may end in a question mark
_POLITE = re.compile(r",? please$")
_TRAILING = " \t\r\n.!…,;"
_INVISIBLE = {0x200B: None, 0x2060: None, 0xFEFF: None, 0xFE0F: None, 0xFE0E: None}
_SKIN = dict.fromkeys(range(0x1F3FB, 0x1F400))


class Wish(Struct, frozen=True):
    """What the writer asks for: `raise`, `lower`, `later`, `place`, or `declare` an interest.

    `about` is a private note, in their words; of an interest, the number of the item, or nothing for the open one.
    """

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
    wish = _PLAIN.get(plain) or _PLAIN.get(_POLITE.sub("", plain.rstrip(_TRAILING)))
    if wish is None and plain.endswith("?") and plain.startswith(_ASKING):
        wish = _PLAIN.get(_POLITE.sub("", plain.rstrip("? ")))
    if wish is not None:
        return wish
    declared = _DECLARE.fullmatch(plain.rstrip(_TRAILING))
    if declared is not None:
        return Wish("declare", about=declared["item"] or "")
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
    if len(plain) > MOST_LETTERS or _DECLINED.search(plain):
        return False
    own = [plain[: match.start()] for pattern in _OWN if (match := pattern.search(plain))]
    of_nobody = [plain[: match.start()] for pattern in _OPEN if (match := pattern.search(plain))]
    before = [*own, *(words for words in of_nobody if not _OTHERS.search(words))]
    return any(not _REPORTED.search(words) for words in before)


def _plain(message: str) -> str:
    text = unicodedata.normalize("NFC", message).translate(_INVISIBLE).translate(_SKIN).replace("’", "'")
    return " ".join(text.casefold().split())
