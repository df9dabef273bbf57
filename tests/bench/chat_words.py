"""How well hands are noticed in the chat (goal Q4): precision of what goes up by itself, recall with suggestions.

python -m tests.bench.chat_words
"""

from __future__ import annotations

import sys

from tests.floor.chat_lines import lines, score

PRECISION, RECALL = 0.995, 0.95


def main() -> int:
    """Print both parts; 1 when the held-out part misses its goal."""
    for name, held_out in (("tuned", False), ("held out", True)):
        found = score(lines(held_out=held_out))
        print(
            f"{name}: {found.lines} lines; {found.raised} raised, precision {found.precision:.3f}; "
            f"{found.noticed} of {found.wishes} wishes noticed, recall {found.recall:.3f}; "
            f"{found.suggested} suggested, {found.suggestions_right:.3f} of them right"
        )
    return 0 if found.precision >= PRECISION and found.recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
