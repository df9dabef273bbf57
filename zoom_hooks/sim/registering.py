"""Registration: by Zoom's own form, by an app, and what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping

from zoom_hooks.sim import payloads, registrations
from zoom_hooks.sim.registrations import Form
from zoom_hooks.sim.stage import Stage
from zoom_hooks.sim.world import SimMeeting, SimRegistrant


def register(
    stage: Stage,
    first_name: str,
    last_name: str,
    email: str,
    org: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    meeting_id: str = "",
) -> str:
    """Somebody fills in Zoom's own form; returns the registrant's id."""
    form = Form(first_name, last_name, email, org, tuple((answers or {}).items()))
    return add_registrant(stage, stage.meeting(meeting_id), form).id


def withdraw(stage: Stage, registrant_id: str, *, meeting_id: str = "") -> None:
    """Somebody cancels their own registration by the link in Zoom's mail."""
    decide(stage, stage.meeting(meeting_id), "cancel", [(registrant_id, "")])


def withdraw_address(stage: Stage, email: str, *, meeting_id: str = "") -> None:
    """Whoever registered with this address cancels by the link in Zoom's mail."""
    decide(stage, stage.meeting(meeting_id), "cancel", [("", email)])


def add_registrant(stage: Stage, meeting: SimMeeting, form: Form, *, auto_approve: bool | None = None) -> SimRegistrant:
    """Register somebody, and tell of it when they are new. Raises ApiError as Zoom would."""
    person, is_new = registrations.add(meeting, form, ids=stage.ids, now_ms=stage.clock.ms(), auto_approve=auto_approve)
    if is_new:
        row = registrations.as_row(person)
        stage.tell_about("meeting.registration_created", meeting, id_as_number=True, registrant=row)
    return person


def decide(stage: Stage, meeting: SimMeeting, action: str, who: list[tuple[str, str]]) -> None:
    """Approve, deny or cancel registrants (id, e-mail), and tell. Raises ApiError as Zoom would."""
    for person in registrations.change(meeting, action, who, now_ms=stage.clock.ms()):
        about = payloads.about(stage.account_id, meeting, id_as_number=True, registrant=payloads.decided(person))
        operator = {"operator": "host@sim.example", "operator_id": stage.host_id}
        stage.tell(f"meeting.registration_{person.state}", {**about, **operator})
