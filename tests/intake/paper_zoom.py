"""Zoom without a wire: the simulator's own rules for registrants, with faults on request and its webhooks in a pile."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from companion.kernel.clocks import ManualClock, to_ms
from zoom_hooks import reading
from zoom_hooks.errors import ZoomNotFound, ZoomRateLimited, ZoomRefused, ZoomUnavailable
from zoom_hooks.events import Event, Registrant
from zoom_hooks.rest import AddedRegistrant, NewRegistrant
from zoom_hooks.sim import payloads, registrations
from zoom_hooks.sim.registrations import ApiError, Form
from zoom_hooks.sim.world import Ids, SimMeeting, SimRegistrant
from zoom_hooks.wire import Fields

MEETING = "91234567890"


@dataclass
class PaperZoom:
    """One meeting. `faults` are what happens to the next writes: `lost` (done, and the answer lost) or `down`."""

    clock: ManualClock
    faults: list[str] = field(default_factory=list)
    webhooks: list[Event] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    ids: Ids = field(default_factory=lambda: Ids(7))

    def __post_init__(self) -> None:
        self.meeting = SimMeeting(MEETING, self.ids.uuid(), "Forum", self.ms, 90, "HOST")
        self.meeting.settings["approval_type"] = 1

    @property
    def ms(self) -> int:
        return to_ms(self.clock.now())

    def states(self) -> dict[str, str]:
        """Who stands where, by address."""
        return {person.email: person.state for person in self.meeting.registrants.values()}

    # what our client asks

    def registrants(self, meeting_id: str, status: str) -> tuple[Registrant, ...]:
        self._fault(writes=False)
        rows = (registrations.as_row(one) for one in self.meeting.registrants.values() if one.state == status)
        return tuple(reading.registrant_from(Fields(row)) for row in rows)

    def add_registrant(self, meeting_id: str, person: NewRegistrant) -> AddedRegistrant:
        self.calls.append("add")
        after = self._fault()
        made = self._asked(lambda: self.fill_in(person.first_name, person.last_name, person.email, auto_approve=True))
        self._lose(after)
        return AddedRegistrant(made.id, made.join_url, made.pin)

    def set_registrant_status(self, meeting_id: str, action: str, people: Sequence[tuple[str, str]]) -> None:
        self.calls.append(action)
        after = self._fault()
        self._asked(lambda: self.decide(action, *people))
        self._lose(after)

    def remove_registrant(self, meeting_id: str, registrant_id: str) -> None:
        self.calls.append("remove")
        if self.meeting.registrants.pop(registrant_id, None) is None:
            raise ZoomNotFound(404, 404, "Registrant was not found.")

    # what happens there

    def fill_in(self, first: str, last: str, email: str, *, auto_approve: bool | None = None) -> SimRegistrant:
        """Somebody, or we, register."""
        form = Form(first, last, email)
        person, is_new = registrations.add(self.meeting, form, ids=self.ids, now_ms=self.ms, auto_approve=auto_approve)
        if is_new:
            self._tell("meeting.registration_created", registrations.as_row(person))
        return person

    def decide(self, action: str, *people: tuple[str, str]) -> None:
        """The host, or we, approve, deny or cancel."""
        for person in registrations.change(self.meeting, action, list(people), now_ms=self.ms):
            self._tell(f"meeting.registration_{person.state}", payloads.decided(person))

    def _tell(self, event: str, row: dict[str, Any]) -> None:
        payload = payloads.about("ACC", self.meeting, registrant=row)
        self.webhooks.append(
            reading.parse(json.dumps({"event": event, "event_ts": self.ms, "payload": payload}).encode())
        )

    def _fault(self, *, writes: bool = True) -> str:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "down":
            raise ZoomUnavailable("Zoom answered 503", outcome_unknown=writes, answered=True)
        return fault

    def _lose(self, fault: str) -> None:
        if fault == "lost":
            raise ZoomUnavailable("no answer from Zoom", outcome_unknown=True)

    def _asked(self, ask: Any) -> Any:
        try:
            return ask()
        except ApiError as error:
            if error.status == 429:
                midnight = datetime.fromisoformat(error.headers["retry-after"])
                raise ZoomRateLimited(error.message, retry_at=midnight, daily=True) from error
            kind = ZoomNotFound if error.status == 404 else ZoomRefused
            raise kind(error.status, error.code, error.message) from error
