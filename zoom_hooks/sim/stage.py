"""The simulated account: its meetings, and how it tells the outside what happens in them.

The verbs stand in files of their own, by subject: `meetings`, `registering`, `presence`, `waiting`, `rooms`, `hands`,
`speech`, `captioning`, `afterwards` and `deliveries`. Each is a function of the stage, called on the simulator's own
thread: it changes the world, then tells the outside by webhook and caption stream as Zoom would. Control requests,
scenarios and Python callers all end there. Where `meeting_id` is blank the meeting made last is meant; `who` is a user
id or a display name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zoom_hooks.rtms.codes import Happening
from zoom_hooks.sim import payloads
from zoom_hooks.sim.clients import Clients
from zoom_hooks.sim.clock import MeetingClock, iso
from zoom_hooks.sim.faults_on import Faults
from zoom_hooks.sim.quality import Quality
from zoom_hooks.sim.sender import WebhookSender
from zoom_hooks.sim.streams import SimStream, Streams
from zoom_hooks.sim.world import Ids, SimMeeting, SimParticipant


class NoSuchThing(ValueError):
    """A verb named a meeting or a person that is not there, or asked for what cannot happen now."""


class Stage:
    """What there is, and what the verbs share. `streams` and `quality` are given once the sockets are open."""

    streams: Streams
    quality: Quality

    def __init__(
        self,
        *,
        account_id: str,
        clock: MeetingClock,
        ids: Ids,
        sender: WebhookSender,
        clients: Clients,
        base_url: str,
        stream_url: str,
    ) -> None:
        self.account_id = account_id
        self.clock = clock
        self.ids = ids
        self.sender = sender
        self.clients = clients
        self.base_url = base_url
        self.stream_url = stream_url
        self.host_id = ids.token()
        self.meetings: dict[str, SimMeeting] = {}
        self.download_tokens: dict[str, str] = {}
        self.faults = Faults()
        self.tells_chat = False
        self.nests_streams = False
        self.stream_limit: int | None = None
        self.on_occasion: Callable[[str, str], object] = lambda _kind, _name: None
        self._latest = ""

    # finding

    def meeting(self, meeting_id: str = "") -> SimMeeting:
        """The meeting, or the one made last. Raises NoSuchThing."""
        found = self.meetings.get(meeting_id or self._latest)
        if found is None:
            raise NoSuchThing("there is no such meeting")
        return found

    def add(self, meeting: SimMeeting) -> None:
        """From now on there is this meeting, and it is the latest."""
        self.meetings[meeting.id] = meeting
        self._latest = meeting.id

    def going_on(self, meeting_id: str) -> SimMeeting:
        """The meeting, if it is going on. Raises NoSuchThing."""
        meeting = self.meeting(meeting_id)
        if meeting.state != "started":
            raise NoSuchThing("the meeting is not going on")
        return meeting

    def present(self, meeting: SimMeeting, who: str | int) -> SimParticipant:
        """Somebody here or waiting. Raises NoSuchThing."""
        person = meeting.present(who)
        if person is None:
            raise NoSuchThing("nobody of that name or number is there")
        return person

    def stream(self, meeting_id: str) -> SimStream:
        """The meeting's caption stream. Raises NoSuchThing."""
        stream = self.streams.of_meeting(self.meeting(meeting_id).id)
        if stream is None:
            raise NoSuchThing("the meeting has no caption stream")
        return stream

    # telling

    def tell(self, event: str, payload: payloads.Payload, **top: object) -> None:
        """Send a webhook."""
        self.sender.send(event, payloads.compact(event, self.clock.ms(), payload, **top))

    def tell_about(self, event: str, meeting: SimMeeting, *, id_as_number: bool = False, **more: object) -> None:
        """Send a webhook about a meeting."""
        self.tell(event, payloads.about(self.account_id, meeting, id_as_number=id_as_number, **more))

    def moved(self, meeting: SimMeeting, person: SimParticipant, event: str) -> None:
        """Send a webhook about somebody and the waiting room."""
        row = payloads.participant(person, date_time=iso(self.clock.ms()))
        self.tell_about(event, meeting, participant=row)

    def occasion(self, kind: str, name: str) -> None:
        """Something happened to somebody that a scenario may have a line for."""
        self.on_occasion(kind, name)

    def happened(self, meeting: SimMeeting, happening: Happening, content: Mapping[str, object]) -> None:
        """Tell the meeting's caption stream of an event, if there is one."""
        stream = self.streams.of_meeting(meeting.id)
        if stream is not None:
            self.streams.event(stream, happening, {**content, "timestamp": self.clock.ms()})
