"""The difference between a file and the roll: what would change, and what somebody must answer first. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from companion.roll import rules
from companion.roll.rules import OVER, REVIEW, Band, RollRow

COMPARED = (
    "member_no",
    "name",
    "kind",
    "homes",
    "homes_as_at",
    "domains",
    "aliases",
    "contact_name",
    "contact_email",
    "rsh_reg_no",
)
#: a column of a file → the field of a row that it fills
FIELD_OF = {column: column for column in COMPARED} | {"type": "kind"}
#: an empty cell says nothing about these: a figure or a contact is replaced, and never taken away, by a file
KEPT_WHEN_EMPTY = frozenset(
    {"member_no", "kind", "homes", "homes_as_at", "contact_name", "contact_email", "rsh_reg_no"}
)
NEW, SKIP = "new", "skip"


@dataclass(frozen=True)
class Known:
    """One landlord as the roll has it, with how many registrations it holds in sessions still to come."""

    id: UUID
    row: RollRow
    band: str
    membership_state: str = "member"
    open_registrations: int = 0
    band_reason: str = "homes"
    is_merged: bool = False
    told_contact: tuple[str, str] | None = None  # name and address in the last file, where staff decided otherwise


@dataclass(frozen=True)
class Change:
    """A landlord whose facts differ: the names of the fields that do. `by_rsh` when only that number led to it."""

    known: Known
    row: RollRow
    fields: tuple[str, ...]
    by_rsh: bool = False


@dataclass(frozen=True)
class BandChange:
    """A landlord that belongs to another forum from now on; registrations keep the band they were made in."""

    known: Known
    row: RollRow
    before: str
    after: str


@dataclass(frozen=True)
class Alike:
    """Two different landlords with names so alike that somebody should look. Nothing is merged."""

    name: str
    other: str


@dataclass(frozen=True)
class Question:
    """A row that may be a landlord we know. `why`: name (only the name says so), numbers (its two numbers are of two
    landlords), twice (another line means that landlord already)."""

    row: RollRow
    why: str
    candidates: tuple[Known, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """What may be answered: a landlord's id, that it is new, or to leave the line out."""
        new = (NEW,) if self.why != "numbers" and self.row.member_no else ()
        return (*(str(known.id) for known in self.candidates), *new, SKIP)


