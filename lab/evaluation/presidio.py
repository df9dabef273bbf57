"""Microsoft Presidio beside us: the same recogniser of names, and the roster as its deny list.

Presidio lives in an environment of its own (`.venv-presidio`, made by `make evaluate`), so that nothing of it is a
dependency of the product.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.evaluation.cases import Captioned, Case
from lab.evaluation.score import Mask
from lab.evaluation.systems import in_cues
from transcripts import Roster, ner

PYTHON = Path(".venv-presidio") / "bin" / "python"
SIDE = Path(__file__).with_name("presidio_side.py")


def is_installed() -> bool:
    """Has `make` made the environment for it?"""
    return PYTHON.exists()


def deny_list(roster: Roster) -> list[str]:
    """Every name of the roster as it is written there, and the names it is made of."""
    people = [person.name for person in roster.participants]
    bodies = [name for org in (*roster.orgs, *roster.roll) for name in (org.name, *org.aliases)]
    parts = [part.strip(",.") for name in people for part in name.split()]
    return sorted({one for one in (*people, *parts, *bodies) if len(one) > 1})


@dataclass
class Presidio:
    """Presidio on the text of whole turns. `entities` None asks for everything it knows by default.

    A session has to be prepared first: Presidio starts once for all of them, and its start is not timed.
    """

    name: str
    pipeline: str
    entities: Sequence[str] | None = ("PERSON",)
    deny: bool = True
    hasten: bool = False  # with the arithmetic that our own loader gives the model
    seconds: float = 0.0
    version: str = ""
    _found: dict[str, list[list[tuple[int, int, str]]]] = field(default_factory=dict, repr=False)

    def prepare(self, cases: Sequence[Case]) -> None:
        """Let Presidio read all of these. Raises CalledProcessError with what it said when it fails."""
        sessions = [
            {"texts": [turn.text for turn in case.turns], "deny": deny_list(case.roster) if self.deny else []}
            for case in cases
        ]
        entities = None if self.entities is None else list(self.entities)
        job = json.dumps(
            {
                "pipeline": self.pipeline,
                "library": str(Path(ner.__file__).parent),
                "hasten": self.hasten,
                "entities": entities,
                "sessions": sessions,
            }
        )
        env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | ONE_THREAD
        done = subprocess.run([PYTHON, SIDE], input=job + "\n", text=True, capture_output=True, check=True, env=env)  # noqa: S603
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        self.seconds += answer["seconds"]
        self.version = answer["version"]
        for case, found in zip(cases, answer["found"], strict=True):
            self._found[case.case_id] = [[(start, end, kind) for start, end, kind, _ in text] for text in found]

    def masks(self, case: Case, said: Captioned) -> list[list[Mask]]:
        return in_cues(case, said, self._found[case.case_id])


ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}


def beside(pipeline: str | None) -> list[Presidio]:
    """Presidio as it is measured: people and the roster, and everything with the roster.

    People without the roster would be the model alone, word for word.
    """
    model = pipeline or str(ner.FOLDER)
    return [
        Presidio("Presidio, names and roster", model),
        Presidio("Presidio, all types and roster", model, entities=None),
    ]
