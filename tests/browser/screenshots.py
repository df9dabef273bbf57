"""Pictures of a running instance: `python -m tests.browser.screenshots BASE --link chair=URL --link staff=URL`.

Walks SHOTS, one signed-in browser per role, and leaves one picture per size and scheme. It also asks every page the
questions that the tests ask, and says which page answers badly. A path may hold {name} fields: they are read off the
pages that these people see, or given by `--field`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import click
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.browsing import Scheme, launch, open_page
from tests.browser.floor_pictures import floor_shots, picture_floor
from tests.browser.taking import take

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
    # live pages first: a demo's meeting does not wait
    Shot("chair", "/forum-sessions/{session}/floor", "chair", (WIDE, STRIP, NARROW)),
    Shot("steward", "/forum-sessions/{session}/floor/steward", "chair", (WIDE, NARROW)),
    Shot("stage", "/forum-sessions/{session}/floor/stage", "chair", (STAGE,)),
    Shot("stage-links", "/forum-sessions/{session}/floor/stage/links", "chair", (WIDE, NARROW)),
    Shot("ask", "/forum-sessions/{session}/floor/me", "registrant", (PHONE, NARROW)),
    Shot("front", "/"),
    Shot("sign-in", "/sign-in"),
    Shot("check-your-mail", "/sign-in/check-your-mail"),
    Shot("link-ended", "/sign-in/an-old-link"),
    Shot("privacy", "/privacy"),
    Shot("accessibility", "/accessibility"),
    Shot("nothing-here", "/there-is-no-such-page"),
    Shot("home", "/", "organiser"),
    Shot("account", "/account", "organiser"),
    Shot("season", "/forum-sessions", "organiser"),
    Shot("plan", "/forum-sessions/{session}", "organiser"),
    Shot("agenda", "/forum-sessions/{session}/agenda", "organiser"),
    Shot("invitations", "/forum-sessions/{session}/invitations", "organiser"),
    Shot("who-is-coming", "/forum-sessions/{session}/registrations", "organiser"),
    Shot("door", "/forum-sessions/{session}/door", "organiser"),
    Shot("roll", "/roll", "organiser"),
    Shot("code", "/programmes/{programme}/code", "organiser"),
    Shot("people", "/people", "admin"),
    Shot("system", "/system", "admin"),
    Shot("programmes", "/programmes", "admin"),
    Shot("paper", "/forum-sessions/{session}/floor/paper", "chair"),
    Shot("minutes", "/forum-sessions/{session}/floor/minutes", "chair"),
    Shot("speaking-time", "/forum-sessions/{session}/floor/speaking-time", "chair"),
    Shot("timeline", "/forum-sessions/{session}/floor/timeline", "chair"),
    Shot("my-hands", "/forum-sessions/{session}/floor/me/record", "registrant", (PHONE, NARROW)),
    Shot("seats", "/forum-sessions/{session}/seats", "landlord", (PHONE, WIDE)),
    Shot("names", "/forum-sessions/{session}/seats/names", "landlord", (PHONE, NARROW)),
    Shot("place", "/forum-sessions/{session}/place", "registrant", (PHONE, WIDE)),
    Shot("transcript-state", "/forum-sessions/{session}/release", "reviewer"),
    Shot("review", "/release/{draft}/review", "reviewer", (WIDE, PHONE)),
    Shot("approve", "/release/{draft}/approve", "reviewer"),
    Shot("shelf", "/forum-sessions/{session}/transcript", "landlord"),
)
#: where the ids of a running instance can be read off: field → page and what its links look like
FOUND_ON: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("session", "/", re.compile(r"/forum-sessions/([0-9a-f-]{36})")),
    ("programme", "/forum-sessions", re.compile(r"/programmes/([0-9a-f-]{36})/")),
    ("draft", "/forum-sessions/{session}/release", re.compile(r"/release/([0-9a-f-]{36})/")),
)


def fields_of(path: str) -> set[str]:
    """The names in braces that a path needs values for."""
    return {name for _, name, _, _ in Formatter().parse(path) if name}


def possible(shots: Iterable[Shot], roles: set[str], fields: set[str]) -> Iterator[Shot]:
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


def discover(contexts: Iterable[BrowserContext], base: str, fields: dict[str, str]) -> dict[str, str]:
    """The ids that pages of these people link to, beside those that were given."""
    found = dict(fields)
    for context in contexts:
        page = context.new_page()
        for name, path, pattern in FOUND_ON:
            if name not in found and fields_of(path) <= found.keys():
                page.goto(base + path.format(**found))
                match = pattern.search(page.content())
                if match is not None:
                    found[name] = match.group(1)
        page.close()
    return found


def walk(
    browser: Browser, base: str, shots: Iterable[Shot], links: dict[str, str], fields: dict[str, str], out: Path
) -> Iterator[str]:
    """Picture every shot that can be; yields one line per picture, beginning with "!" when the page answers badly."""
    base = base.rstrip("/")
    signed_in = {role: open_page(browser).context for role in links}
    for role, context in signed_in.items():
        sign_in(context, links[role])
    fields = discover(signed_in.values(), base, fields)
    for shot in possible(shots, set(links), set(fields)):
        state = signed_in[shot.role].storage_state() if shot.role else None
        for name, width, height in shot.sizes:
            for scheme in shot.schemes:
                page = open_page(browser, width, height, scheme, storage_state=state)
                file = out / f"{shot.name}-{name}{'-dark' if scheme == 'dark' else ''}.png"
                complaint = take(page, base + shot.path.format(**fields), file)
                page.context.close()
                yield f"! {file.name}: {complaint}" if complaint else file.name


def check_name(only: str, known: Iterable[str]) -> None:
    """Let a name through that there is. Raises click.UsageError with those that there are."""
    names = list(known)
    if only not in names:
        raise click.UsageError(f"There is no {only!r}. There are: {', '.join(names)}.")


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.UsageError(f"{value!r} is not of the form name=value.")
    return dict(value.split("=", 1) for value in values)


@click.command()
@click.argument("base", required=False)
@click.option("--link", "links", multiple=True, help="role=URL: a sign-in link, once per role")
@click.option("--field", "fields", multiple=True, help="name=value: what {name} in a path stands for")
@click.option("--only", help="the name of one shot, or of one state of the floor")
@click.option("--floor", is_flag=True, help="every state of the floor's screens instead, on a meeting of its own")
@click.option("--out", type=click.Path(path_type=Path), default=Path("screenshots"), show_default=True)
def main(
    base: str | None, links: tuple[str, ...], fields: tuple[str, ...], only: str | None, floor: bool, out: Path
) -> None:
    """Picture the pages of the instance at BASE, and say which answer badly; without BASE, the floor in every state."""
    if base is not None and floor:
        raise click.UsageError("--floor pictures a meeting of its own. Leave the address away, or --floor.")
    if base is None and (links or fields):
        raise click.UsageError("--link and --field belong to the address of an instance. Give it first.")
    floor = base is None  # without an instance there is a meeting of our own
    by_role, values = _pairs(links), _pairs(fields)
    if only is not None:
        check_name(only, floor_shots() if floor else [shot.name for shot in SHOTS])
    shots = [shot for shot in SHOTS if only in (None, shot.name)]
    out.mkdir(parents=True, exist_ok=True)
    taken = bad = 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        lines = picture_floor(browser, out, only) if base is None else walk(browser, base, shots, by_role, values, out)
        for line in lines:
            click.echo(line)
            taken, bad = taken + 1, bad + line.startswith("!")
        browser.close()
    click.echo(f"{taken} pictures in {out}, {bad} with a complaint")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