@dataclass(frozen=True)
class Diff:
    """What a file would change. A landlord that is not in the file is only reported: nothing is deleted."""

    new: tuple[RollRow, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Known, ...] = ()
    alike: tuple[Alike, ...] = ()
    bands: tuple[BandChange, ...] = ()
    unchanged: int = 0
    questions: tuple[Question, ...] = ()
    left_out: tuple[RollRow, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    read_as: str | None = field(default=None, compare=False)
    digest: str = field(default="", compare=False)
    applied_before: bool = field(default=False, compare=False)
    boundary: str = field(default=OVER, compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not self.new and not self.changed

    @property
    def unsized(self) -> tuple[RollRow, ...]:
        """The rows whose size nobody knows from now on: they go to the review list."""
        new = (row for row in self.new if rules.band_of(row.kind, row.homes).band == REVIEW)
        return (*new, *(entry.row for entry in self.bands if entry.after == REVIEW))

    @property
    def new_and_clear(self) -> tuple[RollRow, ...]:
        """The new landlords that need nobody."""
        return tuple(row for row in self.new if rules.band_of(row.kind, row.homes).band != REVIEW)

    @property
    def new_bands(self) -> tuple[BandChange, ...]:
        """The changes of band that need nobody."""
        return tuple(entry for entry in self.bands if entry.after != REVIEW)

    @property
    def other_changes(self) -> tuple[Change, ...]:
        """The changes that are no change of band."""
        moved = {entry.known.id for entry in self.bands}
        return tuple(change for change in self.changed if change.known.id not in moved)

    @property
    def need_you(self) -> int:
        """How many lines of the file need somebody: a question, or a size that nobody knows."""
        return len(self.questions) + len(self.unsized)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, for the record of the import."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "gone": len(self.gone),
            "alike": len(self.alike),
            "bands": len(self.bands),
            "unchanged": self.unchanged,
            "need_you": self.need_you,
            "left_out": len(self.left_out),
        }

    @property
    def fingerprint(self) -> str:
        """Equal for two differences that ask and change the same: what was looked at is what is applied."""
        parts = (
            self.new,
            [(change.known.id, change.known.row, change.row, change.fields) for change in self.changed],
            [entry.id for entry in self.gone],
            [(entry.known.id, entry.before, entry.after) for entry in self.bands],
            [(one.row, one.why, [known.id for known in one.candidates]) for one in self.questions],
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    def summary(self) -> str:
        """The diff in one sentence: every line of the file is counted once."""
        parts = [
            (self.unchanged, "unchanged"),
            (len(self.new_and_clear), "new"),
            (len(self.other_changes), "changed"),
            (len(self.new_bands), "changed band"),
            (self.need_you, "need you" if self.need_you != 1 else "needs you"),
        ]
        said = ", ".join(f"{count:,} {words}" for count, words in parts if count) or "Nothing in it"
        if self.left_out:
            said += f", {len(self.left_out):,} left out"
        if self.gone:
            said += f"; {len(self.gone):,} not in the file and left alone"
        return said + "."


def difference(
    rows: Sequence[RollRow],
    roll: Iterable[Known],
    *,
    columns: Iterable[str] = FIELD_OF,
    boundary: str = OVER,
    answers: Mapping[int, str] | None = None,
) -> Diff:
    """What a file changes about the roll.

    A landlord is found by its member number, else by its RSH number; where only the name says so, somebody is asked.
    `columns` are those that the file has: the others are left as they are. `answers` are by line.
    """
    return _Comparison(rows, list(roll), columns, boundary, answers or {}).diff()


def changed_fields(known: Known, row: RollRow) -> tuple[str, ...]:
    """The names of the fields in which a file's row differs; the order of a list is no difference."""
    fields = tuple(name for name in COMPARED if _comparable(known.row, name) != _comparable(row, name))
    return (*fields, "membership_state") if known.membership_state == "left" else fields


def completed(row: RollRow, before: RollRow, columns: Iterable[str]) -> RollRow:
    """A file's row with what the file does not say taken from the roll."""
    told = {FIELD_OF[column] for column in columns if column in FIELD_OF}
    values = {
        name: getattr(row, name) for name in told if name not in KEPT_WHEN_EMPTY or getattr(row, name) not in (None, "")
    }
    if "homes" in values and "homes_as_at" not in values and values["homes"] != before.homes:
        values["homes_as_at"] = None  # the day of the old figure is not the day of the new one
    return replace(before, line=row.line, **values)


class _Comparison:
    """One comparing of a file with the roll; `diff` goes through the lines in order."""

    def __init__(
        self,
        rows: Sequence[RollRow],
        roll: list[Known],
        columns: Iterable[str],
        boundary: str,
        answers: Mapping[int, str],
    ) -> None:
        self.rows, self.roll, self.columns = rows, roll, frozenset(columns)
        self.boundary, self.answers = boundary, answers
        self.by_member = {entry.row.member_no: entry for entry in roll}
        self.by_rsh = {entry.row.rsh_reg_no: entry for entry in roll if entry.row.rsh_reg_no}
        self.by_name: dict[str, list[Known]] = {}
        for entry in roll:
            self.by_name.setdefault(rules.name_key(entry.row.name), []).append(entry)
        self.claimed = {found.id for row in rows if (found := self.by_member.get(row.member_no)) is not None}
        self.seen: set[UUID] = set()
        self.new: list[RollRow] = []
        self.changed: list[Change] = []
        self.bands: list[BandChange] = []
        self.questions: list[Question] = []
        self.left_out: list[RollRow] = []
        self.unchanged = 0

    def diff(self) -> Diff:
        for row in self.rows:
            self._row(row)
        is_roll = "member_no" in self.columns  # the regulator's list is no list of members
        gone = [entry for entry in self.roll if entry.id not in self.seen and entry.membership_state != "left"]
        asked = {known.id for question in self.questions for known in question.candidates}
        return Diff(
            tuple(self.new),
            tuple(self.changed),
            tuple(entry for entry in gone if is_roll and entry.id not in asked),
            tuple(self._alike()),
            tuple(self.bands),
            self.unchanged,
            tuple(self.questions),
            tuple(self.left_out),
            boundary=self.boundary,
        )

    def _row(self, row: RollRow) -> None:
        member, rsh = self.by_member.get(row.member_no), self.by_rsh.get(row.rsh_reg_no or "")
        if member is not None and rsh is not None and member is not rsh:
            self._ask(Question(row, "numbers", (member, rsh)))
        elif member is not None:
            self._same(row, member)
        elif rsh is not None and (rsh.id in self.claimed or rsh.id in self.seen):
            self._ask(Question(row, "twice", ()))
        elif rsh is not None:
            self._same(row, rsh, by_rsh=True)
        else:
            self._by_name(row)

    def _by_name(self, row: RollRow) -> None:
        alike = self.by_name.get(rules.name_key(row.name), ())
        candidates = tuple(known for known in alike if known.id not in self.claimed and known.id not in self.seen)
        if candidates:
            self._ask(Question(row, "name", candidates))
        elif row.member_no:
            self.new.append(row)
        else:
            self.left_out.append(row)

    def _ask(self, question: Question) -> None:
        answer = self.answers.get(question.row.line)
        if answer not in question.options:
            self.questions.append(question)
        elif answer == SKIP:
            self.left_out.append(question.row)
        elif answer == NEW:
            known_number = self.by_rsh.get(question.row.rsh_reg_no or "")
            self.new.append(replace(question.row, rsh_reg_no=None) if known_number else question.row)
        else:
            chosen = next(known for known in question.candidates if str(known.id) == answer)
            row = question.row
            if question.why == "numbers":  # the number of the other landlord stays with the other landlord
                row = replace(row, member_no=chosen.row.member_no, rsh_reg_no=chosen.row.rsh_reg_no)
            self._same(row, chosen) if chosen.id not in self.seen else self.questions.append(question)

    def _same(self, row: RollRow, known: Known, *, by_rsh: bool = False) -> None:
        self.seen.add(known.id)
        whole = completed(_without_old_contact(row, known), known.row, self.columns)
        fields = () if known.is_merged else changed_fields(known, whole)
        after = band_after(known, whole, self.boundary).band
        if not fields and (after == known.band or known.is_merged):
            self.unchanged += 1
            return
        self.changed.append(Change(known, whole, fields, by_rsh))
        if after != known.band:
            self.bands.append(BandChange(known, whole, known.band, after))

    def _alike(self) -> Iterator[Alike]:
        among: dict[str, str] = {}
        for row in self.new:
            key = rules.name_key(row.name)
            others = [known.row.name for known in self.by_name.get(key, ())]
            other = others[0] if others else among.get(key)
            if other is not None:
                yield Alike(row.name, other)
            among.setdefault(key, row.name)


def band_after(known: Known, row: RollRow, boundary: str) -> Band:
    """The band of a landlord once its row is applied."""
    before = Band(known.band, known.band_reason)
    return rules.band_kept(before, (known.row.kind, known.row.homes), row.kind, row.homes, boundary=boundary)


def _without_old_contact(row: RollRow, known: Known) -> RollRow:
    """A file that names the contact it named before says nothing new: what staff decided since stands."""
    if known.told_contact is None or row.contact_name is None or row.contact_email is None:
        return row
    name, address = known.told_contact
    if (row.contact_name.casefold(), row.contact_email.casefold()) != (name.casefold(), address.casefold()):
        return row
    return replace(row, contact_name=None, contact_email=None)


def _comparable(row: RollRow, name: str) -> object:
    value = getattr(row, name)
    if isinstance(value, tuple):
        return tuple(sorted(value))
    return value.casefold() if name == "contact_email" and value else value
