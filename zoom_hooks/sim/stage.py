"""What can be made to happen in the simulated Zoom: one method per verb, called on the simulator's own thread.

A verb changes the world, then tells the outside by webhook and caption stream as Zoom would. Control requests, scenario
files and Python callers all end here. Where `meeting_id` is blank the meeting made last is meant; `who` is
a user id or a display name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from zoom_hooks.rtms.codes import ENGLISH, Happening, Msg, SessionState, Stop, StreamState
from zoom_hooks.sim import payloads, registrations
from zoom_hooks.sim.clock import MeetingClock, iso
from zoom_hooks.sim.recordings import transcript_file
from zoom_hooks.sim.registrations import Form
from zoom_hooks.sim.sender import WebhookSender
from zoom_hooks.sim.streams import Kind, SimStream, Streams
from zoom_hooks.sim.world import DEFAULT_SETTINGS, Ids, SimMeeting, SimParticipant, SimRegistrant, SpokenCue


class NoSuchThing(ValueError):
    """A verb named a meeting or a person that is not there, or asked for what cannot happen now."""


class Stage:
    """The simulated account: its meetings and what happens in them."""

    def __init__(
        self, *, account_id: str, clock: MeetingClock, ids: Ids, sender: WebhookSender, base_url: str, stream_url: str
    ) -> None:
        self.account_id = account_id
        self.clock = clock
        self.ids = ids
        self.sender = sender
        self.base_url = base_url
        self.stream_url = stream_url
        self.host_id = ids.token()
        self.meetings: dict[str, SimMeeting] = {}
        self.download_tokens: dict[str, str] = {}
        self.streams: Streams | None = None
        self._latest = ""

    # meetings

    def create_meeting(
        self,
        topic: str = "Forum",
        *,
        minutes: int = 90,
        start_ms: int | None = None,
        settings: Mapping[str, object] | None = None,
        meeting_id: str = "",
    ) -> str:
        """A scheduled meeting with registration by hand and a waiting room, unless `settings` say otherwise."""
        forum = {"approval_type": 1, "waiting_room": True}
        meeting = SimMeeting(
            id=meeting_id or self.ids.meeting_id(),
            uuid=self.ids.uuid(),
            topic=topic,
            start_ms=self.clock.ms() if start_ms is None else start_ms,
            duration=minutes,
            host_id=self.host_id,
            settings={**DEFAULT_SETTINGS, **forum, **(settings or {})},
        )
        self.meetings[meeting.id] = meeting
        self._latest = meeting.id
        return meeting.id

    def meeting(self, meeting_id: str = "") -> SimMeeting:
        found = self.meetings.get(meeting_id or self._latest)
        if found is None:
            raise NoSuchThing("there is no such meeting")
        return found

    def delete_meeting(self, *, meeting_id: str = "") -> None:
        """Somebody deletes it in Zoom by hand: every call about it is refused from now on."""
        meeting = self.meeting(meeting_id)
        if meeting.state == "started":
            raise NoSuchThing("a meeting that is going on cannot be deleted")
        del self.meetings[meeting.id]

    def change_meeting(self, settings: Mapping[str, object], *, meeting_id: str = "") -> None:
        """Somebody changes the meeting's settings in Zoom by hand."""
        self.meeting(meeting_id).settings.update(settings)

    def start_meeting(self, *, meeting_id: str = "") -> str:
        """Start it; returns the uuid of this occurrence."""
        meeting = self.meeting(meeting_id)
        if meeting.state == "started":
            raise NoSuchThing("the meeting is going on already")
        if meeting.state == "ended":
            meeting.uuid = self.ids.uuid()
            meeting.participants.clear()
            meeting.cues.clear()
        meeting.state = "started"
        meeting.started_ms = self.clock.ms()
        self._tell("meeting.started", payloads.about(self.account_id, meeting))
        return meeting.uuid

    def end_meeting(self, *, meeting_id: str = "") -> None:
        """Everybody leaves, the caption stream ends, and so does the meeting."""
        meeting = self._going_on(meeting_id)
        for person in meeting.participants:
            if person.left_ms is None:
                self._leave(meeting, person, "host ended the meeting")
        stream = self._streams.of_meeting(meeting.id)
        if stream is not None:
            self.close_stream(stream, Stop.MEETING_ENDED)
        meeting.state = "ended"
        meeting.ended_ms = self.clock.ms()
        self._tell("meeting.ended", payloads.about(self.account_id, meeting, end_time=iso(meeting.ended_ms)))

    # registration

    def register(
        self,
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
        return self.add_registrant(self.meeting(meeting_id), form).id

    def add_registrant(self, meeting: SimMeeting, form: Form, *, auto_approve: bool | None = None) -> SimRegistrant:
        person, is_new = registrations.add(
            meeting, form, ids=self.ids, now_ms=self.clock.ms(), auto_approve=auto_approve
        )
        if is_new:
            row = registrations.as_row(person)
            about = payloads.about(self.account_id, meeting, id_as_number=True, registrant=row)
            self._tell("meeting.registration_created", about)
        return person

    def decide(self, meeting: SimMeeting, action: str, who: list[tuple[str, str]]) -> None:
        """Approve, deny or cancel registrants, and tell."""
        for person in registrations.change(meeting, action, who, now_ms=self.clock.ms()):
            about = payloads.about(self.account_id, meeting, id_as_number=True, registrant=payloads.decided(person))
            operator = {"operator": "host@sim.example", "operator_id": self.host_id}
            self._tell(f"meeting.registration_{person.state}", {**about, **operator})

    def withdraw(self, registrant_id: str, *, meeting_id: str = "") -> None:
        """Somebody cancels their own registration by the link in Zoom's mail."""
        self.decide(self.meeting(meeting_id), "cancel", [(registrant_id, "")])

    # presence

    def participant_joins(
        self,
        name: str,
        *,
        email: str = "",
        registrant_id: str = "",
        phone_number: str = "",
        waits: bool = False,
        meeting_id: str = "",
    ) -> int:
        """Somebody arrives, in the meeting or (`waits`) in its waiting room; returns the number they have in it."""
        meeting = self._going_on(meeting_id)
        registrant = meeting.registrants.get(registrant_id)
        if registrant_id and (registrant is None or registrant.state != "approved"):
            raise NoSuchThing("this registrant has no join link")
        person = SimParticipant(
            user_id=self.ids.user_id(),
            uuid=self.ids.guid(),
            name=name,
            email=email or (registrant.email if registrant else ""),
            registrant_id=registrant_id,
            phone_number=phone_number,
            joined_ms=self.clock.ms(),
            is_waiting=waits,
        )
        meeting.participants.append(person)
        if waits:
            self._moved(meeting, person, "meeting.participant_joined_waiting_room")
        else:
            self._enter(meeting, person)
        return person.user_id

    def admit(self, who: str | int, *, meeting_id: str = "") -> None:
        """Let somebody in from the waiting room."""
        meeting = self._going_on(meeting_id)
        person = self._present(meeting, who)
        if not person.is_waiting:
            raise NoSuchThing("they are in the meeting already")
        person.is_waiting = False
        self._moved(meeting, person, "meeting.participant_admitted")
        self._enter(meeting, person)

    def participant_leaves(self, who: str | int, *, meeting_id: str = "") -> None:
        """Somebody leaves, or loses the connection: outside nobody can tell."""
        meeting = self._going_on(meeting_id)
        self._leave(meeting, self._present(meeting, who), "left the meeting")

    # what is said

    def caption(
        self,
        who: str | int,
        text: str,
        start_ms: int | None = None,
        end_ms: int | None = None,
        *,
        meeting_id: str = "",
    ) -> int:
        """Zoom hears a sentence; times in meeting milliseconds, now by default. Returns how many sockets got it."""
        meeting = self._going_on(meeting_id)
        person = self._present(meeting, who)
        until = self.clock.ms() if end_ms is None else end_ms
        since = until - 400 * max(1, len(text.split())) if start_ms is None else start_ms
        meeting.cues.append(SpokenCue(since, until, person.name, text))
        stream = self._streams.of_meeting(meeting.id)
        content: dict[str, object] = {
            "user_id": person.user_id,
            "user_name": person.name,
            "data": text,
            "start_time": since,
            "end_time": until,
            "timestamp": until,
            "language": ENGLISH,
            "attribute": 1,
        }
        message = {"msg_type": Msg.TRANSCRIPT, "content": content}
        return 0 if stream is None else self._streams.data(stream, "transcript", message)

    def chat(
        self, who: str | int, text: str, *, private: bool = False, plain: bool = False, meeting_id: str = ""
    ) -> int:
        """Somebody writes in the chat, to all or (`private`) to the host; `plain` is the form of older servers.

        Returns how many sockets got it.
        """
        meeting = self._going_on(meeting_id)
        person = self._present(meeting, who)
        stream = self._streams.of_meeting(meeting.id)
        if stream is None:
            return 0
        sender = {"user_id": person.user_id, "user_name": person.name}
        inner = {
            "operation_type": 1,
            "message_id": self.ids.guid(),
            "chat_session": {"type": 2 if private else 1, "id": meeting.uuid},
            "sender": sender,
            "receiver": {"user_id": 1, "user_name": "Host"} if private else None,
            "data": text,
        }
        data = text if plain else json.dumps(inner, ensure_ascii=False)
        content: dict[str, object] = {**sender, "timestamp": self.clock.ms(), "data": data}
        return self._streams.data(stream, "chat", {"msg_type": Msg.CHAT, "content": content})

    def active_speaker(self, who: str | int, *, meeting_id: str = "") -> None:
        """Zoom highlights somebody's tile."""
        meeting = self._going_on(meeting_id)
        person = self._present(meeting, who)
        speaker = {"user_id": person.user_id, "user_name": person.name}
        self._happened(meeting, Happening.ACTIVE_SPEAKER, speaker)

    # the caption stream

    def start_rtms(self, *, meeting_id: str = "") -> Mapping[str, object]:
        """The app gets a caption stream; returns the webhook's payload."""
        meeting = self._going_on(meeting_id)
        stream = self._streams.of_meeting(meeting.id)
        if stream is None:
            stream = SimStream(self.ids.hex32(), meeting.id, meeting.uuid)
            self._streams.by_id[stream.id] = stream
        return self._announce(stream)

    def stop_rtms(self, reason: int = Stop.API, *, meeting_id: str = "") -> None:
        """The caption stream ends for this reason (8: consent was revoked)."""
        self.close_stream(self._stream(meeting_id), reason)

    def pause_rtms(self, *, meeting_id: str = "") -> None:
        stream = self._stream(meeting_id)
        stream.is_paused = True
        self._streams.states(stream, SessionState.PAUSED, StreamState.PAUSED)

    def resume_rtms(self, *, meeting_id: str = "") -> None:
        stream = self._stream(meeting_id)
        stream.is_paused = False
        self._streams.states(stream, SessionState.RESUMED, StreamState.RESUMED)

    def cut_media(self, kind: Kind = "transcript", *, meeting_id: str = "") -> None:
        """A media socket breaks, and signaling says so."""
        if kind not in ("transcript", "chat", "all"):
            raise NoSuchThing("media sockets are transcript, chat and all")
        self._streams.cut_media(self._stream(meeting_id), kind)

    def cut_stream(self, *, meeting_id: str = "") -> None:
        """Every socket of the stream breaks; `meeting.rtms_interrupted` follows."""
        self._streams.cut_all(self._stream(meeting_id))

    def fail_over(self, *, meeting_id: str = "") -> Mapping[str, object]:
        """The stream moves to another server: the old sockets break, the same stream is announced again."""
        stream = self._stream(meeting_id)
        self._streams.cut_all(stream)
        return self._announce(stream)

    # afterwards

    def transcript_ready(self, *, meeting_id: str = "") -> str:
        """Zoom has written the recording's transcript; returns its download link."""
        meeting = self.meeting(meeting_id)
        url = f"{self.base_url}/rec/download/{meeting.id}"
        token = self.ids.token(40)
        self.download_tokens[token] = meeting.id
        row = transcript_file(meeting, url)
        about = payloads.about(self.account_id, meeting, recording_count=1, recording_files=[row])
        self._tell("recording.transcript_completed", about, download_token=token)
        return url

    # deliveries

    def repeat_webhooks(self, times: int = 1) -> None:
        """From now on send every webhook so many times more (0: once again)."""
        self.sender.repeat = times

    def hold_webhooks(self) -> None:
        """Keep webhooks back from now on."""
        self.sender.hold()

    def release_webhooks(self, *, backwards: bool = False) -> int:
        """Send what was held, last first if asked; returns how many."""
        return self.sender.release(backwards=backwards)

    def send_raw(self, event: str, payload: Mapping[str, object]) -> None:
        """A signed webhook with any name and payload."""
        self._tell(event, dict(payload))

    # what the sockets report

    def stream_lost(self, stream: SimStream) -> None:
        """A client's signaling socket went away: Zoom asks it to come back."""
        payload: payloads.Payload = {"meeting_uuid": stream.meeting_uuid, "rtms_stream_id": stream.id}
        self._tell("meeting.rtms_interrupted", payload)

    def close_stream(self, stream: SimStream, reason: int) -> None:
        if not stream.is_active:
            return
        self._streams.stop(stream, reason)
        payload = {"meeting_uuid": stream.meeting_uuid, "rtms_stream_id": stream.id, "stop_reason": int(reason)}
        self._tell("meeting.rtms_stopped", payload)

    # inside

    @property
    def _streams(self) -> Streams:
        assert self.streams is not None
        return self.streams

    def _announce(self, stream: SimStream) -> Mapping[str, object]:
        payload: dict[str, object] = {
            "account_id": self.account_id,
            "meeting_id": stream.meeting_id,
            "meeting_uuid": stream.meeting_uuid,
            "operator_id": self.host_id,
            "is_original_host": True,
            "rtms_stream_id": stream.id,
            "server_urls": f"{self.stream_url}/signaling",
        }
        self._tell("meeting.rtms_started", payload)
        return payload

    def _stream(self, meeting_id: str) -> SimStream:
        stream = self._streams.of_meeting(self.meeting(meeting_id).id)
        if stream is None:
            raise NoSuchThing("the meeting has no caption stream")
        return stream

    def _going_on(self, meeting_id: str) -> SimMeeting:
        meeting = self.meeting(meeting_id)
        if meeting.state != "started":
            raise NoSuchThing("the meeting is not going on")
        return meeting

    def _present(self, meeting: SimMeeting, who: str | int) -> SimParticipant:
        person = meeting.present(who)
        if person is None:
            raise NoSuchThing("nobody of that name or number is there")
        return person

    def _enter(self, meeting: SimMeeting, person: SimParticipant) -> None:
        person.joined_ms = self.clock.ms()
        row = payloads.participant(person, join_time=iso(person.joined_ms))
        self._tell("meeting.participant_joined", payloads.about(self.account_id, meeting, participant=row))
        who = {"user_id": person.user_id, "user_name": person.name}
        self._happened(meeting, Happening.JOIN, {"participants": [who]})

    def _leave(self, meeting: SimMeeting, person: SimParticipant, reason: str) -> None:
        person.left_ms = self.clock.ms()
        if person.is_waiting:
            self._moved(meeting, person, "meeting.participant_left_waiting_room")
            return
        row = payloads.participant(person, leave_time=iso(person.left_ms), leave_reason=reason)
        self._tell("meeting.participant_left", payloads.about(self.account_id, meeting, participant=row))
        self._happened(meeting, Happening.LEAVE, {"participants": [{"user_id": person.user_id}]})

    def _moved(self, meeting: SimMeeting, person: SimParticipant, event: str) -> None:
        row = payloads.participant(person, date_time=iso(self.clock.ms()))
        self._tell(event, payloads.about(self.account_id, meeting, participant=row))

    def _happened(self, meeting: SimMeeting, happening: Happening, content: Mapping[str, object]) -> None:
        stream = self._streams.of_meeting(meeting.id)
        if stream is not None:
            self._streams.event(stream, happening, {**content, "timestamp": self.clock.ms()})

    def _tell(self, event: str, payload: payloads.Payload, **top: object) -> None:
        self.sender.send(event, payloads.compact(event, self.clock.ms(), payload, **top))
