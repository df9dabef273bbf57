"""What Zoom's token says that our app may do, read from the simulated Zoom and compared with what a session needs."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import companion
from companion.feeds import rights, rules
from companion.feeds.asked import NOT_MADE
from companion.feeds.signs import signs_of
from companion.feeds.tables import Rights
from companion.intake.rights import read_rights
from companion.kernel.clocks import ManualClock
from companion.kernel.tables import OutboxEffect
from companion.ticks import TICKS
from tests.house import House
from tests.intake.conftest import api, zoom
from zoom_hooks import rest, scopes
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi
from zoom_hooks.scopes import needed

__all__ = ["api", "zoom"]


def kept(house: House) -> Rights:
    found: Rights = house.run(lambda uow: uow.db.get_one(Rights, rights.APP))
    return found


def asked(house: House) -> int:
    return house.run(lambda uow: uow.db.query(OutboxEffect).filter_by(kind="zoom.rights").count())  # type: ignore[no-any-return]


def test_the_scopes_of_the_token_are_kept_and_a_zoom_that_is_away_takes_none_of_them(
    house: House, api: ZoomApi
) -> None:
    read_rights(house.wiring.runner, api, {})
    before = kept(house)
    assert before.problem is None
    assert set(before.scopes) == set(api.granted_scopes())
    nobody_there = "http://127.0.0.1:9/oauth/token"
    away = ZoomApi(ServerToServer("account", "id", "secret"), api_url="http://127.0.0.1:9/v2", oauth_url=nobody_there)
    read_rights(house.wiring.runner, away, {})
    away.close()
    assert kept(house).problem == "away"
    assert kept(house).scopes == before.scopes


def test_without_an_account_nothing_is_asked(house: House) -> None:
    read_rights(house.wiring.runner, None, {})
    assert house.run(lambda uow: uow.db.get(Rights, rights.APP)) is None


def test_it_is_asked_once_an_hour(house: House, api: ZoomApi, clock: ManualClock) -> None:
    (tick,) = [tick for tick in TICKS if tick.name == "zoom rights"]
    tick.work(house.wiring)
    assert asked(house) == 0, "without an account there is nobody to ask"
    connected = replace(house.wiring, zoom=api)
    tick.work(connected)
    tick.work(connected)
    assert asked(house) == 1
    clock.advance(timedelta(hours=1))
    tick.work(connected)
    assert asked(house) == 2


def test_a_missing_scope_needs_attention_only_where_the_session_needs_it(house: House) -> None:
    session_id = house.forum_session(house.programme())
    house.run(rights.answered, [scope for scope, need in needed().items() if need != "recording"])
    account = rules.account(replace(house.run(signs_of, session_id), has_rest=True))
    assert account.state != rules.WRONG
    recorded = house.forum_session(house.programme("Recorded"), zoom_meeting_id="92222222222", text_source="recording")
    account = rules.account(replace(house.run(signs_of, recorded), has_rest=True))
    assert account.state == rules.WRONG
    assert "cloud_recording:read:list_recording_files:admin" in str(account.missing)


def test_no_right_is_asked_for_that_nothing_uses_and_none_that_is_used_is_left_out() -> None:
    """Which calls this service makes is read from its code: the methods it names, and what those call in turn."""
    root = Path(companion.__file__).parent
    intake = "\n".join(file.read_text("utf-8") for file in (root / "intake").glob("*.py"))
    calls: dict[str, set[str]] = {}
    for file in Path(rest.__file__).parent.glob("*.py"):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(one, ast.FunctionDef):
                named = [node for node in ast.walk(one) if isinstance(node, ast.Attribute)]
                calls[one.name] = {f"{ast.unparse(node.value)}.{node.attr}" for node in named}
    reached, waiting = set[str](), {name for name in calls if f"zoom.{name}(" in intake}
    while waiting:
        name = waiting.pop()
        reached |= calls[name]
        waiting |= {other for other in calls if f"self.{other}" in calls[name] and not calls[other] <= reached}
    made = {
        name for name, value in vars(scopes).items() if isinstance(value, scopes.Call) and f"scopes.{name}" in reached
    }
    assert {getattr(scopes, name) for name in made} == set(scopes.CALLS) - set(NOT_MADE)


def test_a_right_that_nothing_uses_is_not_missed(house: House) -> None:
    session_id = house.forum_session(house.programme())
    unused = {call.scope for call in NOT_MADE}
    house.run(rights.answered, [scope for scope in needed() if scope not in unused])
    assert house.run(rights.missing, session_id) == ()
    house.run(rights.answered, ["meeting:read:meeting:admin"])
    assert "meeting:update:meeting:admin" in house.run(rights.missing, session_id)
    assert not unused & set(house.run(rights.missing, session_id))
