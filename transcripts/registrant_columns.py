"""Which column of a table holds what, told by its heading, as Zoom writes it and as people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from transcripts.folding import fold_name
from transcripts.lexicon import words

_FIRST = words("firstname givenname forename forenames first christianname given")
_LAST = words("lastname surname familyname last family secondname")
_FULL = words(
    """
name fullname username displayname registrant registrantname attendee attendeename participant participantname
nameoriginalname usernameoriginalname invitee yourname delegate delegatename membername
"""
)
_EMAIL = words("email emailaddress useremail workemail mail youremail registrantemail emailid")
_ORG = words(
    """
organization organisation org company companyname landlord housingassociation housingprovider employer provider
organizationname organisationname association yourlandlord yourorganisation yourorganization affiliation landlordname
"""
)
_ORG_QUESTION = re.compile(r"\b(?:landlord|organi[sz]ation|housing (?:association|provider)|employer|company)\b")
_OTHER_QUESTION = re.compile(r"\b(?:homes|properties|units|stock|staff|employees|job|role|size|type|address|phone)\b")
_ROLE = words("jobtitle title role position jobrole yourrole yourjobtitle job")
_NOTHING = frozenset(("", "n/a", "na", "none", "nil", "unknown", "not applicable", "null"))
_HOMES = re.compile(r"\b(?:homes|properties|units)\b")
_HOW_MANY = re.compile(r"\b(?:how many|number of|no of|total)\b")


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the columns that a roster needs; None where the table has none. `unused` are other headings."""

    width: int
    first: int | None
    last: int | None
    full: int | None
    mail: int | None
    body: int | None
    job: int | None
    stock: int | None
    unused: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Could this line be nothing but headings? A row of the table may hold the word "Name" or "Attendee" too."""
        return self.first is not None or (self.full is not None and self.mail is not None)

    def name(self, cells: Sequence[str]) -> str:
        """The whole name of a row; empty when there is none."""
        parts = [self._cell(self.first, cells), self._cell(self.last, cells)]
        return " ".join(part for part in parts if part) or self._cell(self.full, cells)

    def email(self, cells: Sequence[str]) -> str | None:
        return _present(self._cell(self.mail, cells))

    def org(self, cells: Sequence[str]) -> str | None:
        return _present(self._cell(self.body, cells))

    def role(self, cells: Sequence[str]) -> str | None:
        return _present(self._cell(self.job, cells))

    def homes(self, cells: Sequence[str]) -> int | None:
        """How many homes somebody typed: "5,200" and "about 5200 homes", not "5-10k" or "12k"."""
        typed = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}(?![0-9]))", "", self._cell(self.stock, cells))
        found = re.findall(r"[0-9]+(?![0-9.]*[0-9kKmM])", typed) if "-" not in typed else []
        return int(found[0]) if len(found) == 1 and len(found[0]) < 8 else None

    def _cell(self, place: int | None, cells: Sequence[str]) -> str:
        return cells[place] if place is not None and place < len(cells) else ""


def columns_of(cells: Sequence[str]) -> Columns | None:
    """The columns of a line of headings; None for a line in which no cell, or pair of cells, says that names follow."""
    if any("@" in cell for cell in cells):
        return None
    folded = [fold_name(cell) for cell in cells]
    plain = [re.sub(r"[^a-z]", "", cell) for cell in folded]
    first, last, full = (_place(plain, among) for among in (_FIRST, _LAST, _FULL))
    if full is None and (first is None or last is None):
        return None
    if first is None or last is None:
        first = last = None
    mail, body, job = (_place(plain, among) for among in (_EMAIL, _ORG, _ROLE))
    if body is None:
        body = _asked(folded, lambda text: bool(_ORG_QUESTION.search(text)) and not _OTHER_QUESTION.search(text))
    stock = _asked(folded, lambda text: bool(_HOMES.search(text)) and (bool(_HOW_MANY.search(text)) or len(text) < 12))
    used = {first, last, full, mail, body, job, stock}
    unused = tuple(cell for place, cell in enumerate(cells) if cell and place not in used)
    return Columns(len(cells), first, last, full, mail, body, job, stock, unused)


def _place(plain: Sequence[str], among: Collection[str]) -> int | None:
    return next((place for place, cell in enumerate(plain) if cell in among), None)


def _asked(folded: Sequence[str], fits: Callable[[str], bool]) -> int | None:
    return next((place for place, cell in enumerate(folded) if cell and fits(cell)), None)


def _present(cell: str) -> str | None:
    return cell if cell.strip(".-–—").casefold() not in _NOTHING else None
