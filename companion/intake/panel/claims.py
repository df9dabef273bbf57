"""What a page inside Zoom sends: claims of one person's browser about the meeting, bounded and read strictly.

Pure: bytes in, values out. Ids and times come in the client's spellings and leave in ours.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from companion.kernel.errors import BadInput
from companion.kernel.text import clean_line
from zoom_hooks.in_client import moment_ms, participant_key

MOST_CLAIMS = 200
MOST_BYTES = 128 * 1024
MOST_LETTERS = 120

Kind = Literal["up", "down", "speaks", "joined", "left", "waits", "waits_no_more"]


class BadBatch(BadInput):
    message = "What the page inside Zoom sent could not be read. Close the app in Zoom and open it again."


class _Sent(Struct, forbid_unknown_fields=True):
    kind: Kind
    who: Annotated[str, Meta(min_length=1, max_length=128)]
    at: int | float | Annotated[str, Meta(max_length=20)] | None = None
    name: Annotated[str, Meta(max_length=400)] = ""
    nth: Annotated[int, Meta(ge=0, le=10_000)] = 0


class _Listed(Struct, forbid_unknown_fields=True):
    who: Annotated[str, Meta(min_length=1, max_length=128)]
    name: Annotated[str, Meta(max_length=400)] = ""


class _SentBatch(Struct, forbid_unknown_fields=True):
    begins: bool = False
    hears_hands: bool = False
    claims: Annotated[list[_Sent], Meta(max_length=MOST_CLAIMS)] = []


class Claim(Struct, frozen=True):
    """One thing that a page says it saw. `at_ms` is Zoom's time, None for now; `nth` counts what one moment holds."""

    kind: Kind
    who: str
    at_ms: int | None
    name: str
    nth: int

    @property
    def key(self) -> str | None:
        """What makes this claim the same as another page's; None for one about now, which is each page's own."""
        return None if self.at_ms is None else f"client:{self.kind}:{self.who}:{self.at_ms}:{self.nth}"


class Batch(Struct, frozen=True):
    """What one page sends at once, oldest claim first; without claims it says that the page is open."""

    begins: bool
    hears_hands: bool
    claims: tuple[Claim, ...]


def read_batch(body: bytes) -> Batch:
    """Read a batch. Raises BadBatch, and nothing else, for whatever is not one."""
    if len(body) > MOST_BYTES:
        raise BadBatch
    try:
        sent = msgspec.json.decode(body, type=_SentBatch)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadBatch from error
    return Batch(sent.begins, sent.hears_hands, tuple(map(_claim, sent.claims)))


def read_people(body: bytes) -> list[tuple[str, str]]:
    """Read a list of people as Zoom's client lists them: (key, name that Zoom shows). Raises BadBatch."""
    if len(body) > MOST_BYTES:
        raise BadBatch
    try:
        listed = msgspec.json.decode(body, type=list[_Listed])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadBatch from error
    return [(_key(one.who), clean_line(one.name, most=MOST_LETTERS)) for one in listed]


def _claim(sent: _Sent) -> Claim:
    name = clean_line(sent.name, most=MOST_LETTERS)
    return Claim(sent.kind, _key(sent.who), moment_ms(sent.at), name, sent.nth)


def _key(who: str) -> str:
    key = clean_line(participant_key(who), most=128)
    if not key:
        raise BadBatch
    return key
