"""The simulated Zoom's client: what a panel inside it is told, may do, and is never told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests import patience
from zoom_hooks import app_context
from zoom_hooks.sim import NoSuchThing, SimulatedZoom

HOST_APIS = (
    "getMeetingParticipants",
    "getWaitingRoomParticipants",
    "admitParticipantFromWaitingRoom",
    "putParticipantToWaitingRoom",
    "removeParticipant",
    "removeAllFeedbackReaction",
    "getUserContext",
    "getMeetingUUID",
    "getAppContext",
    "startRTMS",
    "getRTMSStatus",
    "setFeedbackReaction",
    "removeFeedbackReaction",
)
HOST_EVENTS = (
    "onFeedbackReaction",
    "onRemoveFeedbackReaction",
    "onParticipantChange",
    "onWaitingRoomParticipantJoin",
    "onWaitingRoomParticipantLeave",
    "onActiveSpeakerChange",
    "onMyUserContextChange",
    "onRTMSStatusChange",
)


@pytest.fixture
def live() -> Iterator[SimulatedZoom]:
    """A meeting with Cara, who hosts it, Ann in it and Ben before its door."""
    with SimulatedZoom() as zoom:
        zoom.create_meeting()
        zoom.start_meeting()
        zoom.participant_joins("Cara Chair", role="host")
        zoom.participant_joins("Ann Able")
        zoom.participant_joins("Ben Bold", waits=True)
        yield zoom


class Panel:
    """An app inside somebody's client, over the Python side of the bridge."""

    def __init__(self, zoom: SimulatedZoom, who: str, capabilities: tuple[str, ...] = HOST_APIS + HOST_EVENTS) -> None:
        self.zoom, self.who = zoom, who
        self.config = self.call("config", {"js_api_lists": list(capabilities), "version": "0.16"})
        self.since, _ = zoom.sdk_events(who)

    def call(self, api: str, data: dict[str, object] | None = None) -> dict[str, Any]:
        message = {"jsCallId": "7", "apiName": api, **({"data": data} if data else {})}
        answer: Any = self.zoom.sdk(self.who, message)
        assert answer["type"] == "apiResponse"
        assert answer["data"].pop("jsCallId") == "7"
        outcome: dict[str, Any] = answer["data"]
        return outcome

    def heard(self, wait: float = patience.SECONDS) -> list[tuple[str, Any]]:
        self.since, events = self.zoom.sdk_events(self.who, self.since, wait)
        return [(str(event["name"]), event["data"]) for event in events]


def test_the_context_opens_with_the_apps_secret_and_says_who_and_where(live: SimulatedZoom) -> None:
    keys = live.credentials()
    now = datetime.now(UTC)
    opened = app_context.read(keys["app_client_id"], keys["app_client_secret"], live.app_context("Cara Chair"), now=now)
    assert opened.is_host
    assert opened.user_id
    assert opened.meeting_uuid == live.stage.meeting().uuid
    assert abs(opened.expires_at - now - timedelta(minutes=2)) < timedelta(minutes=1)
    guest = app_context.read(keys["app_client_id"], keys["app_client_secret"], live.app_context("Ann Able"), now=now)
    assert (guest.user_id, guest.is_host) == (None, False)


def test_contexts_can_be_forged_for_tests(live: SimulatedZoom) -> None:
    keys = live.credentials()
    for over in ({"secret": "another"}, {"changes": {"aud": "another"}}, {"changes": {"exp": 1}}):
        with pytest.raises(app_context.Refused):
            app_context.read(
                keys["app_client_id"],
                keys["app_client_secret"],
                live.app_context("Cara Chair", **over),  # type: ignore[arg-type]
                now=datetime.now(UTC),
            )


