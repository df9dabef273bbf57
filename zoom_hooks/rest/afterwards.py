"""Who was in a meeting that has ended: every stay of everybody, by two of Zoom's lists."""

from __future__ import annotations

from zoom_hooks import scopes
from zoom_hooks.rest.calls import Calls, path_uuid
from zoom_hooks.rest.values import Stay
from zoom_hooks.wire import Fields


class Afterwards(Calls):
    """Meetings that are over, by the uuid of the occurrence."""

    def past_participants(self, meeting_uuid: str) -> tuple[Stay, ...]:
        """Everybody's stays in a meeting that has ended, one row per stay."""
        call = scopes.PAST_PARTICIPANTS
        rows = self._pages(call, call.at(path_uuid(meeting_uuid)), "participants", {})
        return tuple(_stay_from(row, row.id("registrant_id")) for row in rows)

    def reported_participants(self, meeting_uuid: str) -> tuple[Stay, ...]:
        """The same by the account's report, which has a registrant's id for everybody who came by a personal link.

        It is written some minutes after the end; until then it may be short, or not there: ZoomNotFound.
        """
        call = scopes.REPORT_PARTICIPANTS
        params = {"include_fields": "registrant_id"}
        rows = self._pages(call, call.at(path_uuid(meeting_uuid)), "participants", params)
        return tuple(_stay_from(row, row.id("registrant_id")) for row in rows)


def _stay_from(row: Fields, registrant_id: str | None) -> Stay:
    return Stay(
        user_id=row.id("user_id"),
        registrant_id=registrant_id,
        joined_at=row.instant("join_time"),
        left_at=row.instant("leave_time"),
        name=row.text("name"),
        email=row.text("user_email"),
        was_waiting=row.text("status") == "in_waiting_room",
    )
