"""How much speaks for a run of words being somebody's name: its looks, what stands before it, what follows it."""

from __future__ import annotations

from dataclasses import dataclass

from transcripts.finders.runs import is_given, is_unknown
from transcripts.gate import word
from transcripts.lexicon import words
from transcripts.lexicon.company import (
    ADDRESSED,
    BELONGINGS,
    COLLEAGUES,
    DOING,
    LAST_WORDS,
    MORE_TITLES,
    NEAR_OWNERS,
    OF_THINGS,
    OWNERS,
    PEOPLE,
    RESIDENTS,
    SPEECH,
)
from transcripts.lexicon.cues import CUES
from transcripts.lexicon.people import (
    AFTER_A_VERB,
    FILLERS,
    GIVEN_NAMES,
    GIVEN_WORDS,
    MONTHS,
    SELDOM_WORDS,
    SPOKEN_TITLES,
)
from transcripts.lexicon.places import NOBODYS, UK_PLACES
from transcripts.session import Session
from transcripts.words import is_compound, is_ordinary


@dataclass(frozen=True, slots=True)
class Evidence:
    """A weight, the words for a reviewer ("" when it says too little), and the kind of person it makes."""

    weight: float
    why: str
    says: str = ""


_PHRASES = {
    tuple(said.split()): Evidence(weight, why, says)
    for phrases, weight, why, says in CUES
    for said in phrases.split("|")
}
_LONGEST_BY_END: dict[str, int] = {}  # how long the longest phrase is that ends in a word
for _phrase_words in _PHRASES:
    _LONGEST_BY_END[_phrase_words[-1]] = max(_LONGEST_BY_END.get(_phrase_words[-1], 0), len(_phrase_words))
_NEED_A_NAME = words("i 'm am this is it its s")
_THINGS_FOLLOW = words("in at near across around outside inside into within throughout")
_SURE_TITLES = words("mr mrs ms mx miss dr cllr rev sgt pc dci")
_FAMILIES = words("family family's household couple twins brothers sisters boys girls kids")
_STOPS = words(". ? !")
_CONTRACTED = words("s ll d re ve")
_OPENS_A_TURN = frozenset({"", "\n", ".", "?", "!"})
_WEAK_GIVEN = words(
    """
bill will may mark hope april june august summer autumn dawn christian chance star precious blessing favour comfort
wisdom gift destiny stone lane grant wade heath earl duke sky sunny charity mercy prudence patience faith joy harmony
melody chase reed clay cliff miles max guy rich rob sue art hunter parker carter mason cooper taylor walker angel don
pearl amber jade pat constance verity
"""
)  # fmt: skip


def looks(session: Session, first: int, last: int) -> Evidence:
    """What the words themselves say, without their neighbours."""
    weights = [(_word_looks(session, at, at == first), at) for at in range(first, last) if word(session, at).isalpha()]
    weight, best = max(weights)
    low = word(session, best)
    why = "this is a given name" if low in GIVEN_NAMES else "no dictionary has it" if is_unknown(low) else ""
    if len(weights) > 1:
        begin = word(session, first)
        tail = word(session, last - 1)
        named = is_given(begin) or begin in GIVEN_WORDS or is_unknown(begin)
        follows = is_unknown(tail) or tail in LAST_WORDS or is_given(tail)
        capitals = session.is_cased and session.tokens[last - 1].capital
        plain = 0.7 if is_given(begin) or begin in GIVEN_WORDS else 0.4
        weight += (1.1 if session.is_cased else plain) if named and follows else 0.4 if named and capitals else 0
        why = "the words stand together like a first and a last name" if named and follows else why
    return Evidence(weight, why)


def _word_looks(session: Session, at: int, first: bool) -> float:
    token = session.tokens[at]
    low = token.low
    if not session.is_cased:
        return _plain_looks(low)
    if not token.capital:
        return 0.6 if is_unknown(low) else 0.0
    opens = token.opens and first
    if is_given(low) or (low in GIVEN_NAMES and not is_ordinary(low)):
        return 2.6 if low not in NOBODYS else 1.6
    if low in GIVEN_WORDS or low in GIVEN_NAMES:
        weak = low in _WEAK_GIVEN
        return (0.4 if weak else 0.7) if opens else (1.4 if weak else 2.3)
    if is_unknown(low):
        return 1.3 if opens else 1.5
    if opens:
        return 0.0
    if low in NOBODYS:
        return 0.6 if low in UK_PLACES else 0.0
    return 0.9 if low in LAST_WORDS else 0.4 if is_ordinary(low) else 1.0


