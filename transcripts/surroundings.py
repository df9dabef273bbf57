"""How much the words around a run speak for a name: thanks, titles, verbs of speech, capitals, who speaks next."""

from __future__ import annotations

from collections.abc import Iterable

from transcripts.forms import Form
from transcripts.gate import word
from transcripts.handovers import Handovers
from transcripts.lexicon import words
from transcripts.lexicon.people import SPOKEN_TITLES
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary


def _pairs(table: str) -> frozenset[tuple[str, ...]]:
    phrases = table.replace("\n", "|").split("|")
    return frozenset(tuple(phrase.split()) for phrase in phrases if phrase)


_STRONG_BEFORE = words("thanks cheers hello hi dear named called welcome") | SPOKEN_TITLES
_STRONG_PAIRS = _pairs(
    """
thank you|over to|back to|bring in|name is|go to|come to|agree with|agreed with|good morning|good evening
good afternoon|followed by|what did|hear from|heard from|turn to|spoke to|speaking to|speak to|hand to|next is|next up
is it|we have|you have|thanks to|you to|point from|question from
"""
)
_BEFORE = words(
    "and with from to by ask asked as what is next then please like when that's told both or invite echo m let that if"
)
_SAID = words(
    "said says mentioned mentions asked asks raised suggested explained told thinks spoke added described reported "
    "chairs wrote"
)
_ADDRESSED = _pairs(
    """do you|would you|can you|could you|did you|are you|you want|you wanted|you have|you had|you were|your hand|
you re|you go|go ahead|please|thank you|thanks|over to|i think|was saying|was talking|has had|has got|has her|has his|
and then|who is|here|from the|
your turn|hasn '|isn '|wasn '|doesn '|hadn '|finish|finished|s point|s question|is right|made the|makes the|was right"""
)
_HINTS = words("at from with and by then in")
_PAIRED = frozenset(pair[1] for pair in _STRONG_PAIRS if len(pair) > 1)
_HINT_BEFORE = _STRONG_BEFORE | _HINTS | {".", ",", "?", "\n"}
_HINT_BEHIND = _SAID | {"\n", "'", ""}
_PLACE_BEFORE = words("in at across around near from over into throughout outside towards")
_BODY_BEFORE = words("at from for by with of in like join joined know called")
_BODY_AFTER = words(
    "have has had did do are were who said tenants residents staff homes housing trust group council and"
)


def hints(session: Session, token: int) -> bool:
    """Do the words before it speak for a name that begins with the token?"""
    before = word(session, token - 1)
    if before in _HINT_BEFORE:
        return True
    if before in _PAIRED and (word(session, token - 2), before) in _STRONG_PAIRS:
        return True
    one = session.tokens[token]
    return token == 0 or (session.is_cased and one.capital and not one.opens)


def hints_behind(session: Session, token: int) -> bool:
    """Do the words behind it speak for a name that ends with the token?"""
    return word(session, token + 1) in _HINT_BEHIND


