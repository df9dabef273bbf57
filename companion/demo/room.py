"""The meeting in Zoom: who is in it, what they say and write there, and how long that takes in the meeting's time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from companion.demo.cast import CHAIR, STEWARD, Member, Person
from companion.demo.talk import MS_BETWEEN, Cue
from companion.staging.clock import EveningClock
from zoom_hooks.sim import SimulatedZoom

Speaker = Person | Member


@dataclass
class Room:
    """Drives the simulated Zoom. `at_ms` is how far the evening has got, in the meeting's time."""

    zoom: SimulatedZoom
    clock: EveningClock
    at_ms: int = 0
    join_links: dict[str, str] = field(default_factory=dict)  # address → personal join link
    numbers: dict[str, int] = field(default_factory=dict)  # address → number in the meeting, of those who are in it
    sent: list[str] = field(default_factory=list)

    def pass_time(self, ms: int) -> None:
        """Let so much of the meeting's time go by; none on the wall when the evening is behind."""
        self.at_ms = max(self.at_ms + ms, self.clock.ms())
        wait = self.clock.real_at(self.at_ms) - time.time()
        if wait > 0:
            threading.Event().wait(wait)

    def join(self, person: Speaker) -> None:
        """Somebody comes in by their own join link; staff by the host's."""
        link = self.join_links.get(person.email)
        name = person.zoom_name if isinstance(person, Person) else person.name
        if link is None:
            self.numbers[person.email] = self.zoom.participant_joins(name, email=person.email)
        else:
            self.numbers[person.email] = self.zoom.participant_joins(name, registrant_id=self.registrant(link))

    def join_by_telephone(self, person: Person, number: str) -> None:
        """Somebody rings in: Zoom shows the number, partly hidden, and nothing else."""
        shown = f"{number[:7]}***{number[-2:]}"
        self.numbers[person.email] = self.zoom.participant_joins(shown, phone_number=number)

    def leave(self, person: Speaker) -> None:
        """Somebody leaves, or their Wi-Fi does."""
        self.zoom.participant_leaves(self.numbers.pop(person.email))

    def registrant(self, join_link: str) -> str:
        """Zoom's id of the registrant whose join link this is."""

        async def find() -> str:
            meeting = self.zoom.stage.meeting()
            return next(one.id for one in meeting.registrants.values() if one.join_url == join_link)

        return self.zoom.wait_for(find())

    def say(self, person: Speaker, cues: Iterable[Cue]) -> None:
        """Somebody speaks, and Zoom's captions follow, each when its words have been said."""
        number = self.numbers[person.email]
        self.zoom.active_speaker(number)
        for cue in cues:
            start_ms = self.at_ms
            self.pass_time(cue.ms)
            self.zoom.caption(number, cue.text, start_ms, start_ms + cue.ms)
            self.sent.append(cue.text)
            self.at_ms += MS_BETWEEN

    def write(self, person: Speaker, text: str) -> None:
        """Somebody writes to everyone in the chat."""
        self.zoom.chat(self.numbers[person.email], text)

    def is_here(self, person: Speaker) -> bool:
        return person.email in self.numbers

    def open(self) -> None:
        """The host starts the meeting with the co-host beside them, and the caption stream begins."""
        self.at_ms = self.clock.ms()
        self.zoom.start_meeting()
        for member in (CHAIR, STEWARD):
            self.join(member)
        self.zoom.start_rtms()
