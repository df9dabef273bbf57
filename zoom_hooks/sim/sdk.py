"""What an app inside Zoom's client may call, and what comes of it: messages as @zoom/appssdk 0.16.41 sends them."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from zoom_hooks.app_context import ISSUER, seal
from zoom_hooks.sim import captioning, hands, presence, speech, waiting
from zoom_hooks.sim.clients import EVENTS, context_role
from zoom_hooks.sim.hands import RAISED, Feedback
from zoom_hooks.sim.stage import NoSuchThing, Stage
from zoom_hooks.sim.world import SimMeeting, SimParticipant
from zoom_hooks.wire import Fields, Malformed

CLIENT_VERSION = "6.6.0"
CONTEXT_LIVES_MS = 120_000
#: the codes from 10237 on are published; these two stand for Zoom's many spellings of a no
NOT_CONFIGURED, NOT_ALLOWED, FAILED = "80002", "80004", "80001"


class SdkError(Exception):
    """The client's no, with its code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Call:
    stage: Stage
    meeting: SimMeeting
    caller: SimParticipant
    data: Fields

    def target(self) -> SimParticipant:
        wanted = self.data.text("participantUUID") or ""
        person = self.meeting.present(wanted) if wanted else None
        if person is None:
            raise SdkError(FAILED, "no such participant")
        return person


@dataclass(frozen=True, slots=True)
class App:
    """The app whose page is shown: what the context is sealed with."""

    client_id: str
    client_secret: str


def app_context(
    stage: Stage,
    app: App,
    who: str | int,
    *,
    uid: str = "",
    meeting_id: str = "",
    changes: Mapping[str, object] | None = None,
    secret: str | None = None,
    url_safe: bool = False,
) -> str:
    """The sealed context of somebody's panel; of a panel outside a meeting where `who` is blank.

    Its times are the wall's. `changes` replace entries (None takes one away) and `secret` the app's: for forgeries.
    """
    now_ms = int(time.time() * 1000)
    context: dict[str, object] = {"typ": "panel", "uid": uid} if uid else {"typ": "panel"}
    if who != "":
        meeting = stage.meeting(meeting_id)
        person = stage.present(meeting, who)
        role = "participant" if person.role == "attendee" else person.role
        context = {"typ": "meeting", "mid": meeting.uuid, "attendrole": role}
        if person.zoom_user_id:
            context["uid"] = person.zoom_user_id
    context |= {"aud": app.client_id, "iss": ISSUER, "ts": now_ms, "exp": now_ms + CONTEXT_LIVES_MS, "entitlements": []}
    for key, value in (changes or {}).items():
        if value is None:
            context.pop(key, None)
        else:
            context[key] = value
    sealed = seal(app.client_secret if secret is None else secret, context, iv=os.urandom(12))
    return base64.urlsafe_b64encode(base64.b64decode(sealed)).decode() if url_safe else sealed


def call(stage: Stage, app: App, who: str | int, message: Fields, *, meeting_id: str = "") -> dict[str, object]:
    """Perform one call of somebody's panel; returns what the bridge hands back."""
    js_call_id = message.text("jsCallId") or ""
    try:
        result = _perform(stage, app, who, message, meeting_id)
    except SdkError as error:
        data: dict[str, object] = {"jsCallId": js_call_id, "errorCode": error.code, "errorMessage": str(error)}
    except (NoSuchThing, Malformed) as error:
        data = {"jsCallId": js_call_id, "errorCode": FAILED, "errorMessage": str(error)}
    else:
        data = {"jsCallId": js_call_id, "result": result}
    return {"type": "apiResponse", "data": data}


