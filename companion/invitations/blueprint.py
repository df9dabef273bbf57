"""The blueprint that the pages of inviting hang on; `pages.py` brings them together."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("invitations", __name__)
