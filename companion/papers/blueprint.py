"""The blueprint that the pages of papers hang on; `pages.py` brings them together."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("papers", __name__)
