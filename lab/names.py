"""Names by where the families of British people come from: what speech for training and for testing is made with.

No first or last name is in both parts, in whichever groups it occurs, so that a model is never measured on a name that
it was taught. The names come from Faker (MIT), and where it has none, from `lab/own_names.py`.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from lab.own_names import OWN

Part = Literal["train", "test"]

_FAKER: dict[str, tuple[str, ...]] = {
    "english": ("en_GB",),
    "welsh": (),
    "scottish": (),
    "irish": ("en_IE", "ga_IE"),
    "polish_and_romanian": ("pl_PL", "ro_RO"),
    "nigerian": ("en_NG", "yo_NG", "ig_NG", "ha_NG"),
    "ghanaian": ("tw_GH",),
    "somali_and_arabic": (),
    "pakistani_and_bangladeshi": ("en_PK",),
    "indian": ("en_IN",),
    "caribbean": (),
    "chinese_and_turkish": ("tr_TR",),
    "elsewhere": (
        "pt_PT",
        "es_ES",
        "it_IT",
        "fr_FR",
        "de_DE",
        "nl_NL",
        "hu_HU",
        "cs_CZ",
        "lt_LT",
        "en_KE",
        "zu_ZA",
        "sq_AL",
    ),
}
GROUPS = tuple(group for group in _FAKER if group != "elsewhere")
EVERY_GROUP = tuple(_FAKER)

_NAME = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’-]{1,24}")
_TEST_SHARE = 4  # one name in four is kept for the tests


def first_names(group: str, part: Part) -> tuple[str, ...]:
    """The group's given names of one part, sorted."""
    return _of_part(_known(group)[0], part)


def last_names(group: str, part: Part) -> tuple[str, ...]:
    """The group's family names of one part, sorted."""
    return _of_part(_known(group)[1], part)


def part_of(name: str) -> Part:
    """The part a name belongs to, however it is written: by a digest, so that it never changes."""
    digest = hashlib.sha256(name.casefold().encode()).digest()
    return "test" if digest[0] % _TEST_SHARE == 0 else "train"


def _of_part(names: Iterable[str], part: Part) -> tuple[str, ...]:
    return tuple(name for name in names if part_of(name) == part)


@cache
def _known(group: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own_first, own_last = OWN.get(group, ("", ""))
    first, last = set(own_first.split()), set(own_last.split())
    for locale in _FAKER[group]:
        first.update(_from_faker(locale, "first_names"))
        last.update(_from_faker(locale, "last_names"))
    return tuple(sorted(first)), tuple(sorted(last))


def _from_faker(locale: str, wanted: str) -> Iterator[str]:
    try:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    except ModuleNotFoundError as error:
        if error.name == f"faker.providers.person.{locale}":
            return  # this release of Faker has no such names
        raise
    for attribute in sorted(vars(provider)):
        if attribute.startswith(wanted):
            yield from (name for name in getattr(provider, attribute) if _NAME.fullmatch(name))
