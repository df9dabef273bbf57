"""Every figure, one after the other: `python -m tests.bench`. Each script also runs alone and says what it prints."""

from __future__ import annotations

import subprocess
import sys

SCRIPTS = (
    "anonymise",
    "anonymiser",
    "races",
    "roll",
    "lists",
    "floor",
    "live",
    "soak",
    "fairness",
    "forge",
    "caption_stream",
    "caption_storage",
    "ingest",
    "memory",
    "taps",
    "chat_words",
    "review",
)


def main() -> None:
    """Run each bench in a process of its own, so that one's memory is not another's."""
    for name in SCRIPTS:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True)


if __name__ == "__main__":
    main()
