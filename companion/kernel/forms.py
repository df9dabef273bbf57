"""What a form says back: which field, and how to put it right. The macros of templates/macros/forms.html take these."""

from __future__ import annotations

from typing import NamedTuple


class FieldError(NamedTuple):
    """What is wrong with one field, in words that say how to put it right. An empty field name means the whole form."""

    field: str
    message: str
