"""The icon file: small, complete, unchanged from where it comes from."""

from __future__ import annotations

import re

from tests.browser.icons import NAMES, OURS, ROOT, bootstrap_symbols, sprite_of

ANY_NAME = re.compile(
    r"""icon\(\s*['"]([a-z0-9-]+)['"]|icon_name=['"]([a-z0-9-]+)['"]|drawIcon\(\s*['"]([a-z0-9-]+)['"]"""
)


def test_every_icon_that_a_template_or_script_names_is_in_the_file() -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "companion" / "static").glob("*.js")]
    named = {
        name: file.name
        for file in files
        for found in ANY_NAME.findall(file.read_text("utf-8"))
        for name in found
        if name
    }
    assert len(named) > 5
    missing = {name: file for name, file in named.items() if name not in NAMES}
    assert not missing, f"add to tests/browser/icons.py and run it: {missing}"


def test_icon_file_is_what_the_command_writes_and_stays_small() -> None:
    assert OURS.read_text("utf-8") == sprite_of(NAMES)
    assert OURS.stat().st_size < 120_000


def test_symbols_are_those_of_bootstrap_icons() -> None:
    symbols = bootstrap_symbols()
    assert len(symbols) > 1900
    assert "check-circle-fill" in symbols
