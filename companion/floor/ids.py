"""Ids that only the floor hands out. Other rooms see them as opaque."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

RequestId = NewType("RequestId", UUID)
TurnId = NewType("TurnId", UUID)
NoteId = NewType("NoteId", UUID)