def test_a_hand_is_told_to_panels_and_to_nobody_else(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    before = len(live.deliveries)
    live.raise_hand("Ann Able")
    live.raise_hand("Ann Able")
    ((name, data),) = panel.heard()
    assert name == "onFeedbackReaction"
    assert data["feedback"] == "raiseHand"
    assert data["timestamp"] < 10**11
    ann = live.stage.meeting().present("Ann Able")
    assert ann is not None
    assert data["participantUUID"] == ann.uuid.replace("-", "").lower() != ann.uuid
    live.lower_hand("Ann Able")
    ((name, data),) = panel.heard()
    assert (name, set(data)) == ("onRemoveFeedbackReaction", {"participantUUID", "timestamp"})
    assert len(live.deliveries) == before


def test_what_happened_before_the_panel_opened_is_missed(live: SimulatedZoom) -> None:
    live.raise_hand("Ann Able")
    panel = Panel(live, "Cara Chair")
    live.remove_reaction("Ann Able")
    assert [name for name, _ in panel.heard()] == ["onRemoveFeedbackReaction"]
    _, since_ever = live.sdk_events("Cara Chair", 0)
    assert [event["name"] for event in since_ever] == ["onRemoveFeedbackReaction"]
    assert live.sdk_events("Ann Able", 0)[1] == []


def test_people_come_and_go_in_the_panel(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    dora = live.participant_joins("Dora Deep", role="co-host")
    live.active_speaker(dora)
    live.participant_leaves(dora)
    heard = panel.heard()
    assert [name for name, _ in heard] == ["onParticipantChange", "onActiveSpeakerChange", "onParticipantChange"]
    joined, left = heard[0][1]["participants"][0], heard[2][1]["participants"][0]
    assert (joined["status"], joined["role"], joined["screenName"]) == ("join", "cohost", "Dora Deep")
    assert left["status"] == "leave"
    assert heard[1][1]["users"][0]["screenName"] == "Dora Deep"


def test_the_host_admits_puts_back_and_removes(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    (waiting,) = panel.call("getWaitingRoomParticipants")["result"]["participants"]
    assert waiting["screenName"] == "Ben Bold"
    ben = {"participantUUID": waiting["participantUUID"]}
    assert panel.call("putParticipantToWaitingRoom", ben)["errorCode"] == "10237"
    assert "result" in panel.call("admitParticipantFromWaitingRoom", ben)
    assert panel.call("admitParticipantFromWaitingRoom", ben)["errorCode"] == "10238"
    assert "result" in panel.call("putParticipantToWaitingRoom", ben)
    assert "result" in panel.call("removeParticipant", ben)
    assert panel.call("removeParticipant", ben)["errorCode"]
    assert [name for name, _ in panel.heard()] == [
        "onWaitingRoomParticipantLeave",
        "onParticipantChange",
        "onParticipantChange",
        "onWaitingRoomParticipantJoin",
        "onWaitingRoomParticipantLeave",
    ]
    cara = panel.call("getUserContext")["result"]
    assert cara["role"] == "host"
    assert (
        panel.call("putParticipantToWaitingRoom", {"participantUUID": cara["participantUUID"]})["errorCode"] == "10239"
    )


def test_an_attendee_is_refused_what_is_for_hosts_until_made_one(live: SimulatedZoom) -> None:
    panel = Panel(live, "Ann Able")
    assert panel.call("getMeetingParticipants")["errorCode"] == "80004"
    live.change_role("Ann Able", "co-host")
    ((name, data),) = panel.heard()
    assert (name, data["role"]) == ("onMyUserContextChange", "coHost")
    assert len(panel.call("getMeetingParticipants")["result"]["participants"]) == 2
    assert panel.call("startRTMS")["errorCode"] == "80004", "a guest may not"


def test_an_app_may_only_call_what_it_configured(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair", ("getMeetingUUID", "onEmojiReaction"))
    assert panel.config["result"]["unsupportedApis"] == ["onEmojiReaction"]
    assert panel.config["result"]["clientVersion"]
    assert panel.call("getMeetingUUID")["result"] == {"meetingUUID": live.stage.meeting().uuid}
    assert panel.call("getMeetingParticipants")["errorCode"] == "80002"
    assert panel.call("fly")["errorCode"] == "80002"


def test_the_panel_starts_captions_and_hears_of_it(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    assert panel.call("getRTMSStatus")["result"]["rtmsStatus"] == []
    panel.call("startRTMS")
    assert panel.call("getRTMSStatus")["result"]["rtmsStatus"][0]["status"] == "connecting"
    live.stop_rtms()
    assert [data["status"] for _, data in panel.heard()] == ["started", "stopped"]


def test_the_host_takes_back_every_reaction(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    live.raise_hand("Ann Able")
    panel.call("setFeedbackReaction", {"feedback": "yes"})
    panel.call("removeAllFeedbackReaction")
    names = [name for name, _ in panel.heard()]
    assert names == ["onFeedbackReaction"] * 2 + ["onRemoveFeedbackReaction"] * 2


def test_a_line_that_is_down_answers_nothing_and_loses_nothing(live: SimulatedZoom) -> None:
    panel = Panel(live, "Cara Chair")
    live.sdk_line(False)
    live.raise_hand("Ann Able")
    assert panel.heard(wait=0.05) == []
    with pytest.raises(ConnectionError):
        panel.call("getUserContext")
    live.sdk_line(True)
    assert [name for name, _ in panel.heard()] == ["onFeedbackReaction"]


def test_the_bridge_works_over_http(live: SimulatedZoom) -> None:
    url = live.credentials()["control_url"]
    where = {"who": "Cara Chair"}
    config = {"jsCallId": "1", "apiName": "config", "data": {"js_api_lists": list(HOST_EVENTS)}}
    answer = requests.post(f"{url}/sdk", params=where, json=config, timeout=patience.SECONDS).json()
    assert answer["data"]["jsCallId"] == "1"
    start = requests.get(f"{url}/sdk", params=where, timeout=patience.SECONDS).json()["result"]["next"]
    live.raise_hand("Ann Able")
    more = {**where, "since": start, "wait": 30}
    heard = requests.get(f"{url}/sdk", params=more, timeout=patience.SECONDS).json()["result"]
    assert [event["name"] for event in heard["events"]] == ["onFeedbackReaction"]
    assert heard["next"] == start + 1
    sealed = requests.get(f"{url}/app_context", params=where, timeout=patience.SECONDS).json()["result"]
    keys = live.credentials()
    assert app_context.read(keys["app_client_id"], keys["app_client_secret"], sealed, now=datetime.now(UTC)).is_host
    assert (
        requests.get(f"{url}/sdk", params={"who": "Nobody"}, timeout=patience.SECONDS).json()["result"]["events"] == []
    )
    assert requests.get(f"{url}/sdk", params={**where, "since": "x"}, timeout=patience.SECONDS).status_code == 400


def test_who_is_not_in_the_meeting_has_no_panel(live: SimulatedZoom) -> None:
    for who in ("Nobody", "Ben Bold"):
        answer: Any = live.sdk(who, {"jsCallId": "1", "apiName": "config", "data": {}})
        assert answer["data"]["errorCode"] == "80004"


def test_who_comes_back_is_another_participant_of_the_same_registrant(live: SimulatedZoom) -> None:
    before = live.stage.meeting().present("Ann Able")
    assert before is not None
    with pytest.raises(NoSuchThing):
        live.rejoin("Ann Able")
    live.participant_leaves("Ann Able")
    number = live.rejoin("Ann Able")
    after = live.stage.meeting().present("Ann Able")
    assert after is not None
    assert (after.user_id, after.name) == (number, before.name)
    assert after.uuid != before.uuid
