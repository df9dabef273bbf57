"""The registrant's page is under 60 kB at the first load, counted as it goes over the wire, headers and all."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from companion.forums import service as forums
from companion.kernel.clocks import ManualClock
from tests.browser import phone_ground
from tests.floor.meeting import Meeting
from tests.house import House

MOST = 60_000
PACKS = {"Accept-Encoding": "gzip"}


def wire(client: FlaskClient, path: str) -> tuple[int, str]:
    """How many bytes an answer takes with its headers, and its text."""
    with client.get(path, headers=PACKS) as packed, client.get(path) as plain:
        assert packed.status_code == 200, path
        return len(packed.data) + len(str(packed.headers)), plain.text


def loaded(client: FlaskClient, path: str) -> Iterator[tuple[str, int]]:
    """Everything that a browser fetches for a page, each once, and its size."""
    size, html = wire(client, path)
    yield path, size
    wanted = re.findall(r'(?:href|src)="(/(?:static|bootstrap)[^"#]+)', html)
    wanted = [one for one in wanted if not one.endswith((".ico", ".png"))]  # for browsers that take no drawn icon
    seen: set[str] = set()
    while wanted:
        one = wanted.pop()
        if one not in seen:
            seen.add(one)
            size, text = wire(client, one)
            yield one, size
            if one.endswith(".js"):
                folder = one.rpartition("/")[0]
                wanted += [f"{folder}/{name}" for name in re.findall(r'from "\./([^"]+)"', text)]


@pytest.mark.req("LC-40")
def test_the_registrants_page_takes_less_than_60_kilobytes_at_the_first_load(
    house: House, app: Flask, clock: ManualClock
):
    meeting = Meeting(house, app, clock)
    house.run(forums.show_captions, meeting.programme_id, True)
    meeting.step("start_session")
    meeting.own(meeting.ann, "ask")
    parts = dict(loaded(meeting.ann, f"{meeting.url}/me"))
    assert any("floor-link" in part for part in parts)
    assert any("icons-phone" in part for part in parts)
    assert not any("captions" in part for part in parts), "their script and rules come when somebody opens them"
    assert sum(parts.values()) < MOST, "\n".join(f"{size:>7} {part}" for part, size in parts.items())


def test_what_the_page_is_drawn_with_is_what_the_command_writes():
    again = "write it anew: python -m tests.browser.phone_ground"
    assert phone_ground.CSS.read_text("utf-8") == phone_ground.css(), again
    assert phone_ground.ICONS.read_text("utf-8") == phone_ground.sprite_of(phone_ground.icons()), again


def test_a_text_file_is_sent_packed_to_whoever_takes_it_and_a_page_never(house: House, app: Flask, clock: ManualClock):
    meeting = Meeting(house, app, clock)
    page = meeting.ann.get(f"{meeting.url}/me", headers=PACKS)
    assert "Content-Encoding" not in page.headers  # a page repeats what strangers typed, beside what is secret
    sheet = re.search(r'href="(/static[^"]+theme\.css)"', page.text)
    assert sheet is not None
    with meeting.ann.get(sheet.group(1), headers=PACKS) as packed, meeting.ann.get(sheet.group(1)) as plain:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert {packed.headers["Vary"], plain.headers["Vary"]} == {"Accept-Encoding"}
        assert len(packed.data) * 3 < len(plain.data)
        again = meeting.ann.get(sheet.group(1), headers={**PACKS, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
