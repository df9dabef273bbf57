"""Neutral names for a shared screen: the same all through the session, and no clue to who came or spoke first."""

from __future__ import annotations

import hashlib
import random

from companion.floor.state import Floor
from companion.kernel.ids import LandlordId, ParticipantId

_BLOCK = 999  # more than come: a number beyond the first block would tell who came late


def pseudonym(floor: Floor, participant_id: ParticipantId, seed: bytes) -> str:
    """Such as "Landlord 7", or "Speaker 12" for somebody without a landlord.

    The number is drawn without repeats from a shuffle that depends on the session's secret `seed`; it stays through
    rejoining and undoing, and does not follow the alphabet, the order of joining, or the queue.
    """
    landlord_id = floor.known.get(participant_id)
    if landlord_id is not None:
        return f"Landlord {_number(floor.landlords_met[landlord_id], seed + b'landlords')}"
    at = floor.people_met.get(participant_id, len(floor.people_met))
    return f"Speaker {_number(at, seed + b'speakers')}"


def token(seed: bytes, owner: ParticipantId | LandlordId) -> str:
    """A mark in a frame that everybody gets, which only the page of its owner recognises."""
    return hashlib.blake2b(owner.bytes, key=seed[:64], digest_size=8).hexdigest()


def _number(index: int, seed: bytes) -> int:
    block, at = divmod(index, _BLOCK)
    digest = hashlib.sha256(seed + block.to_bytes(4, "big")).digest()
    numbers = list(range(block * _BLOCK + 1, (block + 1) * _BLOCK + 1))
    random.Random(digest).shuffle(numbers)  # noqa: S311  (the seed is the secret, the shuffle need not be)
    return numbers[at]
