"""Items of a caption stream, stored and followed up as the follower does it: the words first, then the rest."""

from __future__ import annotations

from collections.abc import Sequence

from companion.captions.streams import Claim
from companion.intake.heard import follow_up, store_words
from tests.house import House
from zoom_hooks.rtms import Caption, Item


def tell(house: House, claim: Claim, items: Sequence[Item]) -> None:
    """Raises what the stream was lost by."""
    words = [item for item in items if isinstance(item, Caption)]
    for use_case, what in ((store_words, words), (follow_up, items)):
        (lost,) = house.run(use_case, [(claim, what)])
        if lost is not None:
            raise lost
