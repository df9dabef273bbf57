"""Where the templates are: inside the wheel, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

from companion.kernel.clocks import london_date, london_time


class TemplateMemory(BytecodeCache):
    """Compiled templates of this process: several applications in one process compile each template once."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._compiled.get(bucket.key)
        if known is not None:
            bucket.bytecode_from_string(known)  # jinja2 itself compares the template's digest

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATE_MEMORY = TemplateMemory()


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
