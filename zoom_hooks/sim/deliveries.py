"""How webhooks travel: repeated, held back, out of order, or made up."""

from __future__ import annotations

from collections.abc import Mapping

from zoom_hooks.sim.stage import Stage


def repeat_webhooks(stage: Stage, times: int = 1) -> None:
    """From now on send every webhook so many times more (0: once again)."""
    stage.sender.repeat = times


def hold_webhooks(stage: Stage) -> None:
    """Keep webhooks back from now on."""
    stage.sender.hold()


def release_webhooks(stage: Stage, *, backwards: bool = False) -> int:
    """Send what was held, last first if asked; returns how many."""
    return stage.sender.release(backwards=backwards)


def webhooks_at_once(stage: Stage, letters: int) -> None:
    """From now on up to so many deliveries are in flight together (1: one after another)."""
    stage.sender.deliver_at_once(letters)


def scatter_webhooks(stage: Stage, seconds: int = 2) -> None:
    """From now on each webhook is late by up to so many seconds, so that they overtake each other (0: none)."""
    stage.sender.scatter = max(0, seconds)


def lose_webhooks(stage: Stage, is_on: bool = True) -> None:
    """From now on webhooks are lost for good, as when every try failed, until it is switched off."""
    stage.sender.loses = is_on


def send_raw(stage: Stage, event: str, payload: Mapping[str, object]) -> None:
    """A signed webhook with any name and payload."""
    stage.tell(event, dict(payload))


def sdk_line(stage: Stage, is_up: bool) -> None:
    """While it is down no panel is answered, and its events pile up."""
    stage.clients.put_line(is_up=is_up)
