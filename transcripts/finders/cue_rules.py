"""People whom the roster does not know, by what is said around their names: "thanks X", "my name is X", "Mrs X"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.people import AFTER_A_VERB, FILLERS, GIVEN_NAMES, NOT_NAMES, SPOKEN_TITLES
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.words import is_ordinary


class _Sure(IntEnum):
    CASED = 1  # only where capitals mean something
    FAIR = 2  # also an unknown word in lower case
    VERY = 3  # even an ordinary word


@dataclass(frozen=True, slots=True)
class _Cue:
    sure: _Sure
    says: str
    reason: str


_INTRODUCED = _Cue(_Sure.VERY, "participant", "somebody introduces themselves with these words")
_SAID_I_AM = _Cue(_Sure.FAIR, "participant", "somebody introduces themselves with these words")
_THANKED = _Cue(_Sure.FAIR, "participant", "somebody is thanked, greeted or called with these words")
_CALLED = _Cue(_Sure.CASED, "participant", "somebody is asked to speak, or agreed with, with these words")
_SPOKEN_TO = _Cue(_Sure.FAIR, "person", "somebody was spoken or written to, with these words")
_TITLED = _Cue(_Sure.VERY, "person", "a title stands before it")
_NAMED = _Cue(_Sure.VERY, "person", "somebody is said to be called so")
_SPOKE = _Cue(_Sure.CASED, "person", "somebody is said to have spoken")

_STRANGERS = _Cue(_Sure.CASED, "person", "two words that no dictionary has stand together like a name")
_SPOKEN_OF = _Cue(_Sure.CASED, "person", 'it is spoken of as "who", "she" or "he"')
_GIVEN = _Cue(_Sure.CASED, "person", "this is a given name")

_CUES: dict[tuple[str, ...], _Cue] = {
    tuple(said.split()): cue
    for cue, phrases in (
        (_INTRODUCED, "my name is|my name ' s|my names|i am called|i ' m called"),
        (_SAID_I_AM, "i ' m|i am|im|this is|it ' s"),
        (
            _THANKED,
            "thanks|thank you|thanks to|thank you to|cheers|many thanks|thanks very much|thank you very much|"
            "thank you so much|"
            "thanks so much|thanks again|thank you again|thanks for that|thank you for that|over to|back to|"
            "hand over to|"
            "hand to|hand back to|hi|hello|hey|hiya|good morning|good afternoon|good evening|morning|afternoon|"
            "evening|"
            "welcome|welcome to|goodbye|bye|ta|congratulations|congratulations to|well done|happy birthday|dear",
        ),
        (
            _CALLED,
            "bring in|bring|invite|ask|come to|coming to|go to|next is|next up|next up is|next we have|echo|"
            "agree with|agree "
            "with what|echo what|support what|as|like what|what|like|please|sorry|and then|followed by|to you|"
            "with|talk to|told|asked|met|met with|from|"
            "and|by|for",
        ),
        (
            _SPOKEN_TO,
            "spoke to|speak to|speaking to|spoken to|talked to|talking to|emailed|rang|phoned|same by|told by|"
            "wrote to|chat with|meeting with",
        ),
        (
            _NAMED,
            "she ' s called|he ' s called|she is called|he is called|was called|her name is|his name is|her name was|"
            "his name was|her name ' s|his name ' s|their name is|whose name is",
        ),
    )
    for said in phrases.split("|")
}
_NEED_SPEECH = {
    ("as",),
    ("like",),
    ("what",),
    ("agree", "with", "what"),
    ("echo", "what"),
    ("support", "what"),
    ("like", "what"),
}
_NEED_GIVEN = {("with",), ("from",), ("and",), ("by",), ("for",), ("told",), ("asked",), ("met",), ("go", "to"),
               ("this", "is"), ("it", "'", "s"), ("welcome", "to"), ("come", "to"), ("coming", "to"), ("back", "to"),
               ("thanks", "to"),               ("bring",), ("echo",), ("please",), ("sorry",),
               ("and", "then"), ("ask",)}  # fmt: skip
_KINFOLK = words(
    "resident tenant leaseholder customer neighbour lady gentleman man woman girl boy lad guy person chap "
    "daughter son "
    "husband wife mum mother dad father partner friend sister brother uncle aunt grandson granddaughter nan "
    "grandad cousin "
    "officer manager surveyor caretaker colleague boss contractor engineer plumber director warden councillor carer "
    "solicitor nurse doctor teacher volunteer member"
)
_RESIDENTS = words("resident tenant leaseholder customer neighbour lady gentleman man woman girl boy lad guy person")
_OWNERS = words("my our his her their your the a an one another this that")
_SPEECH = words(
    "said says mentioned mentions was were raised asked asks has had made pointed put explained suggested told "
    "thinks "
    "thought reckons described outlined spoke wrote emailed"
)
_ADDRESSED = words("you your you're over go please can could do would did if what are thanks thank sorry any")
_ENDINGS = words("s ll re ve d m t")


def find(session: Session) -> list[Hit]:
    """Names by their surroundings. Sure cues take any word, fair ones an unknown word, the rest a capital."""
    hits = []
    at = 0
    while at < len(session.tokens):
        found = _name_at(session, at)
        if found is None:
            at += 1
            continue
        last, cue = found
        hits.append(
            Hit(
                session.tokens[at].start, session.tokens[last - 1].end, Kind.PERSON, "cue", 0.5 + 0.15 * cue.sure,
                cue.reason, f"x:{session.words(at, last).lower()}", cue.says,
            )
        )  # fmt: skip
        at = last
    return hits


def _name_at(session: Session, at: int) -> tuple[int, _Cue] | None:
    if not session.tokens[at].low.isalpha():
        return None
    cue = _title_before(session, at) or _kin_before(session, at) or _phrase_before(session, at)
    if cue is not None:
        last = name_run(session, at, very_sure=cue.sure is _Sure.VERY)
        if last > at and (cue.sure > _Sure.CASED or session.is_cased):
            return last, cue
    if _is_strange_pair(session, at):
        return name_run(session, at, very_sure=False), _STRANGERS
    if session.is_cased and session.tokens[at].capital and _is_spoken_of(session, at):
        return name_run(session, at, very_sure=False), _SPOKEN_OF
    last = name_run(session, at, very_sure=False) if _may_stand_alone(session, at) else at
    if last > at and _is_addressed(session, at, last):
        return last, _THANKED
    if (
        last > at
        and word(session, last) in _SPEECH
        and word(session, last) not in ("was", "were", "has", "had", "made")
    ):
        return last, _SPOKE
    given = session.tokens[at].low in GIVEN_NAMES and not is_ordinary(session.tokens[at].low)
    if given and (session.tokens[at].capital or not session.is_cased):
        return max(name_run(session, at, very_sure=False), at + 1), _GIVEN
    return None


def _is_strange_pair(session: Session, at: int) -> bool:
    """Two words with capitals in the middle of a sentence, neither in a dictionary: first and last name."""
    if not _may_stand_alone(session, at) or not word(session, at + 1).isalpha():
        return False
    run = name_run(session, at, very_sure=False)
    pair = [token for token in session.tokens[at:run] if token.low.isalpha() and len(token.low) > 2]
    shouted = any(session.text[token.start : token.end].isupper() for token in pair)
    return len(pair) > 1 and not shouted and all(not is_ordinary(token.low) for token in pair)


def _is_spoken_of(session: Session, at: int) -> bool:
    """Does "who", "she" or "one of our" follow a word with a capital that no dictionary has?"""
    if not _may_stand_alone(session, at):
        return False
    last = name_run(session, at, very_sure=False)
    after = last + 1 if word(session, last) == "," else last
    ours = word(session, after) == "one" and word(session, after + 1) == "of" and word(session, after + 2) in _OWNERS
    return last > at and (ours or word(session, after) in ("who", "whose", "she", "he", "herself", "himself"))


def _title_before(session: Session, at: int) -> _Cue | None:
    before = at - 2 if word(session, at - 1) == "." else at - 1
    if word(session, before) not in SPOKEN_TITLES:
        return None
    title = session.tokens[before]
    return _TITLED if title.capital or not session.is_cased or title.low in ("mrs", "mr", "ms", "dr", "cllr") else None


def _kin_before(session: Session, at: int) -> _Cue | None:
    before = at - 2 if word(session, at - 1) == "," else at - 1
    named = word(session, before) in ("called", "named")
    kin = word(session, before - 1) if named else word(session, before)
    if kin not in _KINFOLK:
        return None
    says = "resident" if kin in _RESIDENTS else "person"
    if named:
        return _Cue(_Sure.VERY, says, f"a {kin} is said to be called so")
    return _Cue(_Sure.FAIR, says, f'it follows "{kin}"') if word(session, before - 1) in _OWNERS else None


def _phrase_before(session: Session, at: int) -> _Cue | None:
    end = at
    while end > 0 and (word(session, end - 1) == "," or word(session, end - 1) in ("um", "er", "erm", "uh")):
        end -= 1
    for length in (4, 3, 2, 1):
        said = tuple(word(session, place) for place in range(end - length, end))
        cue = _CUES.get(said) if end >= length else None
        if cue is None:
            continue
        after = name_run(session, at, very_sure=False)
        if said in _NEED_SPEECH and word(session, after) not in _SPEECH:
            return None
        if said in _NEED_GIVEN and not (
            session.tokens[at].low in GIVEN_NAMES
            or (said in (("this", "is"), ("it", "'", "s")) and word(session, after) in ("here", "from", "speaking"))
        ):
            return None
        if cue in (_NAMED, _SAID_I_AM, _INTRODUCED) and session.is_cased and not session.tokens[at].capital:
            return None
        return None if word(session, at) == "will" and word(session, at + 1) in AFTER_A_VERB else cue
    return None


def _may_stand_alone(session: Session, at: int) -> bool:
    token = session.tokens[at]
    return session.is_cased and token.capital and not is_ordinary(token.low) and not token.low.endswith("ly")


def _is_addressed(session: Session, at: int, last: int) -> bool:
    starts = at == 0 or word(session, at - 1) in ("\n", ".", "?", "!")
    return starts and word(session, last) == "," and word(session, last + 1) in _ADDRESSED


def name_run(session: Session, at: int, *, very_sure: bool) -> int:
    """The token behind the name that begins at `at`; `at` itself where no name begins. At most four words."""
    end = at
    for number in range(4):
        if end >= len(session.tokens) or not _is_name_word(session, end, first=number == 0, very_sure=very_sure):
            break
        end += 1
        if _is_initial(session, end):
            end += 1
        while _is_joint(session, end):
            end += 2
    return end


def _is_name_word(session: Session, at: int, *, first: bool, very_sure: bool) -> bool:
    token = session.tokens[at]
    low = token.low
    if (
        not low.isalpha()
        or low in NOT_NAMES
        or low in FILLERS
        or low in SPOKEN_TITLES
        or session.is_kept(token.start, token.end)
    ):
        return False
    if session.is_cased:
        if not token.capital:
            return very_sure and first and not is_ordinary(low)
        return not (token.opens and is_ordinary(low)) or (first and very_sure)
    if first and very_sure:
        return True
    return not is_ordinary(low) and len(low) > 2


def _is_initial(session: Session, at: int) -> bool:
    token = session.tokens[at - 1]
    dotted = len(token.low) == 1 and token.capital and word(session, at) == "."
    return dotted and at + 1 < len(session.tokens) and session.tokens[at + 1].capital


def _is_joint(session: Session, at: int) -> bool:
    if at + 1 >= len(session.tokens) or session.tokens[at].low not in ("-", "'"):
        return False
    joint, after = session.tokens[at], session.tokens[at + 1]
    close = session.tokens[at - 1].end == joint.start and joint.end == after.start
    return close and after.low.isalpha() and after.low not in _ENDINGS and (after.capital or not session.is_cased)
