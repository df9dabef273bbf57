"""Names as a recogniser misheard them: "Shivon", "Clarenden", "voy check", "far reader con".

A recogniser that does not know a name writes words it knows that sound like it. So runs of one to five words are
compared, as sounds, with the names of everybody present. How near a run has to come depends on how ordinary its words
are, on how long the name is, and on what stands around it: thanks, a title, a verb of speech, a capital, a part of the
same name; and on whether that person speaks next or spoke last.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from transcripts.ear import LEAST, Ear, Heard
from transcripts.forms import Form
from transcripts.handovers import Handovers
from transcripts.lexicon.bodies import GENERIC
from transcripts.lexicon.people import NOT_NAMES
from transcripts.origins import say_names
from transcripts.phonemes import alike, code
from transcripts.reading import in_dictionary
from transcripts.session import Session
from transcripts.spans import Hit, Kind
from transcripts.surroundings import Surroundings
from transcripts.windows import FLOOR_OF_TALK, FLOORS, LONGEST, Ordinary, Runs, Unit, codes, is_talk


def find(
    session: Session,
    forms: Iterable[Form],
    known: Sequence[Hit] = (),
    handovers: Handovers | None = None,
    runs: Runs | None = None,
) -> list[Hit]:
    """Hits for words that sound like a name of the roster. `known` are names that were found as they are written: their
    words are left alone, and a misheard word beside them is likelier to be the rest of the name. `runs` are those of
    the session, for who has them already."""
    ear = Ear(forms)
    if not ear:
        return []
    listener = _Listener(session, ear, handovers or Handovers(session, {}), runs or Runs(session))
    listener.note([hit for hit in known if hit.kind in (Kind.PERSON, Kind.ORG)])
    found = listener.listen(range(len(listener.units)))
    listener.note(found)
    beside = {
        place
        for at, unit in enumerate(listener.units)
        if listener.around.is_beside(unit.token)
        for place in range(max(0, at - LONGEST + 1), at + 1)
    }
    return [*found, *listener.listen(sorted(beside))]


class _Listener:
    def __init__(self, session: Session, ear: Ear, handovers: Handovers, runs: Runs) -> None:
        self._session = session
        self._ear = ear
        self._runs = runs
        self.units = runs.units
        self.around = Surroundings(session, handovers)
        self._ends: dict[int, list[int]] = defaultdict(list)
        for at, end in runs.near(ear.nearest(runs.sounds, runs.least), ear.longest):
            self._ends[at].append(end)
        self._called: dict[tuple[int, int], tuple[str, ...]] = {}
        if any(ear.knows(who) for who in handovers.speakers()):
            self._note_calls()

    def note(self, hits: Sequence[Hit]) -> None:
        """Names that were found: words that are said all the time may be a name beside them."""
        self.around.note(hits)
        token_at = self._session.token_at
        beside = [
            run
            for hit in hits
            for run in self._runs.beside(token_at(hit.start), token_at(hit.end - 1) + 1, self._ear.longest)
        ]
        for (at, end, _), near in zip(beside, self._ear.nearest([sounds for _, _, sounds in beside]), strict=True):
            if near or end == at + 1:
                self._try(at, end)

    def _try(self, at: int, end: int) -> None:
        if end not in self._ends[at]:
            insort(self._ends[at], end)

    def _note_calls(self) -> None:
        """Whoever speaks next or spoke last may be called by a short run, however it begins."""
        calls: list[tuple[int, int, str, tuple[str, ...]]] = []
        for at, unit in enumerate(self.units):
            who, behind = self.around.neighbours(unit.token)
            who = tuple(one for one in who if self._ear.knows(one))
            if who:
                for end, sounds in self._runs.ends(at, _LONGEST_CALL, self._ear.longest):
                    if self.units[end - 1].token + 1 >= behind:
                        calls.append((at, end, sounds, who))
        for at, end, sounds, who in calls:
            if any(self._ear.near_to(sounds, one) for one in who):
                self._called[at, end] = who
                self._try(at, end)

    def listen(self, places: Iterable[int]) -> list[Hit]:
        """Hits for runs that begin at the places: the likeliest first, then what does not overlap with it."""
        candidates: list[tuple[float, int, int, Heard]] = []
        for at in places:
            if not self._ends.get(at):
                continue
            token = self.units[at].token
            if not self.around.is_named(token) or self.around.begins(token):
                candidates.extend(self._at(at))
        candidates.sort(key=lambda one: (-one[0], one[1]))
        taken: set[int] = set()
        hits: list[Hit] = []
        for _, first, last, heard in candidates:
            if not any(place in taken for place in range(first, last)):
                taken.update(range(first, last))
                hits.append(self._hit(first, last, heard))
        return hits

    def _at(self, at: int) -> Iterable[tuple[float, int, int, Heard]]:
        for end in self._ends[at]:
            run = self.units[at:end]
            if min(unit.ordinary for unit in run) < Ordinary.COMMON or self._is_hinted(run):
                yield from self._judged(at, end, run)

    def _is_hinted(self, run: Sequence[Unit]) -> bool:
        """Words that are said all the time are a name only where something points to one."""
        return self.around.hints(run[0].token) or self.around.hints_behind(run[-1].token)

    def _judged(self, at: int, end: int, run: Sequence[Unit]) -> Iterable[tuple[float, int, int, Heard]]:
        sounds = "".join(unit.sounds for unit in run)
        near: list[Heard] = []
        if end == at + 1 and run[0].low not in NOT_NAMES:
            strange = run[0].low if run[0].ordinary is Ordinary.STRANGE else ""
            for said in codes(run[0].low):
                near.extend(self._ear.near(said, letters=strange))
        elif end > at + 1:
            near.extend(self._ear.near(sounds))
        first, last = run[0].token, run[-1].token + 1
        for who in self._called.get((at, end), ()):
            near.extend(self._ear.near_to(sounds, who))
        if not near or self._session.is_kept(self._session.tokens[first].start, self._session.tokens[last - 1].end):
            return
        named = [unit.token for unit in run if self.around.is_named(unit.token)]
        for heard in near:
            if end == at + 1 and heard.form.tokens == (run[0].low,):
                continue
            if named and not self._may_grow(run, named, heard.form):
                continue
            if heard.alike < self._floor(run, heard):
                continue
            margin = heard.alike - self._bar(run, heard, first, last)
            if margin >= 0 and _every_word_counts(run, heard):
                yield margin + 0.02 * len(run), at, end, heard

    def _may_grow(self, run: Sequence[Unit], named: Sequence[int], form: Form) -> bool:
        """May a name that was found in part be this longer form of it, the rest misheard? Of a landlord's name further
        words, of a first name its end."""
        tokens = self._session.tokens
        if form.kind is Kind.PERSON and len(named) == 1 and named[0] == run[0].token:
            return len(form.tokens) == 1 and form.tokens[0].startswith(run[0].low)
        if form.kind is not Kind.ORG or any(self.around.named(token) != form.entity for token in named):
            return False
        known = {tokens[token].low for token in named}
        rest = tuple(word for word in form.tokens if word.isalpha() and word not in known)
        heard = "".join(unit.sounds for unit in run if unit.token not in named)
        return bool(rest and heard) and max(alike(heard, code(said)) for said in say_names(rest)) > _REST_ALIKE

    def _bar(self, run: Sequence[Unit], heard: Heard, first: int, last: int) -> float:
        """How much alike the run has to be to the name."""
        bar = _PLAIN_BAR[_sort_of(run)] + _by_length(len(heard.code))
        if len(run) > 1 and (run[0].ordinary is Ordinary.SMALL or run[-1].ordinary is Ordinary.SMALL):
            bar += 0.03
        if len(run) == 1 and len(heard.form.tokens) > 1 and "-" not in heard.form.tokens:
            bar += 0.12
        if heard.form.kind is Kind.ORG and heard.form.tokens[-1] in GENERIC and len(heard.form.tokens) > 1:
            bar += 0.0 if any(self.around.is_named(unit.token) for unit in run) else 0.12
        favour = self.around.favour(first, last, heard.form)
        if len(run) == 1 and run[0].ordinary > Ordinary.RARE and favour < _ENOUGH:
            return 2.0
        return max(bar - favour, LEAST, self._floor(run, heard))

    def _floor(self, run: Sequence[Unit], heard: Heard) -> float:
        """What no surroundings can lower: words that are said all the time have to sound very like the name."""
        if run[0].ordinary is Ordinary.STRANGE and len(run) == 1:
            return LEAST
        if len(run) > 1 and is_talk(run):
            return FLOOR_OF_TALK
        return FLOORS[sum(one.ordinary is Ordinary.SMALL for one in run)] + (0.06 if len(heard.code) < 9 else 0.0)

    def _hit(self, first: int, last: int, heard: Heard) -> Hit:
        tokens = self._session.tokens
        start, end = tokens[self.units[first].token].start, tokens[self.units[last - 1].token].end
        reason = f"it sounds like {heard.form.how}".rstrip(",")
        sure = 0.55 if heard.alike < 0.85 else 0.65
        return Hit(start, end, heard.form.kind, "sounds", sure, reason, heard.form.entity, heard.form.says)


def _every_word_counts(run: Sequence[Unit], heard: Heard) -> bool:
    """Would the run be less like the name without its first word, and without its last?"""
    if len(run) == 1:
        return True
    sounds = [unit.sounds for unit in run]
    longest = max(len(heard.code), sum(map(len, sounds)))
    return all(
        heard.alike - alike("".join(rest), heard.code) > _SHARE * len(edge) / longest
        for rest, edge in ((sounds[1:], sounds[0]), (sounds[:-1], sounds[-1]))
    )


_SHARE = 0.25  # of what a word of that length could add, if it were heard rightly
_REST_ALIKE = 0.62
_LONGEST_CALL = 3
_ENOUGH = 0.16  # surroundings without which a common word alone is never a name
_PLAIN_BAR = {
    "strange": 0.69,
    "known": 0.81,
    "mixed": 0.77,
    "rare": 0.85,
    "some": 0.9,
    "word": 0.97,
    "said often": 1.02,
}
_SHORT = {6: 0.1, 7: 0.09, 8: 0.07, 9: 0.06, 10: 0.04, 11: 0.02, 12: 0.01}


def _by_length(length: int) -> float:
    """Short names are like much else; long ones are like nothing else."""
    if length < 13:
        return _SHORT.get(length, 0.12)
    return -min(0.13, 0.008 * (length - 13))


def _sort_of(run: Sequence[Unit]) -> str:
    ordinary = [unit.ordinary for unit in run]
    if min(ordinary) is Ordinary.STRANGE:
        if len(run) == 1:
            return "known" if in_dictionary(run[0].low) else "strange"
        return "mixed"
    if max(ordinary) is Ordinary.RARE:
        return "rare" if len(run) > 1 else "word"
    if min(ordinary) is Ordinary.RARE:
        return "some"
    return "said often"