class Surroundings:
    """Answers for one session; `note` tells it which names are known to stand where."""

    def __init__(self, session: Session, handovers: Handovers) -> None:
        self._session = session
        self._handovers = handovers
        self._begins: dict[int, Hit] = {}
        self._ends: dict[int, Hit] = {}
        self._named: dict[int, str | None] = {}

    def note(self, hits: Iterable[Hit]) -> None:
        """Names that were found."""
        for hit in hits:
            first, last = self._session.token_at(hit.start), self._session.token_at(hit.end - 1)
            self._named.update((token, hit.entity) for token in range(first, last + 1))
            self._begins[first] = self._ends[last + 1] = hit

    def is_named(self, token: int) -> bool:
        """Is the token part of a name that was found?"""
        return token in self._named

    def begins(self, token: int) -> bool:
        """Does a name that was found begin with the token?"""
        return token in self._begins

    def named(self, token: int) -> str | None:
        """Whose name the token is part of; None where nobody's, or where several could be meant."""
        return self._named.get(token)

    def is_beside(self, token: int) -> bool:
        """Does a name that was found end before the token, or begin behind it?"""
        return token in self._ends or token + 1 in self._begins

    def is_in_a_row(self, first: int, last: int) -> bool:
        """Does a name that was found end before the tokens, or begin behind them, but for "and" or a comma?"""
        before = first - 2 if word(self._session, first - 1) in ("and", "or", ",") else first - 1
        after = last + 1 if word(self._session, last) in ("and", "or", ",") else last
        return before + 1 in self._ends or after in self._begins

    def hints(self, token: int) -> bool:
        """May a name of ordinary words begin here, for what stands before it?"""
        return token in self._ends or hints(self._session, token)

    def hints_behind(self, token: int) -> bool:
        """May a name of ordinary words end with this token, for what stands behind it?"""
        return token + 1 in self._begins or hints_behind(self._session, token)

    def neighbours(self, first: int) -> tuple[tuple[str, ...], int]:
        """Who speaks next or spoke last, where a name may stand at the token `first`; and the first token behind which
        it ends as if to call them: any, where thanks or a call stand before it, else the end of the passage."""
        who = self._handovers.at_the_edge(first)
        if not who:
            return (), 0
        before, further = self._before(first)
        called = before in _STRONG_BEFORE or (further, before) in _STRONG_PAIRS or before in ("", ".", "\n", "?")
        return who, first if called else self._handovers.end(first) - 1

    def favour(self, first: int, last: int, form: Form) -> float:
        """How much less alike than elsewhere the tokens `[first, last)` may be to be this name."""
        return (
            self.cue(first, last, form)
            + self._neighbour(first, last, form)
            + self._capitals(first, last)
            + self._beside(first, last, form)
        )

    def cue(self, first: int, last: int, form: Form) -> float:
        """What the words before and behind speak for, of all that `favour` counts."""
        if form.kind is Kind.PLACE:
            before, _ = self._before(first)
            return 0.14 if before in _PLACE_BEFORE else 0.0
        return self._body_cue(first, last) if form.kind is Kind.ORG else self._person_cue(first, last)

    def speaks(self, first: int, form: Form) -> bool:
        """Is the form's bearer who says it?"""
        return self._handovers.speaks(first, form.entity)

    def nearness(self, first: int, last: int, form: Form) -> tuple[int, bool]:
        """How near the form's bearer speaks (see `Handovers`), and whether the passage begins or ends here."""
        edge = self._handovers.is_end(last) or self._handovers.is_start(first)
        return self._handovers.nearness(first, form.entity), edge

    def _person_cue(self, first: int, last: int) -> float:
        before, further = self._before(first)
        after, then = word(self._session, last), word(self._session, last + 1)
        strong = before in _STRONG_BEFORE or (further, before) in _STRONG_PAIRS
        behind = (
            after in _SAID or (after, then) in _ADDRESSED or (after,) in _ADDRESSED or (after == "'" and then == "s")
        )
        vocative = after == "," and before in ("", "\n", ".", "?", ",")
        weak = before in _BEFORE or after in ("and", "who", "has", "is", "was", "?", ",")
        return (0.2 if strong else 0.06 if weak else 0.0) + (0.12 if behind or vocative else 0.0)

    def _body_cue(self, first: int, last: int) -> float:
        before, further = self._before(first)
        after = word(self._session, last)
        strong = before in ("at", "from") or (before == "for" and further in ("work", "works", "worked"))
        return (0.12 if strong else 0.05 if before in _BODY_BEFORE else 0.0) + (0.06 if after in _BODY_AFTER else 0.0)

    def _before(self, first: int) -> tuple[str, str]:
        before = first - 1
        while word(self._session, before) in (",", "um", "er", "erm", "uh") and first - before < 3:
            before -= 1
        return word(self._session, before), word(self._session, before - 1)

    def _neighbour(self, first: int, last: int, form: Form) -> float:
        nearness, edge = self.nearness(first, last, form)
        return (0.0, 0.02, 0.06, 0.12)[nearness] + (0.06 if nearness == 3 and edge else 0.0)

    def _capitals(self, first: int, last: int) -> float:
        if not self._session.is_cased:
            return 0.0
        tokens = [token for token in self._session.tokens[first:last] if token.low.isalpha()]
        if len(tokens) == 1 and not is_ordinary(tokens[0].low):
            return 0.0 if tokens[0].capital else -0.06
        if all(token.capital for token in tokens):
            return 0.04 if tokens[0].opens and len(tokens) == 1 else 0.16
        return 0.1 if tokens[0].capital and not tokens[0].opens else -0.02

    def _beside(self, first: int, last: int, form: Form) -> float:
        """A part of the same name next to it, or else another name."""
        best = 0.0
        for hit in (self._ends.get(first), self._begins.get(last)):
            if hit is not None and hit.kind is form.kind:
                same = hit.entity is None or hit.entity == form.entity
                best = max(best, 0.3 if same else 0.02)
        return best
