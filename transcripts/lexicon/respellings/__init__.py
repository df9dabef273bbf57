"""How names sound to an English ear, spelt as an English reader would say it: data only, by where the names come from.

An entry is a name as it is written, lower-case and folded, and behind it one or more spellings of its sound; `_` parts
what is written as two words. Rules of spelling to sound (`origins.py`) read most names: here stand those whose
spelling misleads, and those that recognisers are known to garble.
"""

from __future__ import annotations

from functools import cache

from transcripts.lexicon.respellings import africa, asia, celtic, europe

_TABLES = (celtic.IRISH, celtic.WELSH, celtic.SCOTTISH, europe.ENGLISH, europe.POLISH, europe.OTHERS, africa.NIGERIAN,
           africa.GHANAIAN, africa.SOMALI_AND_ARABIC, asia.SOUTH_ASIAN, asia.EAST_ASIAN, asia.TURKISH)  # fmt: skip


@cache
def respellings() -> dict[str, tuple[str, ...]]:
    """Every name of the tables with the spellings of its sound."""
    found: dict[str, tuple[str, ...]] = {}
    for table in _TABLES:
        for entry in table.replace("\n", " ").split("|"):
            name, *said = entry.split()
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *(one.replace("_", " ") for one in said))))
    return found
