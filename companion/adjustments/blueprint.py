"""The blueprint that the pages of adjustments hang on; `pages.py` brings them together."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request

from companion.adjustments import rules
from companion.adjustments.rules import Wish
from companion.kernel.forms import FieldError
from companion.people import gate

bp = Blueprint("adjustments", __name__)

#: what the form may send; everything else is left aside
FIELDS = (
    *(f"words-{kind}" for kind in rules.KINDS),
    "minutes-more_time",
    "minutes-breaks",
    "form-papers",
    "name-supporter",
    "email-supporter",
)


def typed() -> dict[str, str]:
    """What was typed on the form for details."""
    return {name: request.form[name][:2000] for name in FIELDS if name in request.form}


def kinds() -> list[str]:
    """What was ticked."""
    return request.form.getlist("kinds")[: len(rules.KINDS)]


def read_form() -> tuple[list[Wish], list[FieldError]]:
    """The wishes of the form, and what is wrong with it."""
    wishes, problems = rules.read_wishes(kinds(), typed())
    return wishes, [FieldError(problem.field, problem.message) for problem in problems]


def my_registration() -> UUID:
    """The registration whose link this is."""
    registration_id = gate.viewer().registration_id
    assert registration_id is not None, "the access table lets only registrants' links in here"
    return registration_id
