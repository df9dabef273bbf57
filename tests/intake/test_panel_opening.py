"""Opening our page inside Zoom: whom it lets in, what it says to everybody else, and what it never believes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from companion.forums.tables import ForumSession
from companion.kernel.clocks import ManualClock
from companion.kernel.ids import PersonId
from companion.people import service as people
from companion.people import zoom_identity
from companion.people.accounts import close_account
from companion.people.gate import PANEL
from companion.people.roles import Role
from companion.people.sign_in import end_all_sessions
from companion.wiring import Wiring
from tests.house import House
from tests.intake.in_zoom import MEETING, Client, linked, make_app, with_app


@pytest.fixture
def installed(wiring: Wiring) -> Wiring:
    return with_app(wiring)


@pytest.fixture
def house(installed: Wiring) -> House:
    return House(installed)


@pytest.fixture
def app(installed: Wiring) -> Flask:
    return make_app(installed)


@pytest.fixture
def programme(house: House) -> UUID:
    return house.programme()


@pytest.fixture
def session(house: House, programme: UUID) -> UUID:
    made = house.forum_session(programme, state="live", starts_in=timedelta(minutes=-5))
    occurs(house, made, MEETING)
    return made


@pytest.fixture
def robin(house: House, programme: UUID) -> UUID:
    person_id = house.account(Role.CHAIR, programme_id=programme)
    linked(house, person_id)
    return person_id


def occurs(house: House, session_id: UUID, uuid: str | None) -> None:
    house.run(lambda uow: setattr(uow.db.get_one(ForumSession, session_id), "zoom_meeting_uuid", uuid))


def floor_of(session_id: UUID) -> str:
    return f"{PANEL}/{session_id}"


def test_the_chair_opens_the_app_and_is_on_the_chairs_page(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    zoom = Client(app, house)
    answer = zoom.opens()
    assert answer.location == floor_of(session)
    page = zoom.browser.get(answer.location)
    assert page.status_code == 200
    assert f'action="{floor_of(session)}"' in page.text
    assert f'"/forum-sessions/{session}' not in page.text, "every form and script stays below the panel's own path"


def test_the_four_headers_that_zoom_demands_are_on_every_answer_and_only_zoom_frames_it(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    zoom = Client(app, house)
    for answer in (zoom.opens(), zoom.browser.get(floor_of(session)), zoom.browser.get(f"{PANEL}/nowhere")):
        for name in ("Strict-Transport-Security", "Content-Security-Policy", "Referrer-Policy"):
            assert answer.headers[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'self' https://zoom.us https://*.zoom.us" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors 'none'" in zoom.browser.get("/sign-in").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in zoom.browser.get("/zoom/panels").headers["Content-Security-Policy"]


def test_the_cookie_is_for_an_embedded_page_and_for_nothing_else(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    said = Client(app, house).opens().headers["Set-Cookie"]
    for part in ("HttpOnly", "Secure", "SameSite=None", "Partitioned", f"Path={PANEL}"):
        assert part in said


def test_neither_cookie_opens_what_belongs_to_the_other(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    zoom = Client(app, house)
    zoom.opens()
    name = app.config["SESSION_COOKIE_NAME"]
    inside = zoom.browser.get_cookie(f"{name}-panel", path=PANEL)
    assert inside is not None
    outside = app.test_client()
    outside.set_cookie(name, inside.value)
    assert outside.get(f"/forum-sessions/{session}/floor").location.startswith("/sign-in")
    ordinary = house.signed_in(app, robin).get_cookie(name)
    assert ordinary is not None
    embedded = app.test_client()
    embedded.set_cookie(f"{name}-panel", ordinary.value, path=PANEL)
    assert embedded.get(floor_of(session)).location == PANEL


def test_neither_session_opens_what_belongs_to_the_other_even_with_our_own_signature(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    """Were both signed alike, the row would still say which page it is for."""
    token = house.run(zoom_identity.open_panel, robin, session)
    outside = app.test_client()
    with outside.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert outside.get(f"/forum-sessions/{session}/floor").location.startswith("/sign-in")
    ordinary = house.signed_in(app, robin)
    with ordinary.session_transaction() as cookie:
        mine = cookie["_user_id"]
    embedded = app.test_client()
    with embedded.session_transaction(PANEL) as cookie:
        cookie["_user_id"] = mine
    assert embedded.get(floor_of(session)).location == PANEL


def test_nothing_in_the_ordinary_cookie_is_zooms_word(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    """The two are signed apart: what either says, it says to its own pages only."""
    zoom = Client(app, house)
    zoom.opens()
    name = app.config["SESSION_COOKIE_NAME"]
    with zoom.browser.session_transaction(PANEL) as cookie:
        said = cookie["zoom"]
    ordinary = app.test_client()
    with ordinary.session_transaction() as cookie:
        cookie["zoom"] = said
    pasted = ordinary.get_cookie(name)
    assert pasted is not None
    embedded = app.test_client()
    embedded.set_cookie(f"{name}-panel", pasted.value, path=PANEL)
    assert "belongs inside Zoom" in embedded.get(PANEL).text


def test_a_context_opens_one_page_and_no_second(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    zoom, thief = Client(app, house), Client(app, house)
    sealed = zoom.context()
    assert zoom.opens(sealed).location == floor_of(session)
    assert thief.opens(sealed).location is None
    assert thief.script_sends(sealed).status_code == 409
    assert thief.browser.get(floor_of(session)).location == PANEL
    assert zoom.opens(sealed).location == floor_of(session), "who has it open already may load it again"


def test_of_five_who_send_one_context_at_once_one_gets_in(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    sealed = Client(app, house).context()
    clients = [Client(app, house) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        said = list(pool.map(lambda client: client.script_sends(sealed).status_code, clients))
    assert sorted(said) == [200, 409, 409, 409, 409]


@pytest.mark.parametrize("way", ["header", "script"])
def test_what_zoom_did_not_seal_for_us_just_now_opens_nothing(
    app: Flask, house: House, session: UUID, robin: UUID, clock: ManualClock, way: str
) -> None:
    zoom = Client(app, house)
    bad = [
        zoom.context(secret="a guess"),
        zoom.context(aud="another app"),
        zoom.context(iss="zoom.us.evil.example"),
        zoom.context(exp=1),
        zoom.context(exp=...),
        "x",
        "é",
    ]
    old = zoom.context()
    clock.advance(timedelta(minutes=3, seconds=1))
    for sealed in [*bad, old]:
        if way == "header":
            sealed = sealed.encode("latin-1", "replace").decode("latin-1")
            assert zoom.opens(sealed).location is None
        else:
            assert zoom.script_sends(sealed).status_code == 403
        assert zoom.browser.get(floor_of(session)).location == PANEL


def test_another_zoom_account_opens_nothing_and_is_asked_for_a_code(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    stranger = Client(app, house, user="U-somebody")
    page = stranger.opens()
    assert page.status_code == 200
    assert "Link your Zoom account" in page.text
    assert "Robin" not in page.text


def test_a_guest_is_asked_to_sign_in_to_zoom(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    assert "Sign in to Zoom" in Client(app, house, user=None).opens().text


def test_without_a_zoom_app_the_page_says_what_to_set(wiring: Wiring) -> None:
    page = make_app(wiring).test_client().get(PANEL)
    assert "ZOOM_APP_CLIENT_ID" in page.text


def test_in_an_ordinary_browser_it_says_where_it_belongs(app: Flask, session: UUID) -> None:
    assert "belongs inside Zoom" in app.test_client().get(PANEL).text


def test_the_code_from_our_site_links_the_account_once(
    app: Flask, house: House, session: UUID, programme: UUID
) -> None:
    robin = house.account(Role.CHAIR, programme_id=programme)
    shown = house.signed_in(app, robin).post("/account/zoom-code")
    code = shown.text.split("data-zoom-code>")[1].split("<")[0]
    zoom, other = Client(app, house), Client(app, house, user="U-other")
    zoom.opens()
    other.opens()
    assert zoom.browser.post(f"{PANEL}/link", data={"code": f" {code.lower()} "}).location == PANEL
    assert zoom.browser.get(PANEL).location == floor_of(session)
    again = other.browser.post(f"{PANEL}/link", data={"code": code})
    assert again.status_code == 422
    assert "does not work" in again.text


def test_a_code_ends_after_ten_minutes_and_when_a_new_one_is_shown(
    app: Flask, house: House, session: UUID, programme: UUID, clock: ManualClock
) -> None:
    robin = PersonId(house.account(Role.CHAIR, programme_id=programme))
    zoom = Client(app, house)
    zoom.opens()
    first = house.run(zoom_identity.show_code, robin)
    second = house.run(zoom_identity.show_code, robin)
    assert zoom.browser.post(f"{PANEL}/link", data={"code": first}).status_code == 422
    clock.advance(zoom_identity.CODE_LIVES)
    assert zoom.browser.post(f"{PANEL}/link", data={"code": second}).status_code == 422


def test_no_code_works_without_zooms_word_for_who_types_it(
    app: Flask, house: House, session: UUID, programme: UUID
) -> None:
    code = house.run(zoom_identity.show_code, PersonId(house.account(Role.CHAIR, programme_id=programme)))
    for user in (None, "nobody opened"):
        zoom = Client(app, house, user=user)
        if user is None:
            zoom.opens()
        assert zoom.browser.post(f"{PANEL}/link", data={"code": code}).location == PANEL
        assert zoom.browser.get(floor_of(session)).location == PANEL


def test_whoever_chairs_next_takes_a_shared_zoom_account_over(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    zoom = Client(app, house)
    zoom.opens()
    sam = PersonId(house.account(Role.STEWARD, programme_id=programme, name="Sam Field"))
    code = house.run(zoom_identity.show_code, sam)
    zoom.browser.post(f"{PANEL}/link", data={"code": code})
    assert zoom.browser.get(floor_of(session)).location == PANEL, "what was open for Robin has closed"
    assert zoom.browser.get(PANEL).location == floor_of(session)
    assert house.run(zoom_identity.linked, robin) is None
    assert house.run(zoom_identity.linked, sam) is not None


def test_on_a_shared_zoom_account_the_next_chair_finds_where_to_say_so(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    zoom = Client(app, house)
    zoom.opens()
    assert "Not Robin Marsh?" in zoom.browser.get(floor_of(session)).text
    page = zoom.browser.get(f"{PANEL}?who=me")
    assert "You are Robin Marsh here" in page.text
    assert f'action="{PANEL}/link"' in page.text


def test_unlinking_signing_out_everywhere_and_losing_the_role_close_the_page(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    zoom = Client(app, house)
    who = PersonId(robin)
    for over, after in (
        (lambda uow: end_all_sessions(uow, who), 303),
        (lambda uow: people.revoke_role(uow, who, Role.CHAIR, programme_id=programme), 404),
        (lambda uow: zoom_identity.unlink(uow, who), 303),
    ):
        house.run(lambda uow: people.grant_role(uow, who, Role.CHAIR, programme_id=programme, granted_by=None))
        zoom.opens()
        assert zoom.browser.get(floor_of(session)).status_code == 200
        house.run(over)
        assert zoom.browser.get(floor_of(session)).status_code == after


def test_signed_out_everywhere_a_copied_cookie_opens_nothing_and_zoom_itself_does(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    """What Zoom sealed once is in the cookie for hours; it must not outlive what it opened."""
    zoom, thief = Client(app, house), Client(app, house)
    zoom.opens()
    name = f"{app.config['SESSION_COOKIE_NAME']}-panel"
    copied = zoom.browser.get_cookie(name, path=PANEL)
    assert copied is not None
    house.run(end_all_sessions, PersonId(robin))
    thief.browser.set_cookie(name, copied.value, path=PANEL)
    for _ in range(2):
        assert "This page belongs inside Zoom" in thief.browser.get(PANEL).text
    assert zoom.browser.get(PANEL).location is None, "nor does the cookie itself"
    assert zoom.script_sends(zoom.context()).json == {"is_new": True, "url": PANEL}
    assert zoom.browser.get(PANEL).location == floor_of(session)
    house.run(end_all_sessions, PersonId(robin))
    assert zoom.opens().location == floor_of(session), "opened anew from Zoom's menu"


def test_a_role_that_is_given_back_opens_the_page_again_as_zoom_says_who_it_is(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    zoom, who = Client(app, house), PersonId(robin)
    zoom.opens()
    house.run(lambda uow: people.revoke_role(uow, who, Role.CHAIR, programme_id=programme))
    assert "Not yours to run" in zoom.browser.get(PANEL).text
    house.run(lambda uow: people.grant_role(uow, who, Role.CHAIR, programme_id=programme, granted_by=None))
    assert zoom.opens().location == floor_of(session)


def test_a_closed_account_is_a_stranger_in_zoom(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    house.account(Role.ADMIN, name="Admin Reed")
    zoom = Client(app, house)
    zoom.opens()
    house.run(close_account, PersonId(robin))
    assert zoom.browser.get(floor_of(session)).location == PANEL
    assert "Link your Zoom account" in zoom.opens().text


def test_a_chair_of_another_programme_is_told_so(app: Flask, house: House, session: UUID) -> None:
    elsewhere = house.programme("Tenants Together", profile="BX")
    linked(house, house.account(Role.CHAIR, programme_id=elsewhere), "U-elsewhere")
    zoom = Client(app, house, user="U-elsewhere")
    page = zoom.opens()
    assert "Not yours to run" in page.text
    assert zoom.browser.get(floor_of(session)).location == PANEL


def test_the_page_reaches_no_other_session_and_no_other_page_of_ours(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    other = house.forum_session(programme, title="Another", zoom_meeting_id="92222222222", state="live")
    zoom = Client(app, house)
    zoom.opens()
    assert zoom.browser.get(floor_of(other)).status_code == 404
    assert zoom.browser.post(floor_of(other), data={"step": "start_session"}).status_code == 404
    for path in ("/account", f"/forum-sessions/{session}/floor", f"/forum-sessions/{session}/registrations"):
        assert zoom.browser.get(path).status_code in (303, 404)


def test_in_another_meeting_the_page_goes_over_to_that_meetings_session(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    other = house.forum_session(programme, title="Another", zoom_meeting_id="92222222222", state="live")
    occurs(house, other, "other==")
    zoom = Client(app, house)
    assert zoom.opens().location == floor_of(session)
    zoom.meeting = "other=="
    assert zoom.script_sends(zoom.context()).json == {"is_new": True, "url": PANEL}
    assert zoom.browser.get(PANEL).location == floor_of(other)
    assert zoom.browser.get(floor_of(session)).status_code == 404
    assert zoom.script_sends(zoom.context()).json == {"is_new": False, "url": PANEL}


def test_outside_a_meeting_it_says_to_start_one(app: Flask, house: House, session: UUID, robin: UUID) -> None:
    assert "No meeting yet" in Client(app, house, meeting=None).opens().text


def test_the_host_says_which_session_it_is_where_zoom_has_not(
    app: Flask, house: House, session: UUID, robin: UUID
) -> None:
    occurs(house, session, None)
    zoom = Client(app, house, role="coHost")
    assert "Which session is this?" in zoom.opens().text
    assert zoom.browser.post(f"{PANEL}/meeting", data={"session_id": str(session)}).location == PANEL
    assert zoom.browser.get(PANEL).location == floor_of(session)


def test_nobody_else_says_it_and_nobody_names_a_session_whose_meeting_is_known(
    app: Flask, house: House, session: UUID, robin: UUID, programme: UUID
) -> None:
    known = Client(app, house, meeting="not ours==")
    known.opens()
    assert known.browser.post(f"{PANEL}/meeting", data={"session_id": str(session)}).status_code == 404
    occurs(house, session, None)
    guest = Client(app, house, role="participant", meeting="not ours==")
    assert "Over 1,000" not in guest.opens().text
    assert guest.browser.post(f"{PANEL}/meeting", data={"session_id": str(session)}).status_code == 409
    elsewhere = house.account(Role.CHAIR, programme_id=house.programme("Tenants Together", profile="BX"))
    linked(house, elsewhere, "U-elsewhere")
    theirs = Client(app, house, user="U-elsewhere", meeting="theirs==")
    theirs.opens()
    assert theirs.browser.post(f"{PANEL}/meeting", data={"session_id": str(session)}).status_code == 404
    assert theirs.browser.post(f"{PANEL}/meeting", data={"session_id": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["context", "link", "meeting", "floor"])
def test_no_other_site_makes_the_page_do_anything(
    installed: Wiring, house: House, session: UUID, robin: UUID, path: str
) -> None:
    """Row 20: a cookie that is sent across sites is worth nothing across sites."""
    zoom = Client(make_app(installed, form_tokens=True), house)
    zoom.opens()
    target = floor_of(session) if path == "floor" else f"{PANEL}/{path}"
    page = zoom.browser.get(floor_of(session)).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert zoom.browser.post(target, data={"step": "next_item"}).status_code == 403
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://zoom.us"},
        {"Origin": "https://evil.zoom.us"},
        {"Origin": "null"},
    ):
        answer = zoom.browser.post(target, data={"csrf_token": token, "step": "next_item"}, headers=headers)
        assert answer.status_code == 403, headers
    good = zoom.browser.post(target, data={"csrf_token": token, "step": "next_item", "context": zoom.context()})
    assert good.status_code in (200, 303, 404, 422)


def test_who_opened_it_is_in_no_log_and_only_as_a_digest_in_the_database(
    app: Flask, house: House, session: UUID, robin: UUID, installed: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    zoom = Client(app, house)
    zoom.opens()
    zoom.opens(zoom.context(secret="a guess"))
    said = capsys.readouterr()
    assert "U-robin" not in said.out + said.err
    with installed.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM people_zoom_identity").fetchall()
    assert "U-robin" not in repr(rows)


def test_linking_writes_to_the_person_so_that_a_theft_is_noticed(house: House, robin: UUID) -> None:
    letter = house.run(zoom_identity.compose_linked, {"person_id": str(robin)})
    assert letter is not None
    assert "linked" in letter.subject
