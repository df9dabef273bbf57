"""The stage: what it shows in each mode, the link that shows it and nothing else, and the short way to asking."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from companion.floor import stage_links
from companion.floor.pseudonyms import pseudonym
from companion.floor.qr import qr_path
from companion.floor.snapshots import stage_snapshot
from companion.floor.tables import StageLink
from companion.floor.tickets import Ticket
from companion.kernel.clocks import ManualClock
from companion.web import live
from companion.web.entitled import no_longer_good
from tests import patience
from tests.floor.evening import Evening, person
from tests.floor.meeting import JSON, Meeting
from tests.house import House


@pytest.fixture
def meeting(house: House, app: Flask, clock: ManualClock) -> Meeting:
    meeting = Meeting(house, app, clock)
    meeting.step("start_session")
    return meeting


def made(meeting: Meeting) -> str:
    """The path of a fresh stage link."""
    page = meeting.chair.post(f"{meeting.url}/stage/links", data={"step": "make"}).text
    found = re.search(r"https?://[^/]+(/stage/[\w-]+)", page)
    assert found is not None
    return found.group(1)


def test_case_66_a_stage_link_shows_the_stage_cannot_post_and_is_dark_within_five_seconds_of_revoking(meeting: Meeting):
    path, anybody = made(meeting), meeting.app.test_client()
    meeting.own(meeting.ann, "ask")
    page = anybody.get(path)
    assert (page.status_code, "Ann Whitlock" in page.text) == (200, True)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert anybody.get(f"{path}/state", headers=JSON).get_json()["role"] == "stage"
    for where in (path, f"{path}/state", f"{path}/ticket"):
        assert anybody.post(where, data={"step": "call_next"}).status_code == 405
    assert anybody.post(meeting.url, data={"step": "call_next"}, headers=JSON).status_code == 401
    [link] = meeting.house.run(lambda uow: stage_links.listed(uow, meeting.session_id))
    held = Ticket(UUID(str(meeting.session_id)), "stage", None, link.id)
    assert meeting.house.run(no_longer_good, {held}) == set()
    meeting.chair.post(f"{meeting.url}/stage/links", data={"step": "revoke", "link": str(link.id)})
    assert meeting.house.run(no_longer_good, {held}) == {held}  # the stream ends at the next check
    assert live.CHECK_SECONDS < 5
    for where in (path, f"{path}/state", f"{path}/ticket"):
        answer = anybody.get(where, headers=JSON)
        assert (answer.status_code, "Whitlock" in answer.text) == (410, False)


def test_a_stage_link_is_kept_as_a_hash_ends_after_the_session_and_there_are_never_too_many(meeting: Meeting):
    paths = []
    for _ in range(stage_links.MOST + 2):
        paths.append(made(meeting))
        meeting.later(1)
    rows = meeting.house.run(lambda uow: list(uow.db.scalars(select(StageLink))))
    assert all(path.rpartition("/")[2] not in row.token_hash for path in paths for row in rows)
    working = [path for path in paths if meeting.app.test_client().get(path).status_code == 200]
    assert working == paths[-stage_links.MOST :]
    meeting.later(timedelta(hours=10).total_seconds())
    assert meeting.app.test_client().get(paths[-1]).status_code == 410


def test_links_are_made_by_whoever_chairs_and_ended_only_in_their_own_session(meeting: Meeting):
    assert meeting.ann.post(f"{meeting.url}/stage/links", data={"step": "make"}).status_code == 404
    made(meeting)
    [link] = meeting.house.run(lambda uow: stage_links.listed(uow, meeting.session_id))
    assert link.made_by == "Robin Marsh"
    other = meeting.house.forum_session(meeting.programme_id, title="Another", zoom_meeting_id="92222222222")
    wrong = f"/forum-sessions/{other}/floor/stage/links"
    assert meeting.chair.post(wrong, data={"step": "revoke", "link": str(link.id)}).status_code == 404
    assert meeting.chair.post(wrong, data={"step": "revoke", "link": "x"}).status_code == 422


def test_the_short_address_leads_to_the_persons_own_page_which_asks_who_they_are(meeting: Meeting):
    page = meeting.chair.get(f"{meeting.url}/stage").text
    found = re.search(r"/ask/([a-z2-9]{6})</b>", page)
    assert found is not None
    anybody = meeting.app.test_client()
    asked = anybody.get(f"/ask/{found.group(1).upper()}")
    assert (asked.status_code, asked.location) == (303, f"{meeting.url}/me")
    assert "/sign-in" in anybody.get(asked.location).location
    assert meeting.ann.get(asked.location).status_code == 200
    assert anybody.get("/ask/zzzzzz").status_code == 410


def test_the_code_is_drawn_as_one_path_that_says_the_address_with_white_around_it():
    import segno

    size, path = qr_path("https://forum.example/ask/k7mabc")
    rows = segno.make("https://forum.example/ask/k7mabc", error="m", micro=False).matrix
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", path)}
    assert drawn == {(x + 4, y + 4) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert size == len(rows) + 8


def test_with_counts_only_nobody_is_named_anywhere_that_everybody_sees(meeting: Meeting):
    meeting.own(meeting.ann, "ask")
    meeting.own(meeting.cara, "ask")
    meeting.step("call_next")
    meeting.step("start")
    meeting.step("stage", mode="counts")
    frame = meeting.chair.get(f"{meeting.url}/stage/state").get_json()
    assert (frame["now"]["name"], frame["next"], frame["waiting"]) == ("A speaker", [], 1)
    for client, path in ((meeting.chair, "/stage"), (meeting.cara, "/me/state")):
        page = client.get(meeting.url + path).text
        assert "Whitlock" not in page
        assert "Linden" not in page
    assert "1 person is waiting" in meeting.chair.get(f"{meeting.url}/stage").text


def test_case_67_a_pseudonym_stays_through_rejoining_and_says_nothing_of_who_joined_first():
    seeds = [bytes([seed]) * 8 for seed in range(40)]
    evening = Evening()
    for name in ("Ann", "Ben", "Cara", "Dev"):
        evening.joins(name, "one")
    before = {name: pseudonym(evening.floor, person(name), seeds[0]) for name in ("Ann", "Ben", "Cara", "Dev")}
    evening.leaves("Ann", "one").later(30).joins("Ann", "two")
    after = {name: pseudonym(evening.floor, person(name), seeds[0]) for name in before}
    assert after == before
    assert len({*after.values()}) == 4
    orders = set()
    for seed in seeds:
        numbers = [int(pseudonym(evening.floor, person(name), seed).split()[-1]) for name in ("Ann", "Ben", "Cara")]
        orders.add(tuple(sorted(range(3), key=numbers.__getitem__)))
    assert len(orders) == 6  # every order of three comes up: the first to join is not the lowest


def test_the_stage_says_how_many_wait_beyond_the_three_it_names():
    evening = Evening()
    for name in ("Ann", "Ben", "Cara", "Dev", "Eve"):
        evening.later(1).raises(name)
    frame = stage_snapshot(evening.floor, evening.now_ms, names=evening.all_names())
    assert (len(frame["next"]), frame["waiting"]) == (3, 5)


def test_what_obs_asks_for_is_in_the_page_and_nonsense_is_the_usual_stage(meeting: Meeting):
    path, obs = made(meeting), meeting.app.test_client()
    page = obs.get(f"{path}?bg=transparent&scale=52").text
    assert 'class="on-stage see-through"' in page
    assert "stage scale-50" in page
    for wrong in ("scale=0", "scale=x", "scale=9999", "bg=<script>", "scale=²"):
        page = obs.get(f"{path}?{wrong}").text
        assert "see-through" not in page
        assert "<script>" not in page.replace("<script src", "").replace("<script type", "")


def test_a_stream_that_ends_with_its_link_says_goodbye_so_that_the_page_asks_at_once(meeting: Meeting):
    hub = live.Live(meeting.house.wiring.runner, check=0.02, beat=0.2)
    path = made(meeting)
    token = meeting.app.test_client().get(f"{path}/ticket", headers=JSON).get_json()
    sent: list[bytes] = []
    is_open = asyncio.Event()

    async def listen() -> None:
        await hub.start()
        scope = {
            "type": "http",
            "method": "GET",
            "path": token["url"],
            "query_string": f"ticket={token['ticket']}".encode(),
            "headers": [],
        }

        async def receive() -> dict[str, str]:
            await asyncio.Event().wait()
            return {}

        async def send(message: dict[str, bytes]) -> None:
            sent.append(message.get("body", b""))
            is_open.set()

        stream = asyncio.create_task(hub(scope, receive, send))  # type: ignore[arg-type]
        async with asyncio.timeout(patience.SECONDS):
            await is_open.wait()  # a link that is revoked before its stream is open is refused at the door
        [link] = meeting.house.run(lambda uow: stage_links.listed(uow, meeting.session_id))
        meeting.house.run(stage_links.revoke, meeting.session_id, link.id)
        async with asyncio.timeout(patience.SECONDS):
            await stream
        await hub.stop()

    asyncio.run(listen())
    assert b"event: bye" in b"".join(sent)
