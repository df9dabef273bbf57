"""The blueprint that the pages of forum sessions hang on: programmes and agenda, bank holidays, the season."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("forums", __name__)
