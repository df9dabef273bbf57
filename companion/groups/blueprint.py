"""The blueprint that the pages of groups hang on; `pages.py` brings them together."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("groups", __name__)
