"""What Zoom's own client shows apps inside it: events for each participant's panel, as @zoom/appssdk 0.16.41 has them.

A panel hears the events that its last `config` named, from then on: what happened before is missed, as at Zoom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from zoom_hooks.sim.clock import MeetingClock
from zoom_hooks.sim.world import SimMeeting, SimParticipant, plain_uuid

EVENTS = frozenset(
    {
        "onActiveSpeakerChange",
        "onFeedbackReaction",
        "onMeeting",
        "onMyUserContextChange",
        "onParticipantChange",
        "onRTMSStatusChange",
        "onRemoveFeedbackReaction",
        "onWaitingRoomParticipantJoin",
        "onWaitingRoomParticipantLeave",
    }
)
_FOR_HOSTS = frozenset({"onWaitingRoomParticipantJoin", "onWaitingRoomParticipantLeave"})
_MOST_KEPT = 20_000

Data = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Told:
    seq: int
    name: str
    data: Data
    only: str  # the uuid of the one participant it is for; blank for everybody


@dataclass(slots=True)
class _Panel:
    """What one participant's app asked for, and from where on it hears."""

    capabilities: frozenset[str] = frozenset()
    since: int = 0


@dataclass(slots=True)
class _Log:
    told: list[_Told] = field(default_factory=list)
    next: int = 1
    panels: dict[str, _Panel] = field(default_factory=dict)


class Clients:
    """The clients of all participants. Belongs to one event loop."""

    def __init__(self, clock: MeetingClock, *, uuid_is_plain: bool, in_ms: bool) -> None:
        self._clock = clock
        self._uuid_is_plain = uuid_is_plain
        self._in_ms = in_ms
        self._logs: dict[str, _Log] = {}
        self._changed = asyncio.Event()
        self.line_is_up = True

    def uuid(self, person: SimParticipant) -> str:
        """A participant's uuid as the client spells it."""
        return plain_uuid(person.uuid) if self._uuid_is_plain else person.uuid

    def configure(self, meeting: SimMeeting, person: SimParticipant, capabilities: Collection[str]) -> None:
        """From now on this participant's app may call these and hears these."""
        log = self._log(meeting)
        log.panels[person.uuid] = _Panel(frozenset(capabilities), log.next)

    def may_use(self, meeting: SimMeeting, person: SimParticipant, api: str) -> bool:
        """Whether the app named this call or event when it configured itself."""
        panel = self._log(meeting).panels.get(person.uuid)
        return panel is not None and api in panel.capabilities

    async def events(
        self, meeting: SimMeeting, person: SimParticipant, since: int | None, wait: float
    ) -> tuple[int, list[Data]]:
        """Where to go on, and what this participant's app hears from `since`; waits so many seconds for the first."""
        log = self._log(meeting)
        if since is None:
            return log.next, []
        deadline = asyncio.get_running_loop().time() + wait
        while True:
            found = self._heard(log, person, since)
            left = deadline - asyncio.get_running_loop().time()
            if (found and self.line_is_up) or left <= 0 or person.left_ms is not None:
                return (log.next, found) if self.line_is_up else (since, [])
            changed = self._changed
            try:
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                continue

    def put_line(self, *, is_up: bool) -> None:
        """While the line is down nothing is answered and events pile up."""
        self.line_is_up = is_up
        self._wake()

    def _heard(self, log: _Log, person: SimParticipant, since: int) -> list[Data]:
        panel = log.panels.get(person.uuid)
        if panel is None or person.left_ms is not None:
            return []
        return [
            {"type": "event", "name": told.name, "data": told.data}
            for told in log.told
            if told.seq >= max(since, panel.since)
            and told.name in panel.capabilities
            and told.only in ("", person.uuid)
            and (person.is_in_charge or told.name not in _FOR_HOSTS)
        ]

    # what happens

    def feedback(self, meeting: SimMeeting, person: SimParticipant) -> None:
        self._tell(
            meeting,
            "onFeedbackReaction",
            {"participantUUID": self.uuid(person), "timestamp": self._now(), "feedback": person.feedback},
        )

    def feedback_removed(self, meeting: SimMeeting, person: SimParticipant) -> None:
        self._tell(
            meeting, "onRemoveFeedbackReaction", {"participantUUID": self.uuid(person), "timestamp": self._now()}
        )

    def active_speaker(self, meeting: SimMeeting, person: SimParticipant) -> None:
        now = self._now()
        user = {"participantUUID": self.uuid(person), "screenName": person.name, "timestamp": str(now)}
        self._tell(meeting, "onActiveSpeakerChange", {"timestamp": now, "users": [user]})

    def joined(self, meeting: SimMeeting, person: SimParticipant) -> None:
        self._came_or_went(meeting, person, "join")

    def left(self, meeting: SimMeeting, person: SimParticipant) -> None:
        self._came_or_went(meeting, person, "leave")

    def joined_waiting_room(self, meeting: SimMeeting, person: SimParticipant, action: str) -> None:
        waiting: Data = {"action": action, "screenName": person.name, "participantUUID": self.uuid(person)}
        self._tell(meeting, "onWaitingRoomParticipantJoin", {"timestamp": self._now(), "participant": waiting})

    def left_waiting_room(self, meeting: SimMeeting, person: SimParticipant) -> None:
        was_waiting: Data = {"screenName": person.name, "participantUUID": self.uuid(person)}
        self._tell(meeting, "onWaitingRoomParticipantLeave", {"timestamp": self._now(), "participant": was_waiting})

    def role_changed(self, meeting: SimMeeting, person: SimParticipant) -> None:
        mine: Data = {
            "timestamp": self._now(),
            "screenName": person.name,
            "participantUUID": self.uuid(person),
            "role": context_role(person),
        }
        self._tell(meeting, "onMyUserContextChange", mine, only=person.uuid)

    def meeting_changed(self, meeting: SimMeeting, action: str) -> None:
        self._tell(meeting, "onMeeting", {"timestamp": self._now(), "action": action})

    def stream_changed(self, meeting: SimMeeting, stream_id: str, status: str) -> None:
        said: Data = {"rtmsSessionId": stream_id, "displayName": "Forum", "status": status, "timestamp": self._now()}
        self._tell(meeting, "onRTMSStatusChange", said)

    def _came_or_went(self, meeting: SimMeeting, person: SimParticipant, status: str) -> None:
        who: Data = {
            "status": status,
            "screenName": person.name,
            "participantId": person.user_id,
            "participantUUID": self.uuid(person),
            "role": person.role.replace("-", ""),
        }
        self._tell(meeting, "onParticipantChange", {"timestamp": self._now(), "participants": [who]})

    def _tell(self, meeting: SimMeeting, name: str, data: Data, *, only: str = "") -> None:
        log = self._log(meeting)
        log.told.append(_Told(log.next, name, data, only))
        log.next += 1
        del log.told[:-_MOST_KEPT]
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _now(self) -> int:
        return self._clock.ms() if self._in_ms else self._clock.ms() // 1000

    def _log(self, meeting: SimMeeting) -> _Log:
        return self._logs.setdefault(meeting.uuid, _Log())


def context_role(person: SimParticipant) -> str:
    """A role as the client spells it to its own user: host, coHost or attendee."""
    return "coHost" if person.role == "co-host" else person.role
