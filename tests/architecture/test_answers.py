"""What every answer carries, and what no request gets past: headers, form tokens, foreign origins, hostile hosts."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from companion.app import create_app
from companion.kernel.errors import DomainError
from companion.people.access import MATRIX
from companion.people.gate import ACTION, STATIC_ENDPOINTS
from companion.web.errors import STATUS, WORDS, status_of
from companion.web.headers import SAFE_METHODS
from companion.web.static_files import FOR_GOOD, version_of
from tests.architecture.conftest import Crawled
from tests.architecture.headers import check_headers
from tests.architecture.town import OWN, Visitor, address, ids_of
from tests.house import House

HOSTILE_HOSTS = ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80", "[::1]:8000"]


def unsafe(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - SAFE_METHODS):
            yield rule, method


@pytest.fixture(scope="module")
def guarded(crawled: Crawled) -> Flask:
    """The app with form tokens on, as it runs."""
    return create_app(crawled.wiring)


def somebody_who_may(crawled: Crawled, rule: Rule) -> Visitor:
    roles = MATRIX[getattr(crawled.app.view_functions[rule.endpoint], ACTION)]
    return next((visitor for visitor in crawled.visitors if visitor.role in roles), crawled.visitors[0])


def browser_of(app: Flask, crawled: Crawled, visitor: Visitor) -> FlaskClient:
    fresh = app.test_client()
    cookie = visitor.browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
    if cookie is not None:
        fresh.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie.value)
    return fresh


def test_every_refusal_carries_the_headers(crawled: Crawled) -> None:
    """Asked for as a browser does. Whatever somebody may see is looked at where everybody asks for everything."""
    admin = next(visitor for visitor in crawled.visitors if visitor.name == "admin")
    for rule in crawled.app.url_map.iter_rules():
        if rule.endpoint in STATIC_ENDPOINTS or "GET" not in (rule.methods or ()):
            continue
        path = address(rule, crawled.town.things(rule, OWN))
        check_headers(crawled.app.test_client().get(path), path)
        if admin.role not in MATRIX[getattr(crawled.app.view_functions[rule.endpoint], ACTION)]:
            check_headers(crawled.browser(admin).get(path), path)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/nowhere", "GET", 404), ("/", "DELETE", 405), ("/sign-in", "PUT", 405), ("/static/no.css", "GET", 404),
        ("/static/../app.py", "GET", 404), ("/static/%2e%2e/app.py", "GET", 404), ("/%00", "GET", 404),
        ("/static/theme.css", "GET", 200), ("/bootstrap/static/css/bootstrap.min.css", "GET", 200),
    ],
)  # fmt: skip
def test_errors_and_files_carry_the_headers(crawled: Crawled, path: str, method: str, status: int) -> None:
    answer = crawled.app.test_client().open(path, method=method)
    assert answer.status_code == status
    check_headers(answer, "/static/" if status == 200 else path)
    answer.close()


@pytest.mark.parametrize(
    ("endpoint", "filename"),
    [("static", "companion.js"), ("static", "icons.svg"), ("bootstrap.static", "css/bootstrap.min.css")],
)
def test_a_static_file_is_kept_for_good_by_the_address_of_its_version(
    crawled: Crawled, endpoint: str, filename: str
) -> None:
    with crawled.app.test_request_context():
        versioned = url_for(endpoint, filename=filename)
    version = version_of(str(crawled.app.static_folder))
    assert version in versioned
    plain, other = versioned.replace(f"v/{version}/", ""), versioned.replace(version, "0123456789ab")
    client = crawled.app.test_client()
    kept = {versioned: FOR_GOOD, plain: "public, max-age=300", other: "no-cache"}
    answers = {path: client.get(path, buffered=True) for path in kept}
    for path, answer in answers.items():
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, kept[path]), path
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
        assert (again.status_code, again.headers["Cache-Control"]) == (304, kept[path]), path
    assert len({answer.get_data() for answer in answers.values()}) == 1


def test_every_file_that_a_page_asks_for_has_its_version_and_a_missing_one_is_not_kept(crawled: Crawled) -> None:
    client = crawled.app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    asked = re.findall(r'"(/[^"]*static/[^"]*)"', page)
    assert len(asked) > 6
    for path in asked:
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, FOR_GOOD), path
        answer.close()
    missing = client.get(asked[0].rpartition("/")[0] + "/no.css")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.css").write_text("a { color: red }")
    before = version_of(str(folder))
    version_of.cache_clear()
    assert version_of(str(folder)) == before
    (folder / "a.css").write_text("a { color: tan }")
    version_of.cache_clear()
    assert version_of(str(folder)) != before


def test_an_error_of_ours_is_a_500_that_tells_nothing(crawled: Crawled) -> None:
    app = create_app(crawled.wiring)

    def breaks() -> str:
        raise RuntimeError("Canary Whitlock fell over")

    setattr(breaks, ACTION, "public")
    app.add_url_rule("/breaks", view_func=breaks)
    answer = app.test_client().get("/breaks")
    assert answer.status_code == 500
    assert "Canary" not in answer.text
    assert "Traceback" not in answer.text
    check_headers(answer, "/breaks")
    problem = app.test_client().get("/breaks", headers={"Accept": "application/json"})
    assert problem.content_type == "application/problem+json"
    assert set(problem.json or {}) == {"type", "title", "status", "detail", "request_id"}


def test_a_view_without_a_row_answers_nobody(crawled: Crawled) -> None:
    app = create_app(crawled.wiring)
    app.add_url_rule("/forgotten", view_func=lambda: "open to all")
    for visitor in crawled.visitors:
        answer = browser_of(app, crawled, visitor).get("/forgotten")
        assert answer.status_code == 500
        assert "open to all" not in answer.text


def test_no_page_has_a_style_or_a_script_in_it(crawled: Crawled) -> None:
    """The policy would block it; here it is found before a browser does."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|\sstyle=|\son[a-z]+=|javascript:|<style", re.IGNORECASE)
    foreign = re.compile(r"(?:\bsrc|\baction|<link[^>]*href)=[\"'](?:https?:)?//(?!localhost)", re.IGNORECASE)
    for rule in crawled.app.url_map.iter_rules():
        if rule.endpoint in STATIC_ENDPOINTS or "GET" not in (rule.methods or ()):
            continue
        visitor = somebody_who_may(crawled, rule)
        answer = crawled.browser(visitor).get(address(rule, crawled.town.things(rule, OWN)))
        if answer.content_type.startswith("text/html"):
            page = re.sub(r'<script type="application/json"[^>]*>.*?</script>', "", answer.text, flags=re.DOTALL)
            assert not inline.search(page), (rule, inline.search(page))
            assert not foreign.search(page), (rule, foreign.search(page))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=lambda headers: " ".join(headers.values()) or "no token",
)
def test_no_unsafe_request_passes_without_its_form(crawled: Crawled, guarded: Flask, headers: dict[str, str]) -> None:
    before = crawled.fingerprint()
    for rule, method in unsafe(guarded):
        if getattr(guarded.view_functions[rule.endpoint], ACTION) == "zoom.deliver":
            continue
        browser = browser_of(guarded, crawled, somebody_who_may(crawled, rule))
        answer = browser.open(
            address(rule, crawled.town.things(rule, OWN)),
            method=method,
            headers=headers | {"Accept": "application/json"},
        )
        assert answer.status_code == 403, (rule, method)
    assert crawled.fingerprint() == before


