"""The blueprint that the pages of interests hang on; `pages.py` brings them together."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("interests", __name__)
