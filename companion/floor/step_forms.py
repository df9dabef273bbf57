"""What the form of a step says: numbers within bounds, words of a list, ids. Everything bad is one clear BadInput."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast, get_args
from uuid import UUID

from msgspec.structs import replace

from companion.floor import events
from companion.floor.ids import RequestId
from companion.floor.state import Floor
from companion.kernel.errors import BadInput

Form = Mapping[str, str]
T = TypeVar("T")

MOST_SECONDS = 60 * 60
BLIND = "Reload the page and try again: something it sent could not be read."


def since_ms(form: Form) -> int | None:
    """From when on a turn is to count, where the form offers somebody's first words."""
    return number(form, "since_ms", 0, 10**13) if form.get("since_ms") else None


def limits_of(floor: Floor, form: Form) -> events.LimitsSet:
    """The limits with those that the form names; nought means none."""
    limits = floor.limits
    if form.get("seconds") or not form.get("landlord_seconds"):
        limits = replace(limits, per_turn_ms=number(form, "seconds", 120, MOST_SECONDS) * 1000 or None)
    if form.get("landlord_seconds"):
        limits = replace(limits, per_landlord_ms=number(form, "landlord_seconds", 300, MOST_SECONDS) * 1000 or None)
    if form.get("warn"):
        limits = replace(limits, warn_at_ms=_warnings(form["warn"]))
    if form.get("on_expiry"):
        limits = replace(limits, on_expiry=word(form, "on_expiry", events.OnExpiry, limits.on_expiry))
    if form.get("auto_start"):
        limits = replace(limits, auto_start=form["auto_start"] == "yes")
    if form.get("on_item_close"):
        limits = replace(limits, on_item_close=word(form, "on_item_close", events.OnItemClose, limits.on_item_close))
    if form.get("grace"):
        limits = replace(limits, grace_ms=number(form, "grace", 15, 5 * 60) * 1000)
    return limits


def _warnings(text: str) -> tuple[int, ...]:
    """Seconds before the end, as typed: 60, 30, 10. Longest first, five at most."""
    parts = text.replace(",", " ").split()
    if len(parts) > 5 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        raise BadInput("Enter the warnings as seconds, like 60, 30, 10.")
    return tuple(sorted({int(part) * 1000 for part in parts if int(part)}, reverse=True))


def request(form: Form) -> RequestId:
    """The hand that a row's button is about. Raises BadInput."""
    return RequestId(id_of(form, "request_id"))


def reason(form: Form) -> events.MoveReason | None:
    """Why the chair departs from the order, where one of the reasons was tapped."""
    said = form.get("reason", "")
    return cast(events.MoveReason, said) if said in get_args(events.MoveReason) else None


def id_of(form: Form, name: str) -> UUID:
    """An id from the form. Raises BadInput."""
    try:
        return UUID(form.get(name, ""))
    except ValueError as error:
        raise BadInput(BLIND) from error


def number(form: Form, name: str, usual: int, most: int) -> int:
    """A whole number from the form, within 0 and `most`. Raises BadInput for anything else."""
    text = form.get(name, "") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) <= 13):
        raise BadInput("Enter a whole number.")
    return min(int(text), most)


def word(form: Form, name: str, words: Any, usual: T) -> T:
    """One of the words of a Literal, or the usual one when the form has none. Raises BadInput for another word."""
    said = form.get(name) or usual
    if said not in get_args(words):
        raise BadInput(BLIND)
    return cast(T, said)
