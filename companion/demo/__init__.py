"""The demo: a whole forum session, played into a fresh temporary installation through the doors real people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from companion.demo.summary import Summary

__all__ = ["play"]


def play(*, headless: bool, speed: float, port: int, quiet: bool) -> Summary:
    """Play the evening and say how its promises fared.

    Headless it ends there; else it shows links to click while it plays, and serves on until it is interrupted.
    """
    from companion.demo.showing import show

    return show(headless=headless, speed=speed, port=port, quiet=quiet)