def _plain_looks(low: str) -> float:
    if is_given(low):
        return 2.6
    if low in SELDOM_WORDS:
        return 1.4
    if low in GIVEN_WORDS or low in GIVEN_NAMES:
        return 0.5 if low in _WEAK_GIVEN else 0.9
    if is_unknown(low):
        return 0.4 if is_compound(low) else 0.9
    return 0.0


def in_front(session: Session, at: int) -> Evidence | None:
    """The strongest cue that ends where the name would begin."""
    found = [each for each in (_title(session, at), _company(session, at), _phrase(session, at)) if each is not None]
    return max(found, key=lambda each: each.weight) if found else None


def _title(session: Session, at: int) -> Evidence | None:
    before = at - 2 if word(session, at - 1) == "." else at - 1
    low = word(session, before)
    if low not in SPOKEN_TITLES and low not in MORE_TITLES:
        return None
    title = session.tokens[before]
    says = "councillor" if low in ("cllr", "councillor") else "person"
    if session.is_cased and not title.capital and low not in _SURE_TITLES:
        return Evidence(1.0, "a title stands before it", says)
    if low in _SURE_TITLES or session.is_cased:
        return Evidence(2.7, "a title stands before it", says)
    return Evidence(1.8, "a title stands before it", says)


def _company(session: Session, at: int) -> Evidence | None:
    """Kin, residents, colleagues: "my colleague X", "a resident called X", "our head of income, X"."""
    before = at - 1
    comma = word(session, before) == ","
    if comma:
        before -= 1
    named = word(session, before) in ("called", "named")
    if named:
        before -= 1
    kin = word(session, before)
    if kin not in PEOPLE and kin.removesuffix("s") not in PEOPLE:
        return _office_of(session, before) if comma or session.is_cased else None
    says = "resident" if kin in RESIDENTS else "colleague" if kin in COLLEAGUES else "person"
    if named:
        return Evidence(2.7, f"a {kin} is said to be called so", says)
    owner = next((word(session, place) for place in range(before - 1, max(before - 4, -1), -1)
                  if word(session, place) in OWNERS), "")  # fmt: skip
    if owner:
        return Evidence(1.7 if owner in NEAR_OWNERS or comma else 1.1, f'it follows "{kin}"', says)
    return Evidence(0.9 if comma or session.is_cased else 0.6, f'it follows "{kin}"', says)


def _office_of(session: Session, before: int) -> Evidence | None:
    """ "our head of income, X", "the director of homes X": an office with what it is over."""
    for place in range(before - 1, max(before - 5, 0), -1):
        low = word(session, place)
        if not low.isalpha() and low not in ("-", "&", ","):
            return None
        if low in ("of", "for") and word(session, place - 1) in COLLEAGUES:
            return Evidence(1.2, f'it follows "{word(session, place - 1)} {low} ..."', "colleague")
    return None


def _phrase(session: Session, at: int) -> Evidence | None:
    end = at
    while end > 0 and (word(session, end - 1) in (",", "-") or word(session, end - 1) in FILLERS_SAID):
        end -= 1
    for length in range(min(_LONGEST_BY_END.get(word(session, end - 1), 0), end), 0, -1):
        said = tuple(word(session, place) for place in range(end - length, end))
        cue = _PHRASES.get(said)
        if cue is not None:
            return None if is_a_verb(session, at) else _tempered(session, at, said, cue)
    return None


def is_a_verb(session: Session, at: int) -> bool:
    """ "thanks, will do", "hope that": a word that may be a verb, followed by what follows verbs."""
    return word(session, at) in ("will", "may", "hope", "mark") and word(session, at + 1) in AFTER_A_VERB


def _tempered(session: Session, at: int, said: tuple[str, ...], cue: Evidence) -> Evidence | None:
    """ "I'm", "this is" and "it's" open many sentences: there a capital or an unknown word has to help."""
    token = session.tokens[at]
    if cue.weight >= 1.7 and session.is_cased and not token.capital and (said[-1] in _NEED_A_NAME or cue.weight > 2):
        return None
    if said in (("it", "'", "s"), ("its",), ("this", "is")) and not _speaks_here(session, at):
        return Evidence(0.6, cue.why, cue.says)
    if (
        said[-1] == "to"
        and said[0] in ("welcome", "back", "go", "going", "come", "coming", "turn")
        and not session.is_cased
    ):
        return Evidence(0.9, cue.why, cue.says)
    return cue


