"""Links and codes: what each opens, how often, for how long, and how all of it ends at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from companion.kernel.clocks import ManualClock
from companion.kernel.ids import BrowserSessionId, LandlordId, PersonId, RegistrationId, new_id
from companion.kernel.tables import OutboxEffect
from companion.kernel.uow import Uow
from companion.people import accounts, service, sign_in
from companion.people.access import NOBODY, Viewer
from companion.people.roles import Role
from companion.people.sign_in import (
    ACCOUNT_SESSION_LIVES,
    CODE_TRIES,
    CODES_AN_HOUR,
    SIGN_IN_LIVES,
    SIGN_INS_AN_HOUR,
    CodeUsedUp,
    LinkDoesNotWork,
    Opened,
)
from companion.people.tables import BrowserSession, DeviceCode, Link
from companion.people.tokens import hash_token
from tests.house import House


def link(house: House, kind: str, person_id: UUID, **more: Any) -> str:
    more.setdefault("lives", SIGN_IN_LIVES if kind == "sign_in" else timedelta(days=7))
    return house.run(  # type: ignore[no-any-return]
        lambda uow: sign_in.make_link(uow, kind, person_id=PersonId(person_id), address="a@quay.example", **more)
    )


def use(house: House, token: str, kind: str) -> Opened:
    return house.run(sign_in.use_link, token, kind)  # type: ignore[no-any-return]


def viewer(house: House, opened: Opened) -> Viewer:
    return house.run(sign_in.viewer_of, opened.token)  # type: ignore[no-any-return]


def count(house: House, table: Any) -> int:
    return house.run(lambda uow: uow.db.scalar(select(func.count()).select_from(table)))  # type: ignore[no-any-return]


@dataclass
class Forum:
    """One session with Ann of one landlord and Cara of another."""

    house: House

    def __post_init__(self) -> None:
        self.session_id = self.house.forum_session(self.house.programme())
        self.quay, self.moor = self.house.landlord(), self.house.landlord("High Moor", domain="highmoor.example")
        self.contact = self.house.person("Contact Two", "two@lindenquay.example")
        self.ann = self.house.person()
        self.place = self.house.registration(self.session_id, self.ann, landlord_id=self.quay)

    def landlord_link(self, **more: Any) -> str:
        ids = {"landlord_id": self.quay, "forum_session_id": self.session_id}
        return link(self.house, "landlord", self.contact, **ids, **more)

    def day_link(self, **more: Any) -> str:
        ids = {"registration_id": self.place, "forum_session_id": self.session_id}
        return link(self.house, "day", self.ann, **ids, **more)


@pytest.fixture
def forum(house: House) -> Forum:
    return Forum(house)


def test_twenty_racing_uses_of_a_sign_in_link_open_one_session(house_on_each: House) -> None:
    token = link(house_on_each, "sign_in", house_on_each.account())
    start, outcomes = threading.Barrier(20), []

    def press() -> None:
        start.wait()
        try:
            use(house_on_each, token, "sign_in")
            outcomes.append("in")
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["LinkDoesNotWork"] * 19 + ["in"]
    assert count(house_on_each, BrowserSession) == 1


@pytest.mark.req("X-06")
def test_looking_at_any_link_fifty_times_changes_nothing(house: House, forum: Forum) -> None:
    tokens = {
        "sign_in": link(house, "sign_in", house.account()),
        "landlord": forum.landlord_link(),
        "day": forum.day_link(),
    }
    for kind, token in tokens.items():
        for _ in range(50):
            house.run(sign_in.look_at_link, token, kind)
    assert count(house, BrowserSession) == 0
    for kind, token in tokens.items():
        assert use(house, token, kind).link.kind == kind


def spent(house: House, forum: Forum) -> tuple[str, str]:
    token = link(house, "sign_in", house.account())
    use(house, token, "sign_in")
    return token, "sign_in"


def expired(house: House, forum: Forum) -> tuple[str, str]:
    return forum.day_link(lives=timedelta(seconds=0)), "day"


def revoked(house: House, forum: Forum) -> tuple[str, str]:
    token = forum.day_link()
    house.run(lambda uow: sign_in.revoke_links(uow, registration_id=RegistrationId(forum.place)))
    return token, "day"


def of_another_kind(house: House, forum: Forum) -> tuple[str, str]:
    return forum.landlord_link(), "sign_in"


def of_somebody_gone(house: House, forum: Forum) -> tuple[str, str]:
    from companion.people.tables import Person

    def go(uow: Uow) -> None:
        uow.db.get_one(Person, forum.ann).state = "erased"

    token = forum.day_link()
    house.run(go)
    return token, "day"


def never_made(house: House, forum: Forum) -> tuple[str, str]:
    return "\ud800 not a token", "landlord"


@pytest.mark.parametrize("ending", [spent, expired, revoked, of_another_kind, of_somebody_gone, never_made])
def test_a_link_that_has_ended_says_the_same_whatever_ended_it(house: House, forum: Forum, ending: Any) -> None:
    token, kind = ending(house, forum)
    for act in (sign_in.look_at_link, sign_in.use_link):
        with pytest.raises(LinkDoesNotWork) as caught:
            house.run(act, token, kind)
        assert caught.value.message == LinkDoesNotWork.message


def test_a_sign_in_link_lives_fifteen_minutes_and_its_session_twelve_hours(house: House, clock: ManualClock) -> None:
    person_id = house.account()
    late, early = link(house, "sign_in", person_id), link(house, "sign_in", person_id)
    clock.advance(SIGN_IN_LIVES - timedelta(seconds=1))
    opened = use(house, early, "sign_in")
    clock.advance(timedelta(seconds=1))
    with pytest.raises(LinkDoesNotWork):
        use(house, late, "sign_in")
    clock.advance(ACCOUNT_SESSION_LIVES - timedelta(seconds=2))
    assert viewer(house, opened).person_id == person_id
    clock.advance(timedelta(seconds=1))
    assert viewer(house, opened) == NOBODY


def test_only_hashes_of_tokens_are_kept(house: House, forum: Forum) -> None:
    token = forum.day_link()
    opened = use(house, token, "day")
    links = house.run(lambda uow: list(uow.db.scalars(select(Link.token_hash))))
    sessions = house.run(lambda uow: list(uow.db.scalars(select(BrowserSession.token_hash))))
    assert (links, sessions) == ([hash_token(token)], [hash_token(opened.token)])
    assert len({token, opened.token}) == 2
    assert len(token) >= 43  # 256 bits


def test_a_landlords_and_a_registrants_link_open_many_browsers_for_their_own_things_only(
    house: House, forum: Forum
) -> None:
    for _ in range(2):
        contact = viewer(house, use(house, forum.landlord_link(), "landlord"))
        assert (contact.kind, contact.landlord_id, contact.forum_session_id) == (
            "landlord", forum.quay, forum.session_id,
        )  # fmt: skip
        assert (contact.registration_id, contact.grants, contact.is_verified) == (None, frozenset(), False)
    token = forum.day_link()
    for _ in range(2):
        ann = viewer(house, use(house, token, "day"))
        assert (ann.kind, ann.registration_id, ann.landlord_id) == ("day", forum.place, None)


def test_a_landlords_session_ends_with_its_link(house: House, forum: Forum, clock: ManualClock) -> None:
    ends: datetime = clock.now() + timedelta(hours=3)
    opened = use(house, forum.landlord_link(lives=None, expires_at=ends), "landlord")
    clock.set(ends - timedelta(seconds=1))
    assert viewer(house, opened).is_known
    clock.set(ends)
    assert viewer(house, opened) == NOBODY


def test_revoking_a_landlords_link_ends_its_browsers_and_no_other_landlords(house: House, forum: Forum) -> None:
    ours = use(house, forum.landlord_link(), "landlord")
    theirs_token = link(
        house, "landlord", forum.contact, landlord_id=forum.moor, forum_session_id=forum.session_id
    )  # fmt: skip
    theirs = use(house, theirs_token, "landlord")
    ann = use(house, forum.day_link(), "day")
    house.run(
        lambda uow: sign_in.revoke_links(uow, landlord_id=LandlordId(forum.quay), forum_session_id=forum.session_id)
    )
    assert viewer(house, ours) == NOBODY
    assert viewer(house, theirs).landlord_id == forum.moor
    assert viewer(house, ann).registration_id == forum.place


def test_a_revoked_role_bites_in_a_session_that_is_open(house: House) -> None:
    programme_id = house.programme()
    person_id = house.account(Role.CHAIR, programme_id=programme_id)
    opened = use(house, link(house, "sign_in", person_id), "sign_in")
    assert viewer(house, opened).has(Role.CHAIR, programme_id)
    house.run(lambda uow: service.revoke_role(uow, PersonId(person_id), Role.CHAIR, programme_id=programme_id))
    assert not viewer(house, opened).has(Role.CHAIR, programme_id)


def test_signing_out_everywhere_leaves_other_people_signed_in(house: House) -> None:
    mine, other = house.account(), house.account()
    opened = [use(house, link(house, "sign_in", mine), "sign_in") for _ in range(2)]
    stays = use(house, link(house, "sign_in", other), "sign_in")
    house.run(sign_in.end_all_sessions, PersonId(mine))
    assert [viewer(house, each) for each in opened] == [NOBODY, NOBODY]
    assert viewer(house, stays).person_id == other


def queued(house: House) -> int:
    waiting = select(func.count()).select_from(OutboxEffect).where(OutboxEffect.state == "new")
    return house.run(lambda uow: uow.db.scalar(waiting))  # type: ignore[no-any-return]


def test_a_sign_in_letter_that_waits_is_not_sent_to_a_closed_account(house: House) -> None:
    person_id = house.account()
    address = house.run(service.sign_in_address, person_id)
    house.run(sign_in.ask_to_sign_in, address)
    house.run(accounts.close_account, PersonId(person_id))
    assert house.run(sign_in.compose_sign_in, {"person_id": str(person_id)}) is None
    assert count(house, Link) == 0


def test_asking_again_and_again_sends_few_letters(house: House, clock: ManualClock) -> None:
    person_id = house.account()
    address = house.run(service.sign_in_address, person_id)
    sent = 0
    for _ in range(40):  # every 45 seconds for half an hour, each letter sent at once
        before = queued(house)
        house.run(sign_in.ask_to_sign_in, address.upper())
        if queued(house) > before:
            sent += house.run(sign_in.compose_sign_in, {"person_id": str(person_id)}) is not None
        clock.advance(timedelta(seconds=45))
    assert sent == SIGN_INS_AN_HOUR
    assert 25 < queued(house) < 35, "one a minute is looked at"
    clock.advance(timedelta(hours=1))
    assert house.run(sign_in.compose_sign_in, {"person_id": str(person_id)}) is not None


@pytest.mark.parametrize("address", ["nobody@forum.example", "not an address", "", "\ud800@x.example", "x" * 5000])
def test_asking_for_an_unknown_address_tells_nothing_and_sends_nothing(house: House, address: str) -> None:
    house.account()
    assert house.run(sign_in.ask_to_sign_in, address) is None
    assert queued(house) == 0


def test_asking_writes_one_row_whether_the_address_is_known_or_not(house: House) -> None:
    """A commit that writes takes several times as long as one that does not: the time would tell who has an account."""
    known = house.run(service.sign_in_address, house.account())

    def written(address: str) -> list[str]:
        statements: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN")):
                statements.append(statement.split()[0])

        event.listen(house.wiring.engine, "before_cursor_execute", note)
        house.run(sign_in.ask_to_sign_in, address)
        event.remove(house.wiring.engine, "before_cursor_execute", note)
        return statements

    assert written("nobody@forum.example") == written(known) == ["SELECT", "INSERT"]
    assert [written("somebody@forum.example") for _ in range(3)] == [["SELECT", "INSERT"]] * 3
    assert count(house, OutboxEffect) == 2, "and strangers fill no table"


def new_device(house: House, forum: Forum, token: str | None = None) -> BrowserSessionId:
    opened = use(house, token or forum.landlord_link(), "landlord")
    found = viewer(house, opened).browser_session_id
    assert found is not None
    return BrowserSessionId(found)


def send_code(house: House, device: UUID) -> str | None:
    letter = house.run(sign_in.compose_device_code, {"browser_session_id": str(device)})
    return letter.context["code"] if letter else None


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_device_is_verified_by_the_code_and_only_that_device(house: House, forum: Forum) -> None:
    token = forum.landlord_link()
    one, two = new_device(house, forum, token), new_device(house, forum, token)
    code = send_code(house, one)
    assert code is not None
    with pytest.raises(CodeUsedUp):
        house.run(sign_in.check_code, two, code)
    assert house.run(sign_in.check_code, one, f" {code[:3]} {code[3:]} ")
    verified = house.run(lambda uow: {row.id: row.verified_at for row in uow.db.scalars(select(BrowserSession))})
    assert verified[one] is not None
    assert verified[two] is None
    with pytest.raises(CodeUsedUp):  # a code works once
        house.run(sign_in.check_code, one, code)


def test_a_code_lasts_five_tries_and_then_not_even_the_right_one_works(house: House, forum: Forum) -> None:
    device = new_device(house, forum)
    code = send_code(house, device)
    assert code is not None
    assert [house.run(sign_in.check_code, device, wrong(code)) for _ in range(CODE_TRIES)] == [False] * CODE_TRIES
    with pytest.raises(CodeUsedUp):
        house.run(sign_in.check_code, device, code)


def test_a_newer_code_replaces_the_older_one_and_a_code_ends_after_half_an_hour(
    house: House, forum: Forum, clock: ManualClock
) -> None:
    device = new_device(house, forum)
    old, new = send_code(house, device), send_code(house, device)
    assert old is not None
    assert new is not None
    assert old == new or house.run(sign_in.check_code, device, old) is False
    clock.advance(timedelta(minutes=30))
    with pytest.raises(CodeUsedUp):
        house.run(sign_in.check_code, device, new)


def test_opening_more_browsers_by_one_link_gives_no_more_codes_to_guess(
    house: House, forum: Forum, clock: ManualClock
) -> None:
    token = forum.landlord_link()
    codes = [send_code(house, new_device(house, forum, token)) for _ in range(CODES_AN_HOUR + 4)]
    assert [code is not None for code in codes] == [True] * CODES_AN_HOUR + [False] * 4
    clock.advance(timedelta(hours=1))
    assert send_code(house, new_device(house, forum, token)) is not None


def test_a_code_is_kept_as_a_slow_hash_and_asked_for_once_a_minute(house: House, forum: Forum) -> None:
    device = new_device(house, forum)
    for _ in range(3):
        house.run(sign_in.ask_for_code, device)
    assert count(house, OutboxEffect) == 1
    code = send_code(house, device)
    kept = house.run(lambda uow: uow.db.scalars(select(DeviceCode.code_hash)).one())
    assert code is not None
    assert code not in kept
    assert kept != hash_token(code)


def test_no_code_goes_out_for_a_device_that_has_ended(house: House, forum: Forum) -> None:
    device = new_device(house, forum)
    house.run(sign_in.end_browser_session, device)
    assert send_code(house, device) is None
    assert send_code(house, new_id()) is None


def test_a_links_address_is_the_configured_one(house: House) -> None:
    assert house.run(sign_in.link_url, "day", "t0ken") == "http://localhost/day-link/t0ken"
