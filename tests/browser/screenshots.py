"""Pictures of a running instance: `python -m tests.browser.screenshots BASE --link chair=URL --link staff=URL`.

Walks SHOTS, one signed-in browser per role, and leaves one picture per size and scheme. It also asks every page the
questions that the tests ask, and says which page answers badly. A path may hold {name} fields, given by `--field`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import click
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.browsing import Scheme, launch, no_sideways_scroll, open_page, page_is_sound

Size = tuple[str, int, int]
WIDE: Size = ("wide", 1280, 720)
STRIP: Size = ("strip", 380, 720)
PHONE: Size = ("phone", 390, 844)
NARROW: Size = ("narrow", 320, 640)
STAGE: Size = ("stage", 1920, 1080)


@dataclass(frozen=True)
class Shot:
    """One page to picture: its name, its path, the role that may open it (None: nobody signed in)."""

    name: str
    path: str
    role: str | None = None
    sizes: tuple[Size, ...] = (WIDE, PHONE)
    schemes: tuple[Scheme, ...] = ("light", "dark")


SHOTS: tuple[Shot, ...] = (
    Shot("sign-in", "/sign-in"),
    Shot("privacy", "/privacy"),
    Shot("accessibility", "/accessibility"),
    Shot("nothing-here", "/there-is-no-such-page"),
    Shot("home-staff", "/", "staff"),
    Shot("home-chair", "/", "chair"),
    Shot("account", "/account", "staff"),
    Shot("people", "/people", "admin"),
    Shot("chair", "/forum-sessions/{session}/floor", "chair", (WIDE, STRIP, NARROW)),
    Shot("ask", "/forum-sessions/{session}/floor", "attendee", (PHONE, NARROW)),
    Shot("stage", "/forum-sessions/{session}/floor/stage", "staff", (STAGE,)),
    Shot("seats", "/forum-sessions/{session}/registration", "landlord", (PHONE, WIDE)),
    Shot("review", "/forum-sessions/{session}/release", "staff", (WIDE,)),
)


def fields_of(path: str) -> set[str]:
    """The names in braces that a path needs values for."""
    return {name for _, name, _, _ in Formatter().parse(path) if name}


def possible(shots: tuple[Shot, ...], roles: set[str], fields: set[str]) -> Iterator[Shot]:
    """The shots whose role has a link and whose fields have values."""
    for shot in shots:
        if (shot.role is None or shot.role in roles) and fields_of(shot.path) <= fields:
            yield shot


def sign_in(context: BrowserContext, link: str) -> None:
    """Open a sign-in link and press its one button, where it has one (a link that is merely opened spends nothing)."""
    page = context.new_page()
    page.goto(link)
    button = page.locator("main form[method=post] button[type=submit]")
    if button.count() == 1:
        button.click()
        page.wait_for_load_state()
    page.close()


def take(page: Page, url: str, file: Path) -> str | None:
    """Picture one page; the first complaint about it, or None."""
    page.goto(url)
    page.screenshot(path=file, full_page=True)
    try:
        page_is_sound(page)
        no_sideways_scroll(page)
    except AssertionError as complaint:
        return str(complaint)
    return None


def walk(
    browser: Browser, base: str, shots: list[Shot], links: dict[str, str], fields: dict[str, str], out: Path
) -> Iterator[str]:
    """Picture every shot; yields one line per picture, beginning with "!" when the page answers badly."""
    signed_in: dict[str, BrowserContext] = {}
    for role in {shot.role for shot in shots if shot.role}:
        signed_in[role] = open_page(browser).context
        sign_in(signed_in[role], links[role])
    for shot in shots:
        state = signed_in[shot.role].storage_state() if shot.role else None
        for name, width, height in shot.sizes:
            for scheme in shot.schemes:
                page = open_page(browser, width, height, scheme, storage_state=state)
                file = out / f"{shot.name}-{name}{'-dark' if scheme == 'dark' else ''}.png"
                complaint = take(page, base.rstrip("/") + shot.path.format(**fields), file)
                page.context.close()
                yield f"! {file.name}: {complaint}" if complaint else file.name


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.UsageError(f"{value!r} is not of the form name=value.")
    return dict(value.split("=", 1) for value in values)


@click.command()
@click.argument("base")
@click.option("--link", "links", multiple=True, help="role=URL: a sign-in link, once per role")
@click.option("--field", "fields", multiple=True, help="name=value: what {name} in a path stands for")
@click.option("--only", help="the name of one shot")
@click.option("--out", type=click.Path(path_type=Path), default=Path("screenshots"), show_default=True)
def main(base: str, links: tuple[str, ...], fields: tuple[str, ...], only: str | None, out: Path) -> None:
    """Picture the pages of the instance at BASE and say which of them answer badly."""
    by_role, values = _pairs(links), _pairs(fields)
    shots = [shot for shot in possible(SHOTS, set(by_role), set(values)) if only in (None, shot.name)]
    out.mkdir(parents=True, exist_ok=True)
    bad = 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for line in walk(browser, base, shots, by_role, values, out):
            click.echo(line)
            bad += line.startswith("!")
        browser.close()
    click.echo(f"{len(shots)} pages, {bad} pictures with a complaint, in {out}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
