"""The administrator's page on how the installation is."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import text

from companion.kernel import outbox
from companion.kernel.clocks import ManualClock
from companion.kernel.tables import OutboxEffect, WorkerBeat
from companion.kernel.uow import Uow
from companion.people.roles import Role
from tests.house import House


def test_silent_worker_and_failed_letters_are_told(app: Flask, house: House, clock: ManualClock) -> None:
    admin = house.signed_in(app, house.account(Role.ADMIN))
    assert "No worker was heard of" in admin.get("/system").text

    def work(uow: Uow) -> None:
        uow.db.add(WorkerBeat(name="one", at=uow.now))
        outbox.queue(uow, "letter", key="a", payload={})
        uow.db.flush()
        uow.db.query(OutboxEffect).update({"state": "failed"})

    house.run(work)
    page = admin.get("/system").text
    assert "The worker runs" in page
    assert "Given up, by kind" in page
    clock.advance(timedelta(minutes=1))
    assert "The worker is silent" in admin.get("/system").text


def test_altered_record_is_named_by_its_entry(app: Flask, house: House) -> None:
    admin = house.signed_in(app, house.account(Role.ADMIN))
    assert "The record is whole." in admin.get("/system?check=log").text
    with house.wiring.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER kernel_audit_entry_no_update"))
        connection.execute(text("UPDATE kernel_audit_entry SET action = 'nothing.happened' WHERE seq = 2"))
    assert "Entry 2 was altered or removed." in admin.get("/system?check=log").text
    assert "altered" not in admin.get("/system").text


def test_record_shows_no_name_and_no_address(app: Flask, house: House) -> None:
    person = house.account(Role.ADMIN, name="Ruth Whitlock")
    page = house.signed_in(app, person).get("/system").text.split("<main")[1]
    assert "person.added" in page
    assert "Ruth" not in page
    assert "@staff.example" not in page


def test_feeds_that_are_off_say_which_setting_turns_them_on(app: Flask, house: House) -> None:
    page = house.signed_in(app, house.account(Role.ADMIN)).get("/system").text
    assert "Off. Set ZOOM_APP_CLIENT_ID and _SECRET." in page
    assert "Zoom’s events</b><span" in page.replace("\n", "")


def test_page_is_for_administrators(app: Flask, house: House) -> None:
    assert house.signed_in(app, house.account(Role.ORGANISER)).get("/system").status_code == 403


def test_what_zoom_sent_is_counted_by_its_name_and_what_has_no_use_is_said(app: Flask, house: House) -> None:
    admin = house.signed_in(app, house.account(Role.ADMIN))
    assert "No event has come" in admin.get("/system").text
    for number, kind in enumerate(["meeting.started", "meeting.started", "webinar.alert"]):
        house.wiring.inbox.store(b"%d" % number, source="zoom", now=house.now, kind=kind)
    page = admin.get("/system").text
    assert page.index("webinar.alert") < page.index("No use for it") < page.index("meeting.started")
    assert "limit" not in page
    house.wiring.inbox.store(b"near", source="zoom", now=house.now, kind="rtms.concurrency_near_limit")
    assert "Nearly as many caption streams as Zoom allows" in admin.get("/system").text
    house.wiring.inbox.store(b"reached", source="zoom", now=house.now, kind="rtms.concurrency_limited")
    assert "Zoom’s limit was reached" in admin.get("/system").text
