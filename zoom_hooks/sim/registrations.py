"""Zoom's rules for registrants: who may be added, which status follows which, and how often per day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zoom_hooks.sim.clock import iso
from zoom_hooks.sim.world import Ids, RegistrantState, SimMeeting, SimRegistrant

ADDS_PER_DAY = 3
CHANGES_PER_DAY = 10
PER_CALL = 30
_DAY_MS = 86_400_000

_TO: Mapping[str, RegistrantState] = {"approve": "approved", "deny": "denied", "cancel": "cancelled"}
_FROM: Mapping[str, tuple[RegistrantState, ...]] = {
    "approve": ("pending", "approved", "denied", "cancelled"),
    "deny": ("pending", "denied"),
    "cancel": ("pending", "approved", "cancelled"),
}


class ApiError(Exception):
    """Zoom's no: HTTP status, its own code, words, and headers to send along."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody filled in."""

    first_name: str
    last_name: str
    email: str
    org: str = ""
    answers: tuple[tuple[str, str], ...] = ()


def add(
    meeting: SimMeeting, form: Form, *, ids: Ids, now_ms: int, auto_approve: bool | None = None
) -> tuple[SimRegistrant, bool]:
    """Register somebody, or find them again by their address; True when that is a new registration.

    Who was denied or cancelled and comes back is decided anew. Raises ApiError as Zoom would.
    """
    if meeting.settings.get("approval_type") == 2:
        raise ApiError(400, 300, f"Registration has not been enabled for this meeting: {meeting.id}.")
    if meeting.settings.get("close_registration") or meeting.state == "ended":
        raise ApiError(400, 3038, "Meeting is over, you can not register now.")
    if not form.first_name.strip() or "@" not in form.email:
        raise ApiError(400, 300, "Validation Failed.")
    automatic = meeting.settings.get("approval_type") == 0 or bool(auto_approve)
    state: RegistrantState = "approved" if automatic else "pending"
    address = form.email.casefold()
    known = next((r for r in meeting.registrants.values() if r.email.casefold() == address), None)
    if known is not None:
        _count(known.adds, now_ms, ADDS_PER_DAY, "You have exceeded the daily rate limit of (3) for Add registrant")
        is_back = known.state in ("denied", "cancelled")
        known.state = state if is_back else known.state
        return known, is_back
    registrant_id = ids.token()
    made = SimRegistrant(
        id=registrant_id,
        first_name=form.first_name,
        last_name=form.last_name,
        email=form.email,
        org=form.org,
        answers=[{"title": title, "value": value} for title, value in form.answers],
        state=state,
        created_ms=now_ms,
        join_url=f"https://zoom.example/w/{meeting.id}?tk={ids.token(32)}",
        pin=ids.pin(),
    )
    _count(made.adds, now_ms, ADDS_PER_DAY, "")
    meeting.registrants[registrant_id] = made
    return made, True


def change(meeting: SimMeeting, action: str, who: list[tuple[str, str]], *, now_ms: int) -> list[SimRegistrant]:
    """Approve, deny or cancel all of these (id, e-mail) or none; returns those whose status is another one now."""
    if action not in _TO:
        raise ApiError(400, 300, "Validation Failed: action")
    if not 1 <= len(who) <= PER_CALL:
        raise ApiError(400, 300, f"Validation Failed: registrants, at most {PER_CALL}")
    people = [_find(meeting, id_, email) for id_, email in who]
    for person in people:
        if person.state not in _FROM[action]:
            raise ApiError(400, 300, f"Registrant {person.id} is {person.state}: {action} is not possible.")
        if person.changes.get(_day(now_ms), 0) >= CHANGES_PER_DAY:
            _count(person.changes, now_ms, CHANGES_PER_DAY, "You have exceeded the daily rate limit of (10)")
    changed = []
    for person in people:
        _count(person.changes, now_ms, CHANGES_PER_DAY, "")
        if person.state != _TO[action]:
            person.state = _TO[action]
            changed.append(person)
    return changed


def as_row(person: SimRegistrant) -> dict[str, object]:
    """The registrant as Zoom spells it in lists and events; no join link while nobody has decided."""
    row: dict[str, object] = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "address": "",
        "city": "",
        "country": "",
        "zip": "",
        "state": "",
        "phone": "",
        "industry": "",
        "org": person.org,
        "job_title": "",
        "purchasing_time_frame": "",
        "role_in_purchase_process": "",
        "no_of_employees": "",
        "comments": "",
        "custom_questions": person.answers,
        "status": person.state,
        "create_time": iso(person.created_ms),
    }
    if person.state == "approved":
        row["join_url"], row["participant_pin_code"] = person.join_url, person.pin
    return row


def _find(meeting: SimMeeting, id_: str, email: str) -> SimRegistrant:
    person = meeting.registrants.get(id_)
    if person is None and not id_:
        person = next((r for r in meeting.registrants.values() if r.email.casefold() == email.casefold()), None)
    if person is None or (email and person.email.casefold() != email.casefold()):
        raise ApiError(404, 404, "Registrant was not found.")
    return person


def _day(now_ms: int) -> str:
    return iso(now_ms)[:10]


def _count(counts: dict[str, int], now_ms: int, most: int, message: str) -> None:
    today = _day(now_ms)
    if counts.get(today, 0) >= most:
        midnight = iso((now_ms // _DAY_MS + 1) * _DAY_MS)
        headers = {"x-ratelimit-category": "Light", "x-ratelimit-type": "Daily-limit", "retry-after": midnight}
        raise ApiError(429, 429, message, headers)
    counts[today] = counts.get(today, 0) + 1
