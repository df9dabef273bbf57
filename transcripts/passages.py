"""What the leak audit reads: pieces of a file, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableFile(ValueError):
    """The file cannot be looked into, so nothing can be said about it; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of a file and where it stands.

    `says_who`: the place itself tells who made the file. `prose` is False for what a program wrote (attributes, ids,
    styles): names are looked for there, but no word is suspicious for being unknown. `opaque`: something is there
    that nobody can look into; `text` says what.
    """

    where: str
    text: str
    says_who: bool = False
    prose: bool = True
    opaque: bool = False
