"""What the heads and cells of a roll mean, whichever kind of file they came from. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from companion.kernel.text import clean_line
from companion.people.addresses import BadAddress, read_address
from companion.people.service import BadName, read_name
from companion.roll.domains import is_nobodys, read_domain
from companion.roll.faults import BrokenRoll
from companion.roll.rules import KINDS, RollRow

COLUMNS = (
    "member_no",
    "name",
    "type",
    "homes",
    "homes_as_at",
    "domains",
    "aliases",
    "contact_name",
    "contact_email",
    "rsh_reg_no",
)
NEEDED = ("member_no", "name", "type")
REGULATORS = ("rsh_reg_no", "name")
EXACT = {column.replace("_", ""): column for column in COLUMNS}
#: other spellings of a column's head, folded to letters and digits
OTHER_HEADS = {
    "membernumber": "member_no",
    "memberno": "member_no",
    "membershipnumber": "member_no",
    "landlord": "name",
    "landlordname": "name",
    "organisation": "name",
    "organisationname": "name",
    "kind": "type",
    "landlordtype": "type",
    "units": "homes",
    "numberofhomes": "homes",
    "homesat": "homes_as_at",
    "asat": "homes_as_at",
    "asatdate": "homes_as_at",
    "domain": "domains",
    "emaildomains": "domains",
    "alias": "aliases",
    "alsoknownas": "aliases",
    "contact": "contact_name",
    "nominatingcontact": "contact_name",
    "email": "contact_email",
    "contactaddress": "contact_email",
    "rshnumber": "rsh_reg_no",
    "rshno": "rsh_reg_no",
    "registrationnumber": "rsh_reg_no",
    "rshregno": "rsh_reg_no",
    "rshregistrationnumber": "rsh_reg_no",
    "regulatorsnumber": "rsh_reg_no",
    "rpcode": "rsh_reg_no",
    "rpnumber": "rsh_reg_no",
    "registeredproviderno": "rsh_reg_no",
    "registeredprovidernumber": "rsh_reg_no",
    "rpname": "name",
    "providername": "name",
    "registeredprovider": "name",
    "totalhomes": "homes",
    "homesowned": "homes",
    "totalsocialstock": "homes",
    "totalsocialunits": "homes",
    "stock": "homes",
    "memberid": "member_no",
    "schememembernumber": "member_no",
    "website": "domains",
    "emaildomain": "domains",
    "tradingnames": "aliases",
    "tradingas": "aliases",
    "formernames": "aliases",
    "contactperson": "contact_name",
    "contactemail": "contact_email",
    "contactsemail": "contact_email",
    "emailaddress": "contact_email",
}
OTHER_KINDS = {
    "association": "housing_association",
    "ha": "housing_association",
    "housing_co_operative": "co_operative",
    "coop": "co_operative",
    "co_op": "co_operative",
    "cooperative": "co_operative",
    "almshouses": "almshouse",
    "la": "local_authority",
    "council": "local_authority",
    "voluntary_member": "voluntary",
}
WRITTEN_DATES = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y")
DATE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
ASIDE = re.compile(r"\([^)]*\)")
#: what people write into a cell for "we do not know"
NOT_KNOWN = frozenset({"n/a", "na", "-", "–", "?", "tbc", "unknown", "not known"})
HOMES = re.compile(r"^\d{1,3}(,\d{3})+$|^\d{1,7}$")


@dataclass(frozen=True)
class Heads:
    """The line with the columns' heads: where it is, how they read, and which column each stands for."""

    line: int
    cells: tuple[str, ...]
    columns: Mapping[int, str]

    @property
    def missing(self) -> list[str]:
        """What a roll cannot do without; the regulator's list, which has no member numbers, needs its own number."""
        named = set(self.columns.values())
        needed = REGULATORS if "member_no" not in named and "rsh_reg_no" in named else NEEDED
        return [column for column in needed if column not in named]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The heads that mean nothing to us."""
        return tuple(
            clean_line(head, most=60) for at, head in enumerate(self.cells) if at not in self.columns and head.strip()
        )

    def check(self) -> None:
        """Raise BrokenRoll for a column that is missing, or that is there twice."""
        if self.missing:
            raise BrokenRoll(
                self.line, f"there is no column {_and(self.missing)}; the heads should be {', '.join(COLUMNS)}"
            )
        named = list(self.columns.values())
        twice = [column for column in COLUMNS if named.count(column) > 1]
        if twice:
            raise BrokenRoll(self.line, f"two columns both mean {twice[0]}")


def read_heads(line: int, cells: list[str]) -> Heads:
    """A line taken as the heads."""
    columns = {at: column for at, head in enumerate(cells) if (column := _column(head))}
    for at, head in enumerate(cells):  # "Stock (units)" is the stock, unless a plain head says so already
        column = _column(ASIDE.sub("", head)) if at not in columns else None
        if column and column not in columns.values():
            columns[at] = column
    return Heads(line, tuple(cells), columns)


def read_row(heads: Heads, line: int, cells: list[str]) -> RollRow:
    """One landlord. Raises BrokenRoll for the first cell that cannot be right."""
    extra = [cell for cell in cells[len(heads.cells) :] if cell.strip()]
    if len(cells) < len(heads.cells) or extra:
        raise BrokenRoll(line, f"there are {len(cells)} cells where the first line has {len(heads.cells)} heads")
    return _row(line, {column: cells[at] for at, column in heads.columns.items()})


def no_twin(first_with: dict[tuple[str, str], int], row: RollRow) -> None:
    """Raise BrokenRoll for a number that an earlier line has already."""
    for column, value in (("member_no", row.member_no), ("rsh_reg_no", row.rsh_reg_no)):
        if not value:
            continue
        first = first_with.setdefault((column, value), row.line)
        if first != row.line:
            raise BrokenRoll(row.line, f"{column} {value} is on line {first} already")


def _column(head: str) -> str | None:
    folded = "".join(character for character in head.casefold() if character.isalnum())
    return EXACT.get(folded) or OTHER_HEADS.get(folded)


def _row(line: int, cells: Mapping[str, str]) -> RollRow:
    def cell(column: str, most: int = 200) -> str:
        return clean_line(cells.get(column, ""), most=most)

    member_no, name = cell("member_no", 40), cell("name")
    if not member_no and "member_no" in cells:
        raise BrokenRoll(line, "the member number is missing")
    if not member_no and not cell("rsh_reg_no"):
        raise BrokenRoll(line, "the regulator’s number is missing")
    if not any(character.isalnum() for character in name):
        raise BrokenRoll(line, "the landlord’s name is missing")
    contact_name, contact_email = _contact(line, cell("contact_name"), cell("contact_email", 320))
    return RollRow(
        line=line,
        member_no=member_no,
        name=name,
        kind=_kind(line, cell("type")) if "type" in cells else "",
        homes=_homes(line, cell("homes")),
        homes_as_at=_date(line, cell("homes_as_at")),
        domains=tuple(dict.fromkeys(_domain(line, item) for item in _items(cell("domains", 2000)))),
        aliases=tuple(_items(cell("aliases", 2000))),
        contact_name=contact_name,
        contact_email=contact_email,
        rsh_reg_no=cell("rsh_reg_no", 40) or None,
    )


def _items(text: str) -> list[str]:
    return list(dict.fromkeys(item.strip() for item in text.split(";") if item.strip()))


def _kind(line: int, text: str) -> str:
    folded = "_".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    kind = OTHER_KINDS.get(folded, folded)
    if kind not in KINDS:
        known = ", ".join(kind.replace("co_", "co-").replace("_", " ") for kind in KINDS)
        raise BrokenRoll(
            line, f"{f'the type “{text}” is not one we know' if text else 'the type is missing'}; write {known}"
        )
    return kind


def _homes(line: int, text: str) -> int | None:
    if not text or text.casefold() in NOT_KNOWN:
        return None
    if not (text.isascii() and HOMES.match(text)):
        raise BrokenRoll(line, f"homes must be a whole number, not “{text}”")
    return int(text.replace(",", ""))


def _date(line: int, text: str) -> date | None:
    if not text:
        return None
    match = DATE.match(text) if text.isascii() else None
    try:
        if match is None:
            return _written_date(text)
        year, month, day, day2, month2, year2 = match.groups()
        return date(int(year), int(month), int(day)) if year else date(int(year2), int(month2), int(day2))
    except ValueError as error:
        raise BrokenRoll(line, f"the date “{text}” should be like 2027-03-31 or 31/03/2027") from error


def _written_date(text: str) -> date:
    """A day with its month in letters. Raises ValueError."""
    for form in WRITTEN_DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def _domain(line: int, text: str) -> str:
    domain = read_domain(text)
    if domain is None:
        raise BrokenRoll(line, f"“{text}” is not an e-mail domain, like lindenquay.example")
    if is_nobodys(domain):
        raise BrokenRoll(line, f"“{domain}” belongs to nobody in particular, so it cannot be a landlord’s domain")
    return domain


def _contact(line: int, name: str, address: str) -> tuple[str | None, str | None]:
    if not name and not address:
        return None, None
    if not name or not address:
        raise BrokenRoll(line, "a contact needs both a name and an e-mail address")
    try:
        return read_name(name), read_address(address)
    except BadAddress as error:
        raise BrokenRoll(line, f"“{address}” is not an e-mail address") from error
    except BadName as error:
        why = error.message[:1].lower() + error.message[1:]
        raise BrokenRoll(line, f"the contact’s name cannot be used: {why}") from error


def _and(words: list[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