def _perform(stage: Stage, app: App, who: str | int, message: Fields, meeting_id: str) -> Mapping[str, object]:
    api = message.text("apiName") or ""
    meeting = stage.meeting(meeting_id)
    caller = meeting.present(who)
    if caller is None or caller.is_waiting or meeting.state != "started":
        raise SdkError(NOT_ALLOWED, "the app's user is not in a meeting")
    called = _Call(stage, meeting, caller, message.object("data"))
    if api == "config":
        return _config(called)
    act = _APIS.get(api)
    if act is None or not stage.clients.may_use(meeting, caller, api):
        raise SdkError(NOT_CONFIGURED, f"{api} is not among the app's capabilities")
    if api in _FOR_HOSTS and not caller.is_in_charge:
        raise SdkError(NOT_ALLOWED, f"{api} is for hosts and co-hosts")
    if api in _FOR_SIGNED_IN and not caller.zoom_user_id:
        raise SdkError(NOT_ALLOWED, f"{api} is not for guests")
    if api == "getAppContext":
        return {"context": app_context(stage, app, caller.uuid, meeting_id=meeting.id)}
    return act(called) or {"message": "Success"}


def _config(c: _Call) -> Mapping[str, object]:
    wanted = [name for name in _texts(c.data, "js_api_lists") if isinstance(name, str)]
    known = {*_APIS, *EVENTS, "config"}
    c.stage.clients.configure(c.meeting, c.caller, [name for name in wanted if name in known])
    return {
        "runningContext": "inMeeting",
        "unsupportedApis": [name for name in wanted if name not in known],
        "clientVersion": CLIENT_VERSION,
        "browserVersion": "webview2/simulated",
        "auth": {"status": "authorized" if c.caller.zoom_user_id else "unauthorized", "upgradable": False},
        "userAgent": "simulated",
        "launchContext": {"origin": "App Launcher"},
        "product": "desktop",
    }


def _texts(f: Fields, key: str) -> Collection[object]:
    value = f.plain().get(key)
    return value if isinstance(value, list) else []


def _participants(c: _Call) -> Mapping[str, object]:
    here = [person for person in c.meeting.participants if person.is_present and not person.breakout]
    return {"participants": [_row(c, person) for person in here]}


def _waiting(c: _Call) -> Mapping[str, object]:
    _check_waiting_room(c)
    waiting_now = [person for person in c.meeting.participants if person.is_waiting and person.left_ms is None]
    return {"participants": [_row(c, person) for person in waiting_now]}


def _row(c: _Call, person: SimParticipant) -> dict[str, object]:
    return {
        "screenName": person.name,
        "participantUUID": c.stage.clients.uuid(person),
        "participantId": str(person.user_id),
        "role": context_role(person),
    }


def _admit(c: _Call) -> None:
    _check_waiting_room(c)
    person = c.target()
    if not person.is_waiting:
        raise SdkError("10238", "Participant is not in a waiting room")
    waiting.admit(c.stage, person.uuid, meeting_id=c.meeting.id)


def _put_back(c: _Call) -> None:
    _check_waiting_room(c)
    person = c.target()
    if person.is_waiting:
        raise SdkError("10237", "Participant is already in the waiting room")
    if person.is_in_charge:
        raise SdkError("10239", "Hosts and co-hosts cannot be put in waiting room")
    waiting.put_in_waiting_room(c.stage, person.uuid, meeting_id=c.meeting.id)


def _remove(c: _Call) -> None:
    person = c.target()
    if person.role == "host":
        raise SdkError(NOT_ALLOWED, "a host cannot be removed")
    presence.remove_participant(c.stage, person.uuid, meeting_id=c.meeting.id)


def _check_waiting_room(c: _Call) -> None:
    if not c.meeting.settings.get("waiting_room"):
        raise SdkError("10240", "Waiting room is not supported for this meeting")


def _react(c: _Call) -> None:
    wanted = c.data.text("feedback")
    choices: dict[str, Feedback] = {
        "yes": "yes",
        "no": "no",
        "slowDown": "slowDown",
        "speedUp": "speedUp",
        "away": "away",
        RAISED: RAISED,
    }
    if wanted not in choices:
        raise SdkError(FAILED, "no such reaction")
    hands.react(c.stage, c.caller.uuid, choices[wanted], meeting_id=c.meeting.id)


