"""The blueprint that the pages of registration hang on; `pages.py` brings them together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, url_for

from companion.people import gate

bp = Blueprint("registration", __name__)


@bp.app_template_global()
def url_if_there(endpoint: str, **values: Any) -> str | None:
    """The address of another room's page, where that room has such a page: rooms above this one are not known here."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def my_landlord() -> UUID:
    """The landlord whose link this is."""
    landlord_id = gate.viewer().landlord_id
    assert landlord_id is not None, "the access table lets only landlords' links in here"
    return landlord_id


def my_registration() -> UUID:
    """The registration whose link this is."""
    registration_id = gate.viewer().registration_id
    assert registration_id is not None, "the access table lets only registrants' links in here"
    return registration_id
