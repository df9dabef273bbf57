"""Plays the evening from an empty folder to the downloaded transcript."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from companion.demo.cast import ADMINISTRATOR, CHAIR, STEWARD, cast
from companion.demo.meeting import Meeting
from companion.demo.preparing import prepare
from companion.demo.private import Private
from companion.demo.registering import register
from companion.demo.releasing import Release, release
from companion.demo.room import Room
from companion.demo.running import play_meeting
from companion.demo.scene import Scene
from companion.demo.talk import Talk
from companion.forums import service as forums
from companion.kernel.clocks import Pace
from companion.kernel.uow import Uow
from companion.staging.desk import Desk
from companion.staging.folder import ended_in_order, fresh_folder
from companion.staging.installation import installation
from companion.staging.letters import Letters
from companion.staging.telling import Teller

DOORS_OPEN = timedelta(minutes=3)


@dataclass
class Evening:
    """Everything that happened, for the promises to be held against."""

    scene: Scene
    meeting: Meeting
    private: Private
    release: Release
    seconds: float


def play_evening(scene: Scene, *, speed: float, on_open: Callable[[], None] | None = None) -> Evening:
    """Play it all in an installation that runs. `on_open` is called when the doors are about to open."""
    began = time.monotonic()
    scene.tell.chapter("Before: landlords name their people")
    prepare(scene)
    register(scene)
    if on_open is not None:
        on_open()
    scene.tell.chapter(f"The meeting, {speed:g} times as fast")
    meeting = open_meeting(scene, speed)
    play_meeting(meeting)
    close_meeting(scene, meeting)
    scene.tell.chapter("After: two people release the transcript")
    private = Private(scene.cast, frozenset(meeting.talk.said))
    released = release(scene, private)
    return Evening(scene, meeting, private, released, time.monotonic() - began)


def open_meeting(scene: Scene, speed: float) -> Meeting:
    """Put the evening's clock forward to just before the start, and open the meeting in Zoom."""
    stage = scene.installation
    runner = stage.wiring.runner
    assert scene.session_id is not None
    starts_at = runner.read(forums.session_of, scene.session_id).starts_at
    pace = stage.clock.put_forward(starts_at - DOORS_OPEN, rate=speed)
    runner.run(_set_pace, scene.session_id, pace)
    scene.tell.now = stage.clock.now
    room = Room(stage.zoom, stage.clock, join_links=scene.join_links)
    room.open()
    if not stage.zoom.wait_for_listeners(timeout=60):
        raise TimeoutError("nobody came to listen to Zoom's captions")
    path = scene.at("/floor")
    chair, steward = Desk(scene.staff[CHAIR.email], path), Desk(scene.staff[STEWARD.email], path)
    return Meeting(scene.cast, room, Talk(scene.cast), scene.tell, path, chair, steward, scene.people)


def close_meeting(scene: Scene, meeting: Meeting) -> None:
    """The host ends it; everybody leaves."""
    scene.installation.zoom.end_meeting()
    meeting.chair.wait_for("the end", lambda frame: bool(frame["state"] == "ended"))
    scene.tell.say(f"The meeting ends: {len(meeting.room.sent)} captions, {len(meeting.served)} calls")


def _set_pace(uow: Uow, session_id: UUID, pace: Pace) -> None:
    forum_session = forums.session_of(uow, session_id)
    forum_session.pace_rate = pace.rate
    forum_session.pace_anchor_real, forum_session.pace_anchor_domain = pace.anchor_real, pace.anchor_domain
    forum_session.is_rehearsal = True
    uow.audit("session.paced", "forum_session", forum_session.id, rate=str(pace.rate))


@contextmanager
def fresh_scene(*, port: int, any_port: bool, tell: Teller) -> Iterator[Scene]:
    """An empty installation in a temporary folder, running, with the cast waiting outside."""
    with (
        ended_in_order(),
        fresh_folder("demo") as folder,
        installation(
            folder, port=port, any_port=any_port, administrator=(ADMINISTRATOR.name, ADMINISTRATOR.email)
        ) as stage,
    ):
        scene = Scene(stage, cast(), Letters(stage.mail_folder), tell)
        try:
            yield scene
        finally:
            scene.close()
