"""The REST client against the simulated Zoom over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.zoom_hooks.conftest import client_of
from zoom_hooks import scopes
from zoom_hooks.errors import (
    ScopeMissing,
    SettingNotKept,
    StillThere,
    UnexpectedContent,
    ZoomError,
    ZoomNotFound,
    ZoomRateLimited,
    ZoomRefused,
    ZoomUnavailable,
)
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.outgoing import retry_at
from zoom_hooks.rest import NewRegistrant, ZoomApi, path_uuid
from zoom_hooks.sim import Fault, MeetingClock, SimulatedZoom


def meeting_of(zoom: SimulatedZoom) -> str:
    return zoom.wait_for(_latest(zoom))


async def _latest(zoom: SimulatedZoom) -> str:
    return zoom.stage.meeting().id


def test_all_pages_of_each_status_are_listed(zoom: SimulatedZoom, api: ZoomApi) -> None:
    made = [zoom.register("Person", f"N{n}", f"p{n}@homes{n}.example", f"Homes {n}") for n in range(302)]
    api.set_registrant_status(meeting_of(zoom), "deny", [(made[0], "p0@homes0.example")])
    pending = api.registrants(meeting_of(zoom), "pending")
    assert [person.id for person in pending] == made[1:]
    assert [person.id for person in api.registrants(meeting_of(zoom), "denied")] == made[:1]
    assert api.registrants(meeting_of(zoom), "approved") == ()


@pytest.mark.parametrize(
    "second",
    [
        Fault(429, headers={"retry-after": "5"}, path="/registrants"),
        Fault(503, path="/registrants"),
        Fault(200, path="/registrants", body=b"{}"),
        Fault(200, path="/registrants", body=b'{"registrants":null,"next_page_token":""}'),
        Fault(200, path="/registrants", body=b'{"code":300,"message":"The next page token is invalid or expired."}'),
        Fault(200, times=300, path="/registrants", body=b'{"registrants":[],"next_page_token":"two"}'),
    ],
)
def test_half_a_list_is_no_list(zoom: SimulatedZoom, api: ZoomApi, second: Fault) -> None:
    """A fault on a later page, an answer without its list, page tokens in a circle: nothing is returned at all."""
    first = b'{"registrants":[{"id":"a1","email":"sam@northhomes.example"}],"next_page_token":"two"}'
    zoom.answer_with(Fault(200, path="/registrants", body=first))
    zoom.answer_with(second)
    with pytest.raises(ZoomError):
        api.registrants(meeting_of(zoom), "pending")


def test_a_registrant_is_added_approved_and_cancelled(zoom: SimulatedZoom, api: ZoomApi) -> None:
    answers = (("Which landlord?", "North Homes"),)
    new = NewRegistrant("Sam", "sam@northhomes.example", "Okoro", "North Homes", answers)
    added = api.add_registrant(meeting_of(zoom), new)
    (listed,) = api.registrants(meeting_of(zoom), "pending")
    assert (listed.id, listed.org, listed.answers) == (added.registrant_id, "North Homes", answers)
    assert listed.join_url is None, "nobody gets a link before the decision"
    api.set_registrant_status(meeting_of(zoom), "approve", [(added.registrant_id, "sam@northhomes.example")])
    (approved,) = api.registrants(meeting_of(zoom), "approved")
    assert approved.join_url == added.join_url
    api.set_registrant_status(meeting_of(zoom), "cancel", [(added.registrant_id, "sam@northhomes.example")])
    assert zoom.registrant_states() == {added.registrant_id: "cancelled"}


def test_more_than_thirty_changes_go_in_several_calls(zoom: SimulatedZoom, api: ZoomApi) -> None:
    people = [(zoom.register("P", str(n), f"p{n}@h.example"), f"p{n}@h.example") for n in range(65)]
    api.set_registrant_status(meeting_of(zoom), "approve", people)
    assert set(zoom.registrant_states().values()) == {"approved"}
    assert sum(method == "PUT" for method, _ in zoom.requests) == 3


def test_settings_are_changed_and_read_back(zoom: SimulatedZoom, api: ZoomApi) -> None:
    changed = api.change_settings(meeting_of(zoom), {"approval_type": 0, "allow_multiple_devices": False})
    assert changed.settings["approval_type"] == 0
    assert api.meeting(meeting_of(zoom)).settings["allow_multiple_devices"] is False


def test_a_setting_that_zoom_did_not_keep_is_named(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(204, path="/meetings/"))
    with pytest.raises(SettingNotKept) as caught:
        api.change_settings(meeting_of(zoom), {"mute_upon_entry": True})
    assert caught.value.differing == {"mute_upon_entry": False}


def test_a_meeting_is_made_with_its_form(zoom: SimulatedZoom, api: ZoomApi) -> None:
    start = datetime(2026, 12, 1, 10, tzinfo=UTC)
    made = api.create_meeting(
        "host@forum.example", topic="Forum", start_time=start, minutes=90, settings={"approval_type": 1}
    )
    assert made.start_time == start
    assert made.registration_url
    landlord = {"title": "Landlord", "type": "single", "required": True, "answers": ["North Homes", "Together"]}
    api.set_questions(made.id, questions=[{"field_name": "org", "required": True}], custom_questions=[landlord])
    assert api.questions(made.id)["custom_questions"] == [landlord]


def test_an_expired_token_is_renewed_once_and_the_call_repeated(zoom: SimulatedZoom, api: ZoomApi) -> None:
    api.meeting(meeting_of(zoom))
    zoom.expire_tokens()
    assert api.meeting(meeting_of(zoom)).topic == "Forum"
    assert zoom.tokens_issued == 2


def test_a_token_that_is_refused_again_is_not_asked_for_forever(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(401, times=2, path="/v2/"))
    with pytest.raises(ZoomRefused) as caught:
        api.meeting(meeting_of(zoom))
    assert caught.value.status == 401
    assert zoom.tokens_issued == 2


def test_forty_threads_share_one_sign_in(zoom: SimulatedZoom, api: ZoomApi) -> None:
    together = threading.Barrier(40)

    def read(_: int) -> str | None:
        together.wait()
        return api.meeting(meeting_of(zoom)).topic

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(read, range(40))) == {"Forum"}
    assert zoom.tokens_issued == 1


def test_when_sign_in_fails_waiting_threads_share_the_failure(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(503, times=1000, path="/oauth/"))
    together = threading.Barrier(8)

    def read(_: int) -> bool:
        together.wait()
        with pytest.raises(ZoomUnavailable):
            api.meeting("91234567890")
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(8)))
    assert zoom.tokens_issued == 0


def test_wrong_credentials_are_a_refusal_without_the_secret_in_it(zoom: SimulatedZoom) -> None:
    told = zoom.credentials()
    credentials = ServerToServer(told["account_id"], told["s2s_client_id"], "wrong-secret")
    with pytest.raises(ZoomRefused) as caught:
        ZoomApi(credentials, api_url=told["api_url"], oauth_url=told["oauth_url"]).meeting("91234567890")
    assert "wrong-secret" not in str(caught.value) + repr(credentials)


@pytest.mark.parametrize("suffix", ["", "/", "/oauth/token"])
def test_the_sign_in_address_may_be_an_origin_or_the_whole_path(zoom: SimulatedZoom, suffix: str) -> None:
    told = zoom.credentials()
    credentials = ServerToServer(told["account_id"], told["s2s_client_id"], told["s2s_client_secret"])
    origin = told["oauth_url"].removesuffix("/oauth/token")
    api = ZoomApi(credentials, api_url=told["api_url"] + "/", oauth_url=origin + suffix)
    assert api.meeting(meeting_of(zoom)).topic == "Forum"


def test_an_unknown_meeting_is_not_found(api: ZoomApi) -> None:
    with pytest.raises(ZoomNotFound) as caught:
        api.meeting("90000000000")
    assert caught.value.code == 3001


@pytest.mark.parametrize("meeting_id", ["", "../users/me", "1/../2", "9123456789?x=1", "abc", "٩١٢٣٤٥٦٧٨٩"])
def test_what_is_no_meeting_number_never_becomes_a_path(zoom: SimulatedZoom, api: ZoomApi, meeting_id: str) -> None:
    with pytest.raises(ZoomRefused):
        api.meeting(meeting_id)
    assert zoom.requests == ()


@pytest.fixture
def at_noon() -> Iterator[SimulatedZoom]:
    """A simulated Zoom where it stays noon: what counts by the day must not meet a midnight."""
    with SimulatedZoom(clock=MeetingClock(starts_at=NOON, source=lambda: 0.0)) as zoom:
        zoom.create_meeting("Forum")
        yield zoom


def test_the_fourth_add_of_a_day_waits_until_zooms_midnight(at_noon: SimulatedZoom) -> None:
    zoom, api = at_noon, client_of(at_noon)
    person = NewRegistrant("Sam", "sam@northhomes.example")
    ids = {api.add_registrant(meeting_of(zoom), person).registrant_id for _ in range(3)}
    assert len(ids) == 1, "the same address is the same registrant"
    with pytest.raises(ZoomRateLimited) as caught:
        api.add_registrant(meeting_of(zoom), person)
    assert caught.value.daily
    assert caught.value.retry_at == NOON.replace(hour=0) + timedelta(days=1)


def test_the_eleventh_change_of_a_day_is_refused(at_noon: SimulatedZoom) -> None:
    zoom, api = at_noon, client_of(at_noon)
    person = (zoom.register("Sam", "Okoro", "sam@northhomes.example"), "sam@northhomes.example")
    for action in ("approve", "cancel") * 5:
        api.set_registrant_status(meeting_of(zoom), action, [person])  # type: ignore[arg-type]
    with pytest.raises(ZoomRateLimited):
        api.set_registrant_status(meeting_of(zoom), "approve", [person])


NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ({"x-ratelimit-reset": "1769947205"}, datetime(2026, 2, 1, 12, 0, 5, tzinfo=UTC)),
        ({"x-ratelimit-reset": "1769947205000"}, datetime(2026, 2, 1, 12, 0, 5, tzinfo=UTC)),
        ({"retry-after": "2026-02-02T00:00:00Z"}, datetime(2026, 2, 2, tzinfo=UTC)),
        ({"retry-after": "2026-02-02T01:00:00+01:00"}, datetime(2026, 2, 2, tzinfo=UTC)),
        ({"retry-after": "30"}, datetime(2026, 2, 1, 12, 0, 30, tzinfo=UTC)),
        ({"retry-after": "Sun, 01 Feb 2026 12:01:00 GMT"}, datetime(2026, 2, 1, 12, 1, tzinfo=UTC)),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9999-12-31T23:59:59Z"}, None),
        ({"retry-after": "86400000"}, None),
        ({"x-ratelimit-reset": "99999999999"}, None),
        ({"x-ratelimit-reset": "-5"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"x-ratelimit-reset": "9" * 400}, None),
        ({"retry-after": "٣٠"}, None),
        ({}, None),
    ],
)
def test_every_form_of_come_back_later_is_read(headers: dict[str, str], moment: datetime | None) -> None:
    assert retry_at(headers, now=NOON) == moment


def test_too_many_requests_name_the_moment_to_come_back(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(429, headers={"x-ratelimit-reset": "1769947205", "x-ratelimit-type": "QPS"}, path="/v2/"))
    with pytest.raises(ZoomRateLimited) as caught:
        api.meeting(meeting_of(zoom))
    assert caught.value.retry_at == datetime(2026, 2, 1, 12, 0, 5, tzinfo=UTC)
    assert not caught.value.daily


def test_limits_per_second_are_enforced_when_switched_on() -> None:
    with SimulatedZoom(per_second={"Light": 2, "Medium": 2, "Heavy": 1}) as zoom:
        meeting_id = zoom.create_meeting()
        zoom._rates._wall = lambda: 1.0  # however long the calls take, they fall into one second
        api = client_of(zoom)

        def hurry() -> None:
            for _ in range(40):
                api.meeting(meeting_id)

        with pytest.raises(ZoomRateLimited):
            hurry()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503, headers={"retry-after": "7"}, path="/v2/"),
        Fault(500, path="/v2/", body=b"<html>oops</html>"),
        Fault(200, path="/v2/", body=b"<html>captive portal</html>"),
        Fault(200, path="/v2/", body=b'{"id":[1]}'),
        Fault(200, path="/v2/", body=b"[" * 100_000),
        Fault(200, path="/v2/", body=b"\xff\xfe"),
    ],
)
def test_zooms_own_faults_are_unavailability(zoom: SimulatedZoom, api: ZoomApi, fault: Fault) -> None:
    zoom.answer_with(fault)
    with pytest.raises(ZoomUnavailable) as caught:
        api.meeting(meeting_of(zoom))
    assert caught.value.retry_after == (pytest.approx(7, abs=0.1) if fault.status == 503 else None)
    assert not caught.value.outcome_unknown, "reading twice does no harm"


def test_a_write_that_broke_off_may_have_been_carried_out(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(502, path="/registrants"))
    with pytest.raises(ZoomUnavailable) as caught:
        api.add_registrant(meeting_of(zoom), NewRegistrant("Sam", "sam@northhomes.example"))
    assert caught.value.outcome_unknown


def test_a_write_that_never_left_has_not_been_carried_out(zoom: SimulatedZoom) -> None:
    api = client_of(zoom)
    api.meeting(meeting_of(zoom))
    zoom.stop()
    api.close()
    with pytest.raises(ZoomUnavailable) as caught:
        api.add_registrant("91234567890", NewRegistrant("Sam", "sam@northhomes.example"))
    assert not caught.value.outcome_unknown


def test_a_refusals_words_hold_no_address(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(400, path="/v2/", body=b'{"code":300,"message":"no such user ann@north.example, sorry"}'))
    with pytest.raises(ZoomRefused) as caught:
        api.meeting(meeting_of(zoom))
    assert "ann@" not in str(caught.value)
    assert caught.value.code == 300


@pytest.mark.parametrize(
    ("uuid", "path"),
    [
        ("/aB//c+=", "%252FaB%252F%252Fc%252B%253D"),
        ("aDYlohsHRtCd4ii1uC2+hA==", "aDYlohsHRtCd4ii1uC2%2BhA%3D%3D"),
        ("a/b==", "a%2Fb%3D%3D"),
        ("a//b", "a%252F%252Fb"),
    ],
)
def test_a_uuid_is_encoded_as_zoom_demands(uuid: str, path: str) -> None:
    assert path_uuid(uuid) == path


def a_meeting_that_was(zoom: SimulatedZoom) -> str:
    """The uuid of a meeting that is over, in which Ann said something."""
    zoom.create_meeting()
    uuid = zoom.start_meeting()
    zoom.participant_joins("Ann Able")
    zoom.caption("Ann Able", "Good evening.")
    zoom.end_meeting()
    return uuid


@pytest.mark.parametrize("seed", range(1, 6))
def test_past_participants_and_transcript_are_found_by_any_uuid(seed: int) -> None:
    with SimulatedZoom(seed=seed) as zoom:
        uuid, api = a_meeting_that_was(zoom), client_of(zoom)
        (stay,) = api.past_participants(uuid)
        assert stay.name == "Ann Able"
        assert stay.left_at is not None
        info = api.transcript(uuid)
        assert info.can_download
        assert info.download_url
        text = api.download(info.download_url).decode()
        assert text.startswith("WEBVTT\n\n1\n00:00:0")
        assert "Ann Able: Good evening." in text


def test_a_transcript_that_is_not_ready_says_why(zoom: SimulatedZoom, api: ZoomApi) -> None:
    info = api.transcript(zoom.start_meeting())
    assert (info.can_download, info.restriction, info.download_url) == (False, "NOT_READY", None)


def test_the_caption_stream_is_started_and_stopped(zoom: SimulatedZoom, api: ZoomApi) -> None:
    client_id = zoom.credentials()["app_client_id"]
    with pytest.raises(ZoomRefused):
        api.start_stream(meeting_of(zoom), client_id=client_id)
    zoom.start_meeting()
    api.start_stream(meeting_of(zoom), client_id=client_id)
    api.stop_stream(meeting_of(zoom), client_id=client_id)


def test_a_web_page_is_not_a_transcript(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.answer_with(Fault(200, path="/rec/", headers={"content-type": "text/html"}, body=b"<html>sign in</html>"))
    with pytest.raises(UnexpectedContent):
        api.download(zoom.base_url + "/rec/download/1", download_token="t")


def test_writes_to_one_meeting_follow_one_another(zoom: SimulatedZoom, api: ZoomApi) -> None:
    inside, most = 0, 0
    guard = threading.Lock()
    send = api._http.send

    def watched(*args: object, **kwargs: object) -> object:
        nonlocal inside, most
        with guard:
            inside += args[0] != "GET"
            most = max(most, inside)
        try:
            return send(*args, **kwargs)  # type: ignore[arg-type]
        finally:
            with guard:
                inside -= args[0] != "GET"

    api.meeting(meeting_of(zoom))
    api._http.send = watched  # type: ignore[method-assign, assignment]
    with ThreadPoolExecutor(8) as pool:
        futures = [
            pool.submit(api.add_registrant, meeting_of(zoom), NewRegistrant("P", f"p{n}@h.example")) for n in range(24)
        ]
    assert all(future.result().registrant_id for future in futures)
    assert most == 1


def test_tokens_expired_under_forty_threads_are_renewed_by_one_sign_in(zoom: SimulatedZoom, api: ZoomApi) -> None:
    api.meeting(meeting_of(zoom))
    zoom.expire_tokens()
    together = threading.Barrier(40)

    def read(_: int) -> str | None:
        together.wait()
        return api.meeting(meeting_of(zoom)).topic

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(read, range(40))) == {"Forum"}
    assert zoom.tokens_issued == 2


BUSY = Fault(429, path="/registrants", body=b'{"code":429,"message":"Too many concurrent requests."}')


@pytest.mark.parametrize(("times", "is_through"), [(1, True), (2, True), (3, False)])
def test_a_write_that_meets_another_of_zooms_own_is_tried_again_twice(
    zoom: SimulatedZoom, api: ZoomApi, times: int, is_through: bool
) -> None:
    pauses: list[float] = []
    api._pause = pauses.append
    zoom.answer_with(replace(BUSY, times=times))
    person = NewRegistrant("Sam", "sam@northhomes.example")
    if is_through:
        assert api.add_registrant(meeting_of(zoom), person).registrant_id
    else:
        with pytest.raises(ZoomRateLimited) as caught:
            api.add_registrant(meeting_of(zoom), person)
        assert caught.value.is_busy
    assert pauses == [0.5, 1.0][:times]


@pytest.mark.parametrize(
    "headers",
    [{"x-ratelimit-reset": "1769947205"}, {"retry-after": "2026-02-02T00:00:00Z", "x-ratelimit-type": "Daily-limit"}],
)
def test_a_limit_that_is_used_up_is_not_knocked_at_again(
    zoom: SimulatedZoom, api: ZoomApi, headers: dict[str, str]
) -> None:
    zoom.answer_with(replace(BUSY, headers=headers))
    api._pause = pytest.fail  # type: ignore[assignment]
    with pytest.raises(ZoomRateLimited) as caught:
        api.add_registrant(meeting_of(zoom), NewRegistrant("Sam", "sam@northhomes.example"))
    assert not caught.value.is_busy


def test_one_registrant_is_read_whatever_their_status(zoom: SimulatedZoom, api: ZoomApi) -> None:
    who = zoom.register("Sam", "Okoro", "sam@northhomes.example")
    assert api.registrant(meeting_of(zoom), who).status == "pending"
    with pytest.raises(ZoomNotFound):
        api.registrant(meeting_of(zoom), "nobody")


def test_many_are_added_thirty_to_a_call(zoom: SimulatedZoom, api: ZoomApi) -> None:
    people = [NewRegistrant("P", f"p{n}@h.example", str(n)) for n in range(65)]
    added = api.add_registrants(meeting_of(zoom), people, auto_approve=True)
    assert [one.email for one in added] == [one.email for one in people]
    assert set(zoom.registrant_states().values()) == {"approved"}
    assert sum(path.endswith("/batch_registrants") for _, path in zoom.requests) == 3


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_recording_is_deleted_and_seen_to_be_gone(seed: int) -> None:
    """By any uuid, those included that have to be encoded twice."""
    with SimulatedZoom(seed=seed) as zoom:
        uuid, api = a_meeting_that_was(zoom), client_of(zoom)
        recording = api.recording(uuid)
        (file,) = recording.files
        assert file.is_transcript
        assert file.download_url
        assert b"Good evening." in api.download(file.download_url, download_token=recording.download_token)
        api.delete_recording(uuid)
        api.delete_recording(uuid)
        with pytest.raises(ZoomNotFound):
            api.recordings(uuid)
        with pytest.raises(ZoomNotFound):
            api.download(file.download_url, download_token=recording.download_token)


def test_a_deletion_that_zoom_did_not_carry_out_is_told(zoom: SimulatedZoom, api: ZoomApi) -> None:
    uuid = zoom.start_meeting()
    zoom.end_meeting()
    zoom.answer_with(Fault(204, path="/recordings"))
    with pytest.raises(StillThere) as caught:
        api.delete_recording(uuid)
    assert caught.value.files == 1


def test_the_report_names_registrants(zoom: SimulatedZoom, api: ZoomApi) -> None:
    who = zoom.register("Sam", "Okoro", "sam@northhomes.example")
    api.set_registrant_status(meeting_of(zoom), "approve", [(who, "sam@northhomes.example")])
    uuid = zoom.start_meeting()
    zoom.participant_joins("Sam Okoro", registrant_id=who)
    zoom.participant_joins("A telephone")
    zoom.end_meeting()
    stays = api.reported_participants(uuid)
    assert [(stay.name, stay.registrant_id) for stay in stays] == [("Sam Okoro", who), ("A telephone", None)]
    assert all(stay.joined_at and stay.left_at and not stay.was_waiting for stay in stays)


def test_the_waiting_rooms_words_are_set_while_the_meeting_runs(zoom: SimulatedZoom, api: ZoomApi) -> None:
    words = {"title": "One moment", "description": "We begin at ten."}
    with pytest.raises(ZoomRefused):
        api.set_waiting_room_text(meeting_of(zoom), **words)
    zoom.start_meeting()
    api.set_waiting_room_text(meeting_of(zoom), **words)
    assert zoom.stage.meeting().waiting_room_text == ("One moment", "We begin at ten.")


def test_the_caption_stream_is_paused_and_resumed(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom.start_meeting()
    client_id = zoom.credentials()["app_client_id"]
    for action in ("start", "pause", "resume", "stop"):
        api.change_stream(meeting_of(zoom), action, client_id=client_id)  # type: ignore[arg-type]


def test_an_app_without_a_scope_is_told_which(zoom: SimulatedZoom, api: ZoomApi) -> None:
    zoom._access.scopes = frozenset({"meeting:read:meeting:admin"})
    assert api.meeting(meeting_of(zoom)).topic == "Forum"
    with pytest.raises(ScopeMissing) as caught:
        api.registrants(meeting_of(zoom), "pending")
    assert caught.value.scopes[-1] == "meeting:read:list_registrants:admin"
    assert list(scopes.missing(api.granted_scopes(), ["meeting"])) == [
        "meeting:write:meeting:admin",
        "meeting:update:meeting:admin",
    ]
