"""Whose people the registrants are: landlords we know, or made from what was typed and from addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import msgspec

from transcripts.folding import fold_name
from transcripts.lexicon import words
from transcripts.roster import Org
from transcripts.session import tokenise
from transcripts.words import is_ordinary

_EVERYBODYS = words(
    """
gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud me mac aol btinternet btopenworld sky
virginmedia virgin ntlworld talktalk tiscali protonmail proton pm gmx mail email zoho fastmail blueyonder plus nhs gov
parliament mailinator hey tutanota yandex orange o2 ee vodafone
"""
)
_NO_BODY = words("self me none resident tenant leaseholder retired independent individual personal private home")


@dataclass
class _Body:
    org: Org
    domains: Counter[str] = field(default_factory=Counter)
    homes: int | None = None


class Landlords:
    """Finds the landlord of each person in turn, and remembers which have somebody here."""

    def __init__(self, known: Sequence[Org]) -> None:
        self._bodies = {org.id: _Body(org) for org in known}
        self._by_name: dict[str, str] = {}
        self._by_domain: dict[str, str] = {}
        for org in known:
            for name in (org.name, *org.aliases):
                self._by_name.setdefault(fold_name(name), org.id)
            if org.domain:
                self._by_domain.setdefault(org.domain.casefold(), org.id)
        self._here: dict[str, None] = {}

    def of(self, typed: str | None, email: str | None, homes: int | None) -> str | None:
        """The id of somebody's landlord, by what they typed, else by their address; None where neither tells."""
        domain = _own_domain(email)
        if typed and (not any(char.isalpha() for char in typed) or fold_name(typed) in _NO_BODY):
            typed = None
        found = self._known(typed, domain)
        if found is None and (typed or domain):
            found = self._made(typed or (domain or "").partition(".")[0], domain)
        if found is None:
            return None
        self._here[found] = None
        if domain:
            self._bodies[found].domains[domain] += 1
        self._bodies[found].homes = self._bodies[found].homes or homes
        return found

    def here_and_elsewhere(self) -> tuple[tuple[Org, ...], tuple[Org, ...]]:
        """The landlords with somebody here, in order of appearance, and all the others."""
        here = tuple(_finished(self._bodies[each]) for each in self._here)
        return here, tuple(body.org for each, body in self._bodies.items() if each not in self._here)

    def _known(self, typed: str | None, domain: str | None) -> str | None:
        """By the name typed; else by the address, and then the name typed is one more that they go by."""
        by_name = self._by_name.get(fold_name(typed)) if typed else None
        if by_name is not None or domain is None:
            return by_name
        theirs = next((org for own, org in self._by_domain.items() if f".{domain}".endswith(f".{own}")), None)
        if theirs is not None and typed and not all(map(is_ordinary, tokenise(fold_name(typed)))):
            body = self._bodies[theirs]
            body.org = msgspec.structs.replace(body.org, aliases=(*body.org.aliases, typed))
            self._by_name[fold_name(typed)] = theirs
        return theirs

    def _made(self, name: str, domain: str | None) -> str:
        made = next(f"landlord-{n}" for n in count(1) if f"landlord-{n}" not in self._bodies)
        self._bodies[made] = _Body(Org(made, name))
        self._by_name[fold_name(name)] = made
        if domain:
            self._by_domain[domain] = made
        return made


def _finished(body: _Body) -> Org:
    common = body.domains.most_common(1)
    return msgspec.structs.replace(
        body.org,
        domain=body.org.domain or (common[0][0] if common else None),
        homes=body.org.homes if body.org.homes is not None else body.homes,
    )


def _own_domain(email: str | None) -> str | None:
    """The domain of a work address; None for a mailbox that anybody can have."""
    domain = (email or "").rpartition("@")[2].casefold().strip(".")
    return domain if "." in domain and domain.partition(".")[0] not in _EVERYBODYS else None
