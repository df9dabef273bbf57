"""Where the templates are: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from companion.kernel.clocks import london_date, london_time


def template_folder() -> Path:
    """The folder of templates. A wheel carries it as companion/templates; a checkout has it at the top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


@cache
def letter_environment() -> Environment:
    """Jinja for letters, which are written by the worker, without Flask. A missing value is an error."""
    environment = Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["london_date"] = london_date
    environment.filters["london_time"] = london_time
    return environment
