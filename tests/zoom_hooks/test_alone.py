"""The library stands alone: it brings in neither this product nor a server."""

from __future__ import annotations

import subprocess
import sys

import pytest

FOREIGN = ("companion", "transcripts", "flask", "sqlalchemy", "uvicorn", "spacy", "zoom_hooks.sim")


@pytest.mark.parametrize("module", ["signatures", "app_context", "reading", "rest", "rtms"])
def test_each_part_alone_imports_nothing_foreign(module: str) -> None:
    code = f"import sys, zoom_hooks.{module}; print([name for name in {FOREIGN!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_simulated_zoom_knows_nothing_of_this_product() -> None:
    code = f"import sys, zoom_hooks.sim; print([name for name in {FOREIGN[:4]!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
