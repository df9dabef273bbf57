"""Keep the one icon file small: `python -m tests.browser.icons` copies what we draw out of the Bootstrap Icons sprite.

The sprite of the wheel is over a megabyte, too much for a phone on a poor line. Ours holds only what the templates and
scripts name, unchanged.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ROOT / "companion" / "static" / "icons.svg"
NOTICE = """<!--
Bootstrap Icons, The MIT License (MIT), Copyright (c) 2019-2024 The Bootstrap Authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED
TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER
DEALINGS IN THE SOFTWARE.
-->
"""

# Drawn by name from templates and scripts; a test fails when a template names one that is not here.
NAMES = [
    "archive",
    "arrow-clockwise",
    "arrow-counterclockwise",
    "arrow-down",
    "arrow-left",
    "arrow-left-right",
    "arrow-repeat",
    "arrow-right",
    "arrow-up",
    "badge-cc",
    "ban",
    "bell",
    "box-arrow-right",
    "box-arrow-up-right",
    "broadcast",
    "building",
    "buildings",
    "calendar-event",
    "camera-video",
    "camera-video-off",
    "card-checklist",
    "chat-left-text",
    "check-circle",
    "check-circle-fill",
    "check-lg",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle",
    "circle-half",
    "clipboard",
    "clipboard-check",
    "clock",
    "clock-history",
    "cloud-download",
    "dash-circle",
    "dash-lg",
    "database",
    "door-open",
    "download",
    "envelope",
    "envelope-check",
    "exclamation-circle",
    "exclamation-triangle",
    "exclamation-triangle-fill",
    "eye",
    "eye-slash",
    "file-earmark-check",
    "file-earmark-lock",
    "file-earmark-text",
    "file-text",
    "flag",
    "flag-fill",
    "gear",
    "globe",
    "grip-vertical",
    "hand-index-thumb",
    "hand-thumbs-up",
    "headset",
    "heart-pulse",
    "hourglass-split",
    "house",
    "inbox",
    "info-circle",
    "info-circle-fill",
    "journal-check",
    "journal-text",
    "key",
    "keyboard",
    "life-preserver",
    "link",
    "link-45deg",
    "list",
    "list-check",
    "list-ol",
    "lock",
    "lock-fill",
    "megaphone",
    "megaphone-fill",
    "mic",
    "mic-fill",
    "mic-mute",
    "moon-stars",
    "palette",
    "patch-check",
    "pause",
    "pause-fill",
    "pencil",
    "people",
    "people-fill",
    "person",
    "person-badge",
    "person-check",
    "person-check-fill",
    "person-dash",
    "person-fill",
    "person-plus",
    "person-x",
    "phone",
    "pin",
    "pin-angle",
    "pin-angle-fill",
    "play",
    "play-fill",
    "plus-circle",
    "plus-lg",
    "power",
    "printer",
    "question-circle",
    "question-circle-fill",
    "quote",
    "robot",
    "search",
    "send",
    "send-check",
    "shield-check",
    "shield-exclamation",
    "shield-lock",
    "shield-lock-fill",
    "skip-forward",
    "skip-forward-fill",
    "slash-circle",
    "speedometer2",
    "stop-circle",
    "stop-fill",
    "stopwatch",
    "sun",
    "tag",
    "telephone",
    "three-dots",
    "three-dots-vertical",
    "trash",
    "unlock",
    "upload",
    "volume-up",
    "wifi",
    "wifi-off",
    "x-circle",
    "x-circle-fill",
    "x-lg",
]


def bootstrap_symbols() -> dict[str, str]:
    """Every symbol of the sprite in the installed Bootstrap-Flask wheel, by name."""
    spec = find_spec("flask_bootstrap")
    assert spec is not None
    assert spec.origin is not None
    sprite = Path(spec.origin).parent / "static" / "bootstrap5" / "icons" / "bootstrap-icons.svg"
    symbols = re.finditer(r'<symbol[^>]*\bid="([^"]+)"[^>]*>.*?</symbol>', sprite.read_text("utf-8"), re.DOTALL)
    return {symbol.group(1): symbol.group(0) for symbol in symbols}


def sprite_of(names: list[str]) -> str:
    """The text of an icon file with just these symbols, in order of name."""
    symbols = bootstrap_symbols()
    unknown = sorted(set(names) - symbols.keys())
    if unknown:
        raise SystemExit(f"Bootstrap Icons has no icon named {', '.join(unknown)}.")
    body = "\n".join(" ".join(symbols[name].split()) for name in sorted(set(names)))
    return f'{NOTICE}<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


if __name__ == "__main__":
    OURS.write_text(sprite_of(NAMES), "utf-8")
    print(f"{len(set(NAMES))} icons, {OURS.stat().st_size} bytes")
