"""Our page inside Zoom in a real Chromium: Zoom's own SDK over a stand-in for its native bridge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from companion.app import create_app
from companion.floor import chairing
from companion.floor.journals import By, floor_of
from companion.forums.tables import ForumSession
from companion.kernel.clocks import to_ms
from companion.kernel.ids import ForumSessionId, PersonId
from companion.kernel.tables import AuditEntry
from companion.people import service as people
from companion.people.roles import Role
from companion.registration.tables import Registration
from companion.wiring import Wiring
from tests.browser.browsing import hidden_parts_are_sound, page_is_sound, stays_sound_when_narrow_and_dark
from tests.browser.conftest import browser as browser
from tests.floor.serving import serving, with_system_clock
from tests.house import House
from tests.intake import deliveries
from tests.intake.in_zoom import linked
from tests.intake.test_events import apply
from tests.intake.zoom_client import ZoomClient
from zoom_hooks.in_client import participant_key
from zoom_hooks.sim import SimulatedZoom

pytestmark = pytest.mark.browser


class Night:
    """A meeting on a running server and in the simulated Zoom: a chair and a steward as hosts, and people."""

    def __init__(
        self, wiring: Wiring, zoom: SimulatedZoom, browser: Browser, stack: ExitStack, *, begun: bool = True
    ) -> None:
        self.zoom, self.browser = zoom, browser
        said = zoom.credentials()
        settings = replace(
            wiring.settings,
            zoom_app_client_id=said["app_client_id"],
            zoom_app_client_secret=said["app_client_secret"],
        )
        wiring = replace(wiring, settings=settings, runner=replace(wiring.runner, settings=settings))
        self.house = House(wiring)
        self.base, _ = stack.enter_context(serving(wiring, create_app(wiring), every=0.05, beat=0.3))
        self.meeting_id = zoom.create_meeting("Forum")
        zoom.start_meeting(meeting_id=self.meeting_id)
        self.programme = programme = self.house.programme()
        made = self.house.forum_session(programme, starts_in=self.house.now - self.house.now)
        self.session_id = ForumSessionId(made)
        self.uuid = zoom.stage.meeting(self.meeting_id).uuid
        self.house.run(
            lambda uow: setattr(uow.db.get_one(ForumSession, self.session_id), "zoom_meeting_uuid", self.uuid)
        )
        for step in ("start_session", "next_item") if begun else ():
            self.step(step)

    def step(self, step: str, **form: str) -> None:
        by = By("chair", "page")
        self.house.run(chairing.perform, self.session_id, step, form, by=by, key=f"test:{step}:{self.house.now}")

    def staff(self, name: str, user: str, *roles: Role, zoom_role: str = "host") -> ZoomClient:
        """Somebody of ours in the meeting, with their Zoom account linked."""
        person = self.house.account(*roles, programme_id=self.programme, name=name)
        linked(self.house, person, user)
        self.zoom.participant_joins(name, role=zoom_role, zoom_user_id=user, meeting_id=self.meeting_id)
        return ZoomClient(self.zoom, name, self.meeting_id)

    def comes(self, name: str, landlord: UUID | None = None, *, waits: bool = False) -> None:
        """Somebody joins (or waits): in Zoom, and by its webhooks here. Registered where they have a landlord."""
        registrant = f"R-{name}" if landlord else ""
        if landlord:
            person = self.house.person(name, f"{name.split()[0].lower()}@lindenquay.example")
            seat = self.house.registration(self.session_id, person, landlord_id=landlord)
            self.house.run(lambda uow: setattr(uow.db.get_one(Registration, seat), "zoom_registrant_id", registrant))
        number = self.zoom.participant_joins(name, waits=waits, meeting_id=self.meeting_id)
        uuid = self.zoom.stage.present(self.zoom.stage.meeting(self.meeting_id), number).uuid
        now = to_ms(self.house.now)
        person_in_zoom = {
            "user_id": str(number), "user_name": name, "participant_uuid": uuid, "registrant_id": registrant,
            "email": "", "join_time": deliveries.iso(now), "date_time": deliveries.iso(now),
        }  # fmt: skip
        event = "participant_joined_waiting_room" if waits else "participant_joined"
        body = deliveries.body(f"meeting.{event}", now, participant=person_in_zoom)
        apply(self.house, body.replace(deliveries.OCCURRENCE.encode(), self.uuid.encode()))

    def client_uuid(self, name: str) -> str:
        """Somebody's uuid as Zoom's client spells it."""
        uuid = self.zoom.stage.present(self.zoom.stage.meeting(self.meeting_id), name).uuid
        return uuid.replace("-", "").lower()

    @property
    def waiting(self) -> int:
        return self.house.run(lambda uow: len(floor_of(uow, self.session_id).waiting()))  # type: ignore[no-any-return]

    def log(self) -> list[str]:
        """What the audit log has of acts in Zoom, in order."""
        query = select(AuditEntry.action).where(AuditEntry.action.startswith("zoom.")).order_by(AuditEntry.seq)
        return self.house.run(lambda uow: list(uow.db.scalars(query)))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def zoom() -> Iterator[SimulatedZoom]:
    with SimulatedZoom() as running:
        yield running


@pytest.fixture
def night(wiring: Wiring, zoom: SimulatedZoom, browser: Browser) -> Iterator[Night]:
    with ExitStack() as stack:
        yield Night(with_system_clock(wiring), zoom, browser, stack)


def queue(page: Page) -> Any:
    return page.locator("#queue li")


def test_a_hand_in_zoom_is_a_row_on_every_chairs_page_once_and_gone_when_lowered(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    linden = night.house.landlord()
    night.comes("Ann Whitlock", linden)
    robin, sam = night.staff("Robin Marsh", "U1", Role.CHAIR), night.staff("Sam Field", "U2", Role.STEWARD)
    for client in (robin, sam):
        client.opens(browser, night.base)
        page = client.is_ready()
        expect(page.locator("#zoom-hands")).to_have_text("Zoom hands: on")
        expect(page.locator("#zoom-hands")).to_be_in_viewport(ratio=1)
    page_is_sound(robin.page)
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    robin.tells()
    expect(queue(robin.page)).to_have_count(1)
    expect(queue(robin.page).locator("[data-name]")).to_have_text("Ann Whitlock")
    with sam.page.expect_response(lambda one: one.url.endswith("/heard")):
        sam.tells()
    expect(queue(sam.page)).to_have_count(1)
    assert night.waiting == 1
    zoom.lower_hand("Ann Whitlock", meeting_id=night.meeting_id)
    robin.tells()
    expect(queue(robin.page)).to_have_count(0)
    expect(queue(sam.page)).to_have_count(0)
    stays_sound_when_narrow_and_dark(sam.page)


def test_another_reaction_is_no_hand_and_taking_it_back_leaves_the_hand(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord())
    night.comes("Ben Ashdown")
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    zoom.react("Ann Whitlock", "yes", meeting_id=night.meeting_id)
    zoom.raise_hand("Ben Ashdown", meeting_id=night.meeting_id)
    robin.tells()
    expect(queue(page)).to_have_count(1)
    ben = {"participantUUID": night.client_uuid("Ben Ashdown"), "timestamp": to_ms(night.house.now) // 1000}
    for event in (
        {"type": "event", "name": "onFeedbackReaction", "data": {**ben, "feedback": "yes"}},
        {"type": "event", "name": "onRemoveFeedbackReaction", "data": ben},
    ):
        page.evaluate("event => window.zoomClientTells(event)", event)
    zoom.remove_reaction("Ann Whitlock", meeting_id=night.meeting_id)
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    robin.tells()
    expect(queue(page)).to_have_count(2)


def test_hands_while_the_line_is_cut_arrive_when_it_is_back_and_the_page_says_so(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord())
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    page.context.set_offline(True)
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    robin.tells()
    expect(page.locator("#zoom-hands")).to_have_text("Zoom hands: not getting through")
    assert night.waiting == 0
    page.context.set_offline(False)
    expect(page.locator("#zoom-hands")).to_have_text("Zoom hands: on")
    expect(queue(page)).to_have_count(1)


def test_a_hand_raised_while_the_list_is_closed_comes_in_when_it_opens(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord())
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    night.step("close_list")
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    with page.expect_response(lambda one: one.url.endswith("/heard")):
        robin.tells()
    assert night.waiting == 0
    night.step("open_list")
    expect(queue(page)).to_have_count(1)


def test_one_tap_lets_in_whom_it_names_and_putting_out_says_first_what_will_happen(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    linden = night.house.landlord()
    night.comes("Ben Ashdown", linden)
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    night.comes("Ann Whitlock", night.house.landlord("Marram Housing", domain="marram.example"), waits=True)
    robin.tells()
    door = page.locator("#zoom-door")
    expect(door).to_contain_text("Ann Whitlock")
    expect(door).to_contain_text("Marram Housing, seat 1 of 2")
    page_is_sound(page)
    door.get_by_role("button", name="Let in Ann Whitlock").click()
    robin.tells()
    expect(door).to_be_hidden()
    meeting = zoom.stage.meeting(night.meeting_id)
    assert not zoom.stage.present(meeting, "Ann Whitlock").is_waiting
    page.get_by_role("button", name="More", exact=True).click()
    page.locator("#in-zoom > summary").click()
    page.get_by_label("Some letters of a name").fill("ashd")
    expect(page.locator(".zoom-people li")).to_have_count(1)
    page.get_by_role("button", name="Put out: Ben Ashdown").click()
    asked = page.locator("#in-zoom-asked")
    expect(asked).to_have_text(
        "Ben Ashdown (Linden Quay Homes, seat 1 of 2) is put out of the meeting and, unless your Zoom account allows "
        "it, cannot come back. It is logged."
    )
    page_is_sound(page)
    page.get_by_role("button", name="No", exact=True).click()
    assert zoom.stage.present(meeting, "Ben Ashdown").left_ms is None
    page.get_by_role("button", name="Put out: Ben Ashdown").click()
    with page.expect_response(
        lambda one: one.url.endswith("/act") and b"done" in (one.request.post_data_buffer or b"")
    ):
        page.locator("#in-zoom [data-yes]").click()
    assert meeting.present("Ben Ashdown") is None
    assert night.log() == [
        "zoom.admit_asked",
        "zoom.admit_done",
        "zoom.remove_asked",
        "zoom.remove_asked",
        "zoom.remove_done",
    ]


def test_who_is_no_host_in_zoom_is_offered_nothing_and_hands_reach_us_all_the_same(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord())
    sam = night.staff("Sam Field", "U2", Role.STEWARD, zoom_role="attendee")
    sam.opens(browser, night.base)
    page = sam.is_ready()
    assert page.get_attribute("body", "data-host") == "no"
    expect(page.locator("#in-zoom")).to_be_hidden()
    zoom.raise_hand("Ann Whitlock", meeting_id=night.meeting_id)
    sam.tells()
    expect(queue(page)).to_have_count(1)
    assert "removeParticipant" not in sam.calls


def test_whose_role_is_taken_away_does_nothing_in_zoom_any_more(
    night: Night, zoom: SimulatedZoom, browser: Browser
) -> None:
    night.comes("Ann Whitlock", night.house.landlord(), waits=True)
    robin = night.staff("Robin Marsh", "U1", Role.CHAIR)
    robin.opens(browser, night.base)
    page = robin.is_ready()
    expect(page.locator("#zoom-door")).to_be_visible()
    [(person, _, _)] = [one for one in night.house.run(people.accounts) if one[0].name == "Robin Marsh"]
    night.house.run(people.revoke_role, PersonId(person.id), Role.CHAIR, programme_id=night.programme)
    page.get_by_role("button", name="Let in Ann Whitlock").click()
    expect(page.locator("#said")).to_be_visible()
    assert "admitParticipantFromWaitingRoom" not in robin.calls
    assert zoom.stage.present(zoom.stage.meeting(night.meeting_id), "Ann Whitlock").is_waiting


def test_in_a_browser_without_zoom_the_page_says_where_it_belongs(night: Night, browser: Browser) -> None:
    stranger = ZoomClient(night.zoom, "nobody in the meeting", night.meeting_id)
    page = stranger.opens(browser, night.base)
    expect(page.locator("[data-until-asked]")).to_have_text("Zoom does not answer here.")
    page_is_sound(page)


def test_the_code_is_typed_beside_the_meeting(night: Night, browser: Browser) -> None:
    night.zoom.participant_joins("Lee Grove", role="host", zoom_user_id="U9", meeting_id=night.meeting_id)
    lee = ZoomClient(night.zoom, "Lee Grove", night.meeting_id)
    page = lee.opens(browser, night.base)
    expect(page.get_by_role("heading", name="Link your Zoom account")).to_be_visible()
    page_is_sound(page)
    page.get_by_label("The code").fill("WRNG-CDE2")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not work")
    page_is_sound(page)
    hidden_parts_are_sound(page)


def test_the_uuid_of_the_sdk_is_spelled_otherwise_than_in_webhooks(night: Night) -> None:
    """Or these tests would show nothing of the difference."""
    night.comes("Ann Whitlock")
    meeting = night.zoom.stage.meeting(night.meeting_id)
    uuid = night.zoom.stage.present(meeting, "Ann Whitlock").uuid
    assert participant_key(uuid.replace("-", "").lower()) == uuid
