"""Keep the registrant's live page small: `python -m tests.browser.phone_ground` writes `phone.css` and its icons.

Somebody in a meeting opens that page on a phone, on a line that Zoom needs. So it brings only the rules of Bootstrap
and the icons that its own templates can use, unchanged, out of the installed wheel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.browser.icons import ROOT, sprite_of

STATIC = ROOT / "companion" / "static"
CSS, ICONS = STATIC / "phone.css", STATIC / "icons-phone.svg"
PARTS = (
    "floor/ask.html",
    "floor/own_interest.html",
    "floor/own_interest_note.html",
    "floor/parts.html",
    "live.html",
    "base.html",
)
#: classes of Bootstrap's that no page of ours lets somebody be in by the look of a word in a template
NOT_MEANT = frozenset(
    {"row", "col", "container", "table", "card", "nav", "navbar", "dropdown", "modal", "alert", "badge"}
)
NOTICE = "/* What the registrant's live page uses of Bootstrap 5. Copyright The Bootstrap Authors, MIT licence. */\n"


def texts() -> str:
    """The templates of the page, and what its scripts put in."""
    return "\n".join((ROOT / "templates" / part).read_text("utf-8") for part in PARTS)


def classes() -> set[str]:
    """Every word that stands in a class attribute of these templates."""
    found = re.findall(r'class="((?:[^"{]|\{[{%].*?[%}]\})*)"', texts())
    words = {word for text in found for word in re.findall(r"[a-z][a-z0-9-]*", text)}
    return words - NOT_MEANT


def icons() -> list[str]:
    """The icons that these templates name."""
    return sorted(set(re.findall(r"icon\(\s*'([a-z0-9-]+)'", texts())) | {"check-circle-fill", "wifi-off"})


def css() -> str:
    """Bootstrap's rules for bare elements and for these classes."""
    spec = find_spec("flask_bootstrap")
    assert spec is not None
    assert spec.origin is not None
    whole = Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
    text = re.sub(r"/\*.*?\*/", "", whole.read_text("utf-8"), flags=re.DOTALL)
    return NOTICE + "".join(_kept(text, classes())) + "\n"


def _kept(text: str, wanted: set[str]) -> Iterator[str]:
    for head, body in _rules(text):
        if head.startswith("@media"):
            inner = "".join(_kept(body, wanted))
            if inner:
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            selectors = [one for one in _split(head) if _is_used(one, wanted)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Each rule of a style sheet: what stands before its braces, and within."""
    at = 0
    while (opens := text.find("{", at)) >= 0:
        depth, end = 1, opens + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        yield text[at:opens].strip().removeprefix('@charset "UTF-8";'), text[opens + 1 : end - 1]
        at = end


def _split(head: str) -> list[str]:
    """A list of selectors, not cut within brackets."""
    return [one for one in re.split(r",(?![^(]*\))", head) if one]


def _is_used(selector: str, wanted: set[str]) -> bool:
    return set(re.findall(r"\.(-?[_a-zA-Z][\w-]*)", selector)) <= wanted


if __name__ == "__main__":
    CSS.write_text(css(), "utf-8")
    ICONS.write_text(sprite_of(icons()), "utf-8")
    print(f"{CSS.stat().st_size} bytes of rules, {len(icons())} icons in {ICONS.stat().st_size} bytes")
