"""Zoom's three lists are read and compared with ours; strangers on them are taken in as if their webhook had come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from companion.intake.settings import problem_of
from companion.kernel.ids import ForumSessionId
from companion.kernel.uow import ZOOM, Runner
from companion.registration import reconciling, zoom_settings
from companion.registration import zoom as zoom_registration
from companion.registration.reconciling import Listed
from zoom_hooks.errors import ZoomError
from zoom_hooks.events import Registrant
from zoom_hooks.rest import ZoomApi


def bring_in_step(runner: Runner, zoom: ZoomApi | None, payload: dict[str, Any]) -> None:
    """Compare one session with Zoom, wherever its meeting is. What Zoom does not answer is asked again at its time."""
    session_id = ForumSessionId(UUID(payload["session_id"]))
    about = runner.read(zoom_settings.asked, session_id)
    if zoom is None or about is None:
        return
    asked_at = runner.clock.now()
    try:
        rows = _rows(zoom, about.meeting_id)
    except ZoomError as error:
        runner.run(zoom_settings.note_problem, session_id, about.meeting_id, problem_of(error))
        return
    known = runner.read(reconciling.known_registrants, session_id)
    taken_in = sum(_take_in(runner, session_id, *row) for key, row in rows.items() if key not in known)
    listed = {key: Listed(status, row.join_url, row.pin) for key, (status, row) in rows.items()}
    mended = _put_right(runner, session_id, listed, asked_at)
    runner.run(reconciling.note_step, session_id, about.meeting_id, seen=len(rows), mended=mended, taken_in=taken_in)


def _rows(zoom: ZoomApi, meeting_id: str) -> dict[str, tuple[str, Registrant]]:
    """Everybody on Zoom's lists, by id. Who moves between two readings is believed where they were seen last."""
    found: dict[str, tuple[str, Registrant]] = {}
    for status in ("pending", "approved", "denied"):
        for row in zoom.registrants(meeting_id, status):
            if row.id is not None:
                found[row.id] = (status, row)
    return found


def _take_in(runner: Runner, session_id: ForumSessionId, status: str, row: Registrant) -> bool:
    """Somebody registered in Zoom while its webhooks did not reach us."""
    if row.id is None or row.email is None or status == "denied":
        return False
    if runner.read(zoom_settings.is_host, session_id, row.email):
        return False
    made = runner.run_as(
        ZOOM,
        zoom_registration.zoom_registered,
        session_id,
        zoom_registrant_id=row.id,
        first_name=row.first_name or "",
        last_name=row.last_name or "",
        email=row.email,
        org_answer=row.org,
        join_url=row.join_url,
        status=status,
    )
    return made is not None


def _put_right(runner: Runner, session_id: ForumSessionId, listed: dict[str, Listed], asked_at: datetime) -> int:
    mended = 0
    for registration_id in runner.read(reconciling.differing, session_id, listed, asked_at):
        registrant = runner.read(zoom_registration.registrant_of, registration_id)
        mended += runner.run(
            reconciling.put_right, registration_id, listed.get(registrant) if registrant else None, asked_at
        )
    return mended