def test_a_token_is_worth_nothing_when_another_site_sends_it(crawled: Crawled, guarded: Flask) -> None:
    token = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
    for headers, status in (
        ({}, 422),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ):
        browser = guarded.test_client()
        found = token.search(browser.get("/sign-in").text)
        assert found is not None
        data = {"csrf_token": found.group(1), "email": "no address"}
        assert browser.post("/sign-in", data=data, headers=headers).status_code == status


def test_a_token_of_another_browser_is_refused(guarded: Flask) -> None:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', guarded.test_client().get("/sign-in").text)
    assert token is not None
    stolen = guarded.test_client().post("/sign-in", data={"csrf_token": token.group(1), "email": "a@quay.example"})
    assert stolen.status_code == 403


def test_only_the_webhook_needs_no_form(guarded: Flask) -> None:
    from companion.pages import UNSIGNED_BY_FORM

    endpoints = {name for name, view in guarded.view_functions.items() if view in UNSIGNED_BY_FORM}
    assert {getattr(guarded.view_functions[name], ACTION) for name in endpoints} == {"zoom.deliver"}


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
def test_no_page_repeats_the_host_it_was_asked_under(crawled: Crawled, host: str) -> None:
    for rule in crawled.app.url_map.iter_rules():
        if rule.endpoint in STATIC_ENDPOINTS or "GET" not in (rule.methods or ()) or ids_of(rule):
            continue
        answer = crawled.browser(somebody_who_may(crawled, rule)).get(address(rule, {}), headers={"Host": host})
        assert "evil.example" not in answer.text, rule
        assert "evil.example" not in answer.headers.get("Location", ""), rule


def test_cookies_are_closed_to_scripts_and_to_other_sites(house: House, app: Flask) -> None:
    import dataclasses

    answer = app.test_client().post("/sign-in", data={"email": "a@quay.example"})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    settings = dataclasses.replace(house.wiring.settings, public_url="https://forum.quay.example")
    secure = create_app(dataclasses.replace(house.wiring, settings=settings))
    secure.config["WTF_CSRF_ENABLED"] = False
    answer = secure.test_client().post("/sign-in", data={"email": "a@quay.example"}, base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-companion=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def every_domain_error(kind: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from every_domain_error(child)


def test_every_domain_error_has_a_status_and_words(crawled: Crawled) -> None:
    import companion.cli
    import companion.serving  # noqa: F401 (so that every room is imported)

    kinds = list(every_domain_error())
    assert len(kinds) > 20
    for kind in kinds:
        assert kind.message.strip(), kind
        assert kind.message[0].isupper(), kind
        status = status_of(kind.__new__(kind))
        assert status in WORDS, kind
    assert set(STATUS.values()) <= set(WORDS)


def test_pages_are_made_without_loading_spacy() -> None:
    program = (
        "import sys, companion.app, companion.serving, companion.pages\n"
        "print(sorted(name for name in ('spacy', 'thinc', 'numpy', 'docx') if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
