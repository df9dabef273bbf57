"""The crawl: every route, asked by everybody, about their own things and others', answers as the access table says.

Routes are taken from the app, rights from the table, things from the town: a new route is crawled without a change
here. Where a page rightly refuses more than its row, it stands in NARROWER with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from companion.pages import RESOLVERS
from companion.people.access import MATRIX, Scope, may
from companion.people.gate import ACTION, OPEN_TO_ALL, PANEL, STATIC_ENDPOINTS, in_panel
from companion.people.roles import GRANTABLE, Role
from companion.web.headers import SAFE_METHODS
from tests.architecture.conftest import Crawled
from tests.architecture.headers import check_headers
from tests.architecture.town import FLAVOURS, OWN, UNKNOWN, Thing, Visitor, address, belongs, ids_of

#: endpoint → the statuses with which it also refuses whom its row lets in, and why
NARROWER: dict[str, tuple[frozenset[int], str]] = {
    "health.metrics": (frozenset({404}), "public for the scraper's token; hidden from everybody but administrators"),
    "panel.sent_context": (frozenset({403}), "believes only what Zoom sealed, which this crawl does not forge"),
    "panel.link": (frozenset({303}), "goes back to the page inside Zoom, which none of these has opened"),
    "panel.name_meeting": (frozenset({303}), "goes back to the page inside Zoom, which none of these has opened"),
    "panel_floor.heard": (
        frozenset({404}),
        "opened by Zoom's sealed word for the meeting, which this crawl does not forge",
    ),
    "zoom.webhook": (frozenset({403}), "authenticated by Zoom's signature, which this crawl does not forge"),
}


@dataclass(frozen=True)
class Ask:
    """One request of the crawl, and whether the table grants it."""

    rule: Rule
    method: str
    visitor: Visitor
    flavour: str
    things: dict[str, Thing]
    action: str

    @property
    def scope(self) -> Scope | None:
        return belongs(self.things)

    @property
    def is_known(self) -> bool:
        """Whether the visitor is anybody on this page: the page inside Zoom has a cookie of its own, and only that."""
        viewer = self.visitor.viewer
        return viewer.is_known and (viewer.kind == "panel") == in_panel(self.rule.rule)

    @property
    def granted(self) -> bool:
        if self.action in OPEN_TO_ALL:
            return True
        return self.scope is not None and self.is_known and may(
            self.visitor.viewer, self.action, self.scope
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule} ({self.flavour}) as {self.visitor.name}"


def rules(crawled: Crawled) -> list[Rule]:
    return [rule for rule in crawled.app.url_map.iter_rules() if rule.endpoint not in STATIC_ENDPOINTS]


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def action_of(crawled: Crawled, rule: Rule) -> str:
    return str(getattr(crawled.app.view_functions[rule.endpoint], ACTION))


def asks(crawled: Crawled, visitor: Visitor, *, safe: bool) -> Iterator[Ask]:
    """What this visitor asks: everything of their own; things of others where they may at least do that act somewhere,
    for whom no row lets in at all is refused whatever is named."""
    for rule in rules(crawled):
        action = action_of(crawled, rule)
        for method in methods(rule):
            if (method in SAFE_METHODS) != safe:
                continue
            has_row = visitor.role in MATRIX[action] or len(visitor.viewer.grants) > 1
            asked: list[dict[str, Thing]] = []
            for flavour in FLAVOURS if has_row else (OWN,):
                things = crawled.town.things(rule, flavour)
                if things not in asked:
                    asked.append(things)
                    yield Ask(rule, method, visitor, flavour, things, action)
            if has_row and len(ids_of(rule)) > 1:
                _, *rest = ids_of(rule)
                mixed = crawled.town.things(rule, OWN) | {
                    name: crawled.town.things(rule, "another session's")[name] for name in rest
                }  # fmt: skip
                yield Ask(rule, method, visitor, "own and another session's", mixed, action)


#: who asks for everything always: the others, where their role lets them do nothing of the kind, are refused by the
#: same row of the table whichever page names it, and ask for one page of each (for all of them in the long profile)
ALWAYS = ("nobody", "registrant")
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def worth_asking(asked: Iterator[Ask]) -> Iterator[Ask]:
    """Leave out what one visitor is refused again by the same row, about the same kind of thing, in the same way."""
    refused: set[tuple[str, tuple[str, ...], str]] = set()
    for ask in asked:
        key = (ask.action, tuple(sorted(ids_of(ask.rule))), ask.flavour)
        if not ask.granted and ask.visitor.name not in ALWAYS and not THOROUGH:
            if key in refused:
                continue
            refused.add(key)
        yield ask


def send(crawled: Crawled, ask: Ask) -> TestResponse:
    """Ask as a browser would; as a script where a refusal is expected, for its answer is ten times as quick to make."""
    script = ask.is_known and not ask.granted
    headers = {"Accept": "application/json"} if script else {}
    return crawled.browser(ask.visitor).open(address(ask.rule, ask.things), method=ask.method, headers=headers)


def is_refusal(answer: TestResponse | Shown) -> bool:
    asked_who = answer.headers.get("Location", "")
    return answer.status_code in {401, 403, 404} or asked_who.startswith("/sign-in?") or asked_who == PANEL


def said_by(answer: TestResponse | Shown) -> str:
    """The words of an answer; a packed file, such as a Word document, shows none."""
    try:
        return answer.text
    except UnicodeDecodeError:
        return ""


def faults(ask: Ask, answer: TestResponse | Shown) -> Iterator[str]:
    """What is wrong with an answer, in words; nothing when it is as the table says."""
    status = answer.status_code
    also, _ = NARROWER.get(ask.rule.endpoint, (frozenset[int](), ""))
    if status >= 500:
        yield f"{ask}: {status}"
    elif ask.granted:
        if is_refusal(answer) and status not in also:
            yield f"{ask}: granted by the table, refused with {status}"
    elif not ask.is_known:
        if not answer.headers.get("Location", "").startswith(PANEL if in_panel(ask.rule.rule) else "/sign-in"):
            yield f"{ask}: nobody was not asked to sign in but answered {status}"
    elif status != (404 if ids_of(ask.rule) or ask.scope is None else 403):
        yield f"{ask}: not granted by the table, answered {status}"
    shown = [name for name in ask.visitor.secrets if name in said_by(answer)]
    if shown:
        yield f"{ask}: shows {shown}"


def test_every_route_has_a_row_in_the_access_table(crawled: Crawled) -> None:
    without = [rule for rule in rules(crawled) if action_of_or_none(crawled, rule) not in MATRIX]
    assert without == [], "put @allow(action) directly above the view, and the action into the access table"


def action_of_or_none(crawled: Crawled, rule: Rule) -> str | None:
    return getattr(crawled.app.view_functions[rule.endpoint], ACTION, None)


def test_every_row_of_the_access_table_is_used_or_asked_for(crawled: Crawled) -> None:
    """A row without a route is a right that nobody can look at; those that pages ask for with `may` or `can` count."""
    from pathlib import Path

    used = {action_of_or_none(crawled, rule) for rule in rules(crawled)}
    root = Path(__file__).parents[2]
    sources = [*(root / "companion").rglob("*.py"), *(root / "templates").rglob("*.html")]
    text = "".join(file.read_text(encoding="utf-8") for file in sources if file.name != "access.py")
    assert [action for action in MATRIX if action not in used and f'"{action}"' not in text] == []


def test_every_id_in_a_url_has_a_resolver_and_a_thing_in_the_town(crawled: Crawled) -> None:
    for rule in rules(crawled):
        for name in ids_of(rule):
            assert name in RESOLVERS, f"{rule}: say in companion/pages.py where a {name} belongs"
        crawled.town.things(rule, OWN)
        address(rule, crawled.town.things(rule, OWN))


def test_every_resolver_says_where_its_things_belong(crawled: Crawled) -> None:
    for place in crawled.town.places.values():
        for name, thing in place.items():
            if name not in RESOLVERS:
                continue
            found = crawled.wiring.runner.read(RESOLVERS[name], thing.id)
            if thing.scope is None:
                assert found is None, f"{name}: something that is not there belongs nowhere"
                continue
            assert found is not None, name
            assert found.merged(thing.scope) is not None, f"{name}: resolved to another place than its own"
            for part in ("programme_id", "forum_session_id", "landlord_id", "registration_id"):
                wanted = getattr(thing.scope, part)
                assert getattr(found, part) == wanted, f"{name}: its {part} is not resolved"


def complaints(crawled: Crawled, ask: Ask) -> list[str]:
    """What is wrong with the answer to one ask; every answer carries the headers."""
    answer = send(crawled, ask)
    check_headers(answer, str(ask))
    if ask.method not in SAFE_METHODS and (ask.granted or answer.status_code < 400):
        crawled.restore()
    return list(faults(ask, answer))


@pytest.mark.early
@pytest.mark.req("X-06")
def test_every_page_answers_everybody_as_the_access_table_says_and_no_get_changes_anything(crawled: Crawled) -> None:
    wrong: list[str] = []
    crawled.restore()
    before = crawled.fingerprint()
    for visitor in crawled.visitors:
        asked = list(worth_asking(asks(crawled, visitor, safe=True)))
        assert len(asked) > 10
        # Theirs first: an attempt at what is not theirs may be in the audit log.
        mine = [ask for ask in asked if ask.granted and ask.flavour == OWN]
        for ask in mine:
            wrong += complaints(crawled, ask)
        if crawled.fingerprint() != before:
            crawled.restore()
            changed = [(str(ask), _changed(crawled, before, ask)) for ask in mine]
            assert [(ask, tables) for ask, tables in changed if tables] == []
            pytest.fail(f"something that {visitor.name} reads changes the database, but not when it is read alone")
        for ask in asked:
            if ask not in mine:
                wrong += complaints(crawled, ask)
        crawled.restore()
    assert not wrong, "\n".join(wrong)


@pytest.mark.early
def test_every_change_is_answered_to_everybody_as_the_access_table_says(crawled: Crawled) -> None:
    asked = [ask for visitor in crawled.visitors for ask in worth_asking(asks(crawled, visitor, safe=False))]
    assert len(asked) > 100
    wrong = [fault for ask in asked for fault in complaints(crawled, ask)]
    assert not wrong, f"{len(wrong)} faults in {len(asked)}:\n" + "\n".join(wrong)


def _changed(crawled: Crawled, before: dict[str, str], ask: Ask) -> list[str]:
    send(crawled, ask)
    after = crawled.fingerprint()
    crawled.restore()
    return [name for name in after if after[name] != before.get(name)]


def test_a_method_that_a_route_does_not_have_is_refused_plainly(crawled: Crawled) -> None:
    browser = crawled.app.test_client()
    adapter = crawled.app.url_map.bind("localhost")
    for path in {address(rule, crawled.town.things(rule, UNKNOWN)) for rule in rules(crawled)}:
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(adapter.allowed_methods(path)):
            answer = browser.open(path, method=method, headers={"Accept": "application/json"})
            assert answer.status_code == 405, (method, path)


@pytest.mark.parametrize("id_", ["1", "0", "..", "%2e%2e", "not-an-id", "' OR 1=1 --", "%00", "A" * 3000])
def test_an_id_that_is_none_is_not_found(crawled: Crawled, id_: str) -> None:
    for rule in rules(crawled):
        if ids_of(rule) and "GET" in methods(rule):
            path = address(rule, crawled.town.things(rule, UNKNOWN))
            unknown = str(crawled.town.places[UNKNOWN][ids_of(rule)[0]].id)
            answer = crawled.app.test_client().get(path.replace(unknown, id_), headers={"Accept": "application/json"})
            assert answer.status_code in {308, 404, 405}, (path, id_)


def test_the_crawl_would_notice_a_page_that_is_open_to_the_wrong_people(crawled: Crawled) -> None:
    """Not a test of the app but of the crawl: it is asked about an answer that is wrong in every way."""
    stranger = next(visitor for visitor in crawled.visitors if visitor.name == "account without a role")
    nobody = next(visitor for visitor in crawled.visitors if visitor.role is Role.ANONYMOUS)
    rule = next(rule for rule in rules(crawled) if rule.endpoint == "floor.chair")
    things = crawled.town.things(rule, OWN)
    page = Shown(200, Headers(), "Ann Whitlock")
    for visitor in (stranger, nobody):
        assert len(list(faults(Ask(rule, "GET", visitor, OWN, things, "floor.chair"), page))) == 2
    chair = next(visitor for visitor in crawled.visitors if visitor.role is Role.CHAIR)
    for answer in (Shown(403, Headers(), ""), Shown(303, Headers({"Location": "/sign-in?next=/"}), "")):
        assert list(faults(Ask(rule, "GET", chair, OWN, things, "floor.chair"), answer))


@dataclass(frozen=True)
class Shown:
    """An answer that was never given."""

    status_code: int
    headers: Headers
    text: str


def test_every_role_comes_by(crawled: Crawled) -> None:
    assert {visitor.role for visitor in crawled.visitors} >= {*GRANTABLE, Role.ANONYMOUS, Role.REGISTRANT}