def _status(c: _Call) -> Mapping[str, object]:
    stream = c.stage.streams.of_meeting(c.meeting.id)
    if stream is None:
        return {"rtmsStatus": []}
    state = "paused" if stream.is_paused else "started" if stream.signaling else "connecting"
    row = {"rtmsSessionId": stream.id, "displayName": "Forum", "status": state, "timestamp": c.stage.clock.ms() // 1000}
    return {"rtmsStatus": [row]}


def _chat(c: _Call) -> None:
    speech.chat(c.stage, c.caller.uuid, c.data.text("message") or "", meeting_id=c.meeting.id)


def _mute(c: _Call) -> None:
    wanted = _texts(c.data, "participantUUIDs")
    for person in c.meeting.participants:
        if person.is_present and (not wanted or any(person.is_meant_by(one) for one in wanted if isinstance(one, str))):
            speech.mute(c.stage, person.uuid, not c.data.boolean("audio"), meeting_id=c.meeting.id)


def _nothing(_: _Call) -> None:
    return


_APIS: Mapping[str, Callable[[_Call], Mapping[str, object] | None]] = {
    "getSupportedJsApis": lambda _: {"supportedApis": sorted({*_APIS, *EVENTS, "config"})},
    "getRunningContext": lambda _: {"context": "inMeeting"},
    "getMeetingContext": lambda c: {"meetingTopic": c.meeting.topic, "meetingID": c.meeting.id},
    "getMeetingUUID": lambda c: (
        {"meetingUUID": c.caller.breakout, "parentUUID": c.meeting.uuid}
        if c.caller.breakout
        else {"meetingUUID": c.meeting.uuid}
    ),
    "getUserContext": lambda c: {
        **_row(c, c.caller),
        "status": "authorized" if c.caller.zoom_user_id else "unauthenticated",
    },
    "getAppContext": _nothing,  # answered where the app's secret is known
    "getMeetingParticipants": _participants,
    "getWaitingRoomParticipants": _waiting,
    "admitParticipantFromWaitingRoom": _admit,
    "putParticipantToWaitingRoom": _put_back,
    "removeParticipant": _remove,
    "setFeedbackReaction": _react,
    "removeFeedbackReaction": lambda c: hands.remove_reaction(c.stage, c.caller.uuid, meeting_id=c.meeting.id),
    "removeAllFeedbackReaction": lambda c: {"message": f"{hands.lower_all_hands(c.stage, meeting_id=c.meeting.id)}"},
    "toggleParticipantMediaAudio": _mute,
    "sendMessageToChat": _chat,
    "startRTMS": lambda c: {"message": captioning.start_rtms(c.stage, meeting_id=c.meeting.id) and "Success"},
    "stopRTMS": lambda c: captioning.stop_rtms(c.stage, 2, meeting_id=c.meeting.id),
    "pauseRTMS": lambda c: captioning.pause_rtms(c.stage, meeting_id=c.meeting.id),
    "resumeRTMS": lambda c: captioning.resume_rtms(c.stage, meeting_id=c.meeting.id),
    "getRTMSStatus": _status,
    "openUrl": _nothing,
    "showNotification": _nothing,
}
_FOR_HOSTS = frozenset(
    {
        "getMeetingParticipants",
        "getWaitingRoomParticipants",
        "admitParticipantFromWaitingRoom",
        "putParticipantToWaitingRoom",
        "removeParticipant",
        "removeAllFeedbackReaction",
        "toggleParticipantMediaAudio",
    }
)
_FOR_SIGNED_IN = frozenset(
    {
        "removeParticipant",
        "removeAllFeedbackReaction",
        "startRTMS",
        "stopRTMS",
        "pauseRTMS",
        "resumeRTMS",
        "getRTMSStatus",
    }
)