def _speaks_here(session: Session, at: int) -> bool:
    return any(word(session, place) in ("here", "from", "speaking", "calling") for place in range(at + 1, at + 4))


FILLERS_SAID = FILLERS & words("um umm uh uhm er erm err ah oh")


def behind(session: Session, first: int, last: int) -> Evidence | None:
    """The strongest sign that what just ended was a person's name."""
    after, second = word(session, last), word(session, last + 1)
    starts = first == 0 or word(session, first - 1) in _OPENS_A_TURN
    comma = after == ","
    if comma:
        after, second = second, word(session, last + 2)
    if not comma and after in _FAMILIES and is_unknown(word(session, last - 1)):
        return Evidence(1.9, "a family is called so", "resident")
    if after in ("his", "her") and second == "name":
        return Evidence(2.0, "somebody is said to be called so", "person")
    if not comma and after == "'" and second == "s":
        owned = word(session, last + 2)
        if owned in BELONGINGS or owned.removesuffix("s") in PEOPLE:
            return Evidence(1.2, "something of theirs is spoken of", "")
        return Evidence(0.8 if owned.endswith("ing") else 0.3, "", "")
    if after in ("who", "whose", "herself", "himself"):
        return Evidence(1.1, 'it is spoken of as "who"', "")
    if after in ("she", "he") or (after == "and" and second in ("i", "myself", "me", "her", "his")):
        return Evidence(1.0, "it is spoken of as a person", "")
    if after == "one" and second == "of" and word(session, last + (3 if comma else 2)) in OWNERS:
        return Evidence(1.0, "it is spoken of as a person", "")
    if starts and (after in ("here", "speaking") or (comma and after in ADDRESSED)):
        return Evidence(1.5, "somebody is called, or says who is speaking", "participant")
    if starts and after in ("can", "could", "would", "do", "did") and second == "you":
        return Evidence(1.4, "somebody is asked something", "participant")
    if comma and after in OWNERS and _is_office(session, last + 2):
        return Evidence(1.3, "what they are to somebody follows it", "")
    if not comma and after in SPEECH:
        return Evidence(1.1, "they are said to have spoken", "")
    if not comma and (after in DOING or (after == "'" and second in _CONTRACTED)):
        return Evidence(0.5, "", "")
    if comma and starts and after == "and" and second == "then":
        return Evidence(0.9, "somebody is asked to speak", "participant")
    if session.is_cased and word(session, first - 1) == "," and word(session, last) in _STOPS:
        return Evidence(0.8, "somebody is spoken to", "participant")
    if after == "please" or (after == "from" and second in OWNERS):
        return Evidence(0.8, "somebody is asked to speak", "participant")
    return None


def _is_office(session: Session, at: int) -> bool:
    return any(word(session, place) in PEOPLE for place in range(at, at + 4))


def against(session: Session, first: int, last: int) -> float:
    """What speaks for a place, a body or a thing instead."""
    before, after = word(session, first - 1), word(session, last)
    low = word(session, first)
    single = last - first == 1
    weight = 0.0
    hyphened = word(session, last - 2) in ("-", "'")
    if last < len(session.tokens) and after in OF_THINGS and (session.tokens[last].capital or not session.is_cased):
        weight += 2.5 if session.is_cased else 1.2
    elif word(session, last - 1) in OF_THINGS and not single and not hyphened:
        known = word(session, last - 1) in LAST_WORDS and last - first == 2
        weight += 0.0 if known else 3.0
    if before == "the":
        weight += 0.0 if after in _FAMILIES else 1.5
    elif before in ("a", "an", "this", "every", "some", "any", "no"):
        weight += 1.2 if single else 0.3
    elif before in _THINGS_FOLLOW and not is_given(low):
        weight += 1.0
    if single and low in MONTHS:
        weight += 1.0
    if session.is_cased and is_unknown(low) and low in session.small_words:
        weight += 0.8
    if session.is_cased and first > 0 and session.tokens[first - 1].capital and not session.tokens[first - 1].opens:
        weight += 0.5 if not is_given(low) and before not in SPOKEN_TITLES else 0.0
    return weight
