"""What a form says back: which field, and how to put it right. The macros of templates/macros/forms.html take these."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID


class FieldError(NamedTuple):
    """What is wrong with one field, in words that say how to put it right. An empty field name means the whole form."""

    field: str
    message: str


def as_uuid(text: str | None) -> UUID | None:
    """An id that came in a form or a query; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
