"""The verbs as blocking methods that any thread may call. Their promises stand where they are written."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Concatenate, ParamSpec, TypeVar

from zoom_hooks.sim import (
    afterwards,
    captioning,
    deliveries,
    faults,
    hands,
    meetings,
    presence,
    registering,
    rooms,
    speech,
    waiting,
)
from zoom_hooks.sim.stage import Stage

P = ParamSpec("P")
R = TypeVar("R")


def _method(verb: Callable[Concatenate[Stage, P], R]) -> Callable[Concatenate[StageMethods, P], R]:
    @functools.wraps(verb)
    def call(self: StageMethods, /, *args: P.args, **kwargs: P.kwargs) -> R:
        async def act() -> R:
            return verb(self.stage, *args, **kwargs)

        return self.wait_for(act())

    return call


class StageMethods(ABC):
    """What can be made to happen."""

    stage: Stage

    @abstractmethod
    def wait_for(self, coroutine: Coroutine[object, object, R], timeout: float | None = 30.0) -> R:
        """Run on the simulator's loop and return the result here."""

    create_meeting = _method(meetings.create_meeting)
    change_meeting = _method(meetings.change_meeting)
    delete_meeting = _method(meetings.delete_meeting)
    start_meeting = _method(meetings.start_meeting)
    end_meeting = _method(meetings.end_meeting)

    register = _method(registering.register)
    withdraw = _method(registering.withdraw)
    withdraw_address = _method(registering.withdraw_address)

    participant_joins = _method(presence.participant_joins)
    arrive = _method(presence.arrive)
    participant_leaves = _method(presence.participant_leaves)
    rejoin = _method(presence.rejoin)
    remove_participant = _method(presence.remove_participant)
    change_role = _method(presence.change_role)
    answer_survey = _method(presence.answer_survey)
    bind_phone = _method(presence.bind_phone)

    admit = _method(waiting.admit)
    put_in_waiting_room = _method(waiting.put_in_waiting_room)
    wait_for_host = _method(waiting.wait_for_host)
    stop_waiting_for_host = _method(waiting.stop_waiting_for_host)
    join_before_host = _method(waiting.join_before_host)

    enter_breakout_room = _method(rooms.enter_breakout_room)
    leave_breakout_room = _method(rooms.leave_breakout_room)

    raise_hand = _method(hands.raise_hand)
    lower_hand = _method(hands.lower_hand)
    lower_all_hands = _method(hands.lower_all_hands)
    react = _method(hands.react)
    remove_reaction = _method(hands.remove_reaction)

    caption = _method(speech.caption)
    chat = _method(speech.chat)
    active_speaker = _method(speech.active_speaker)
    chat_webhooks = _method(speech.chat_webhooks)
    mute = _method(speech.mute)
    caption_quality = _method(speech.caption_quality)

    start_rtms = _method(captioning.start_rtms)
    stop_rtms = _method(captioning.stop_rtms)
    pause_rtms = _method(captioning.pause_rtms)
    resume_rtms = _method(captioning.resume_rtms)
    cut_media = _method(captioning.cut_media)
    cut_stream = _method(captioning.cut_stream)
    fail_over = _method(captioning.fail_over)
    limit_streams = _method(captioning.limit_streams)
    nest_stream_events = _method(captioning.nest_stream_events)

    recording_ready = _method(afterwards.recording_ready)
    transcript_ready = _method(afterwards.transcript_ready)

    repeat_webhooks = _method(deliveries.repeat_webhooks)
    hold_webhooks = _method(deliveries.hold_webhooks)
    release_webhooks = _method(deliveries.release_webhooks)
    webhooks_at_once = _method(deliveries.webhooks_at_once)
    scatter_webhooks = _method(deliveries.scatter_webhooks)
    lose_webhooks = _method(deliveries.lose_webhooks)
    send_raw = _method(deliveries.send_raw)
    sdk_line = _method(deliveries.sdk_line)

    fault = _method(faults.fault)
    no_faults = _method(faults.no_faults)
    clock_skew = _method(faults.clock_skew)
