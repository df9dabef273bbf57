"""Bands (C-02, C-03), names folded for suggestions, and the difference between a file and the roll. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

OVER, UNDER, LA, REVIEW = "OVER", "UNDER", "LA", "REVIEW"
BOUNDARY = 1000
KINDS = (
    "housing_association",
    "co_operative",
    "almshouse",
    "deregistered",
    "local_authority",
    "almo",
    "voluntary",
    "other",
)
COUNCILS = frozenset({"local_authority", "almo"})
BAND_WORDS = {OVER: "over 1,000 homes", UNDER: "under 1,000 homes", LA: "local authority", REVIEW: "size not known"}

_ENDINGS = re.compile(r" (limited|ltd|plc|cic|llp)$")


class Band(NamedTuple):
    """Which forum a landlord belongs to, and why."""

    band: str
    reason: str


def band_of(kind: str, homes: int | None, *, boundary: str = OVER) -> Band:
    """Type beats size; exactly 1,000 is a choice, marked as one; an unknown size is never guessed."""
    if kind in COUNCILS:
        return Band(LA, "kind")
    if homes is None:
        return Band(REVIEW, "unknown_size")
    if homes == BOUNDARY:
        return Band(boundary, "boundary")
    return Band(OVER if homes > BOUNDARY else UNDER, "homes")


def name_key(name: str) -> str:
    """A landlord's name folded so that spellings of one name are equal: for suggesting, never for deciding."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘.`´")
    words = " ".join("".join(c if c.isalnum() else " " for c in kept).split())
    return _ENDINGS.sub("", words.removeprefix("the "))


@dataclass(frozen=True)
class RollRow:
    """One landlord as a file gives it; `line` is where. Lists are in the file's order."""

    line: int
    member_no: str
    name: str
    kind: str
    homes: int | None = None
    homes_as_at: date | None = None
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    contact_name: str | None = None
    contact_email: str | None = None
    rsh_reg_no: str | None = None


@dataclass(frozen=True)
class Known:
    """One landlord as the roll has it, with how many registrations it holds in sessions still to come."""

    id: UUID
    row: RollRow
    band: str
    membership_state: str = "member"
    open_registrations: int = 0


@dataclass(frozen=True)
class Change:
    """A landlord whose facts differ: the names of the fields that do."""

    known: Known
    row: RollRow
    fields: tuple[str, ...]


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
class Diff:
    """What a file would change. A landlord that is not in the file is only reported: nothing is deleted."""

    new: tuple[RollRow, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Known, ...] = ()
    alike: tuple[Alike, ...] = ()
    bands: tuple[BandChange, ...] = ()
    unchanged: int = 0
    ignored_columns: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)
    applied_before: bool = field(default=False, compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not self.new and not self.changed

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
        }

    def summary(self) -> str:
        """The diff in one sentence."""
        if self.is_empty:
            said = f"Nothing changes: {_landlords(self.unchanged)} as before"
        else:
            said = f"{len(self.new)} new, {len(self.changed)} changed, {self.unchanged} as before"
        if self.bands:
            said += f", {len(self.bands)} in another band"
        if self.gone:
            said += f", {len(self.gone)} not in the file and left alone"
        if self.alike:
            said += f", {len(self.alike)} with a name much like another’s"
        return said + "."

    def in_words(self) -> str:
        """The diff line by line, the summary first."""
        lines = [self.summary()]
        lines += [f"  new      {row.name} ({row.member_no})" for row in self.new]
        lines += [f"  changed  {change.row.name}: {', '.join(change.fields)}" for change in self.changed]
        lines += [f"  band     {entry.row.name}: {entry.before} → {entry.after}" for entry in self.bands]
        lines += [
            f"  gone     {entry.row.name} ({entry.row.member_no}): not in the file, left alone" for entry in self.gone
        ]
        lines += [f"  alike    {entry.name} and {entry.other}: look whether they are one" for entry in self.alike]
        lines += [f"  ignored  column {column}" for column in self.ignored_columns]
        return "\n".join(lines)

    def as_json(self, *, applied: bool) -> dict[str, object]:
        """The diff for scripts: member numbers, names of fields, and counts."""
        return {
            "applied": applied,
            "summary": self.summary(),
            "counts": self.counts,
            "new": [row.member_no for row in self.new],
            "changed": [{"member_no": one.row.member_no, "fields": list(one.fields)} for one in self.changed],
            "gone": [entry.row.member_no for entry in self.gone],
            "alike": [[entry.name, entry.other] for entry in self.alike],
            "bands": [
                {"member_no": entry.row.member_no, "before": entry.before, "after": entry.after} for entry in self.bands
            ],
            "ignored_columns": list(self.ignored_columns),
        }


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


def difference(rows: Sequence[RollRow], roll: Iterable[Known], *, boundary: str = OVER) -> Diff:
    """What a file changes about the roll. A landlord is found by its member number, else by its RSH number."""
    known = list(roll)
    by_member = {entry.row.member_no: entry for entry in known}
    by_rsh = {entry.row.rsh_reg_no: entry for entry in known if entry.row.rsh_reg_no}
    new, changed, bands, seen, same = [], [], [], set(), 0
    for row in rows:
        found = by_member.get(row.member_no) or (by_rsh.get(row.rsh_reg_no) if row.rsh_reg_no else None)
        if found is None:
            new.append(row)
            continue
        seen.add(found.id)
        fields = changed_fields(found, row)
        if fields:
            changed.append(Change(found, row, fields))
        else:
            same += 1
        after = band_of(row.kind, row.homes, boundary=boundary).band
        if after != found.band:
            bands.append(BandChange(found, row, found.band, after))
    gone = [entry for entry in known if entry.id not in seen and entry.membership_state != "left"]
    return Diff(tuple(new), tuple(changed), tuple(gone), tuple(_alike(new, known)), tuple(bands), same)


def changed_fields(known: Known, row: RollRow) -> tuple[str, ...]:
    """The names of the fields in which a file's row differs; the order of a list is no difference."""
    fields = tuple(name for name in COMPARED if _comparable(known.row, name) != _comparable(row, name))
    return fields if known.membership_state == "member" else (*fields, "membership_state")


def _comparable(row: RollRow, name: str) -> object:
    value = getattr(row, name)
    if isinstance(value, tuple):
        return tuple(sorted(value))
    return value.casefold() if name == "contact_email" and value else value


def _alike(new: Sequence[RollRow], known: Sequence[Known]) -> Iterable[Alike]:
    names: Mapping[str, str] = {name_key(entry.row.name): entry.row.name for entry in known}
    among: dict[str, str] = {}
    for row in new:
        key = name_key(row.name)
        other = names.get(key) or among.get(key)
        if other is not None:
            yield Alike(row.name, other)
        among.setdefault(key, row.name)


def _landlords(count: int) -> str:
    return "1 landlord" if count == 1 else f"{count} landlords"
