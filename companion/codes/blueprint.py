"""The blueprint that the pages of codes hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("codes", __name__)
