"""The only thing the writers take: a text that has been through a gate, or says in plain words that it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass

from transcripts.boilerplate import CONSISTENT_LABELS, NOT_REVIEWED, NOTICE
from transcripts.cues import Cue
from transcripts.folding import plain
from transcripts.visible import visible

_GATE = object()


class NotReleasable(ValueError):
    """The text may not become a release; `reasons` says why, one sentence each."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


@dataclass(frozen=True, slots=True)
class Line:
    """One cue of a release. `passage` counts changes of speaker; it says that somebody else speaks, not who."""

    start_ms: int
    end_ms: int
    text: str
    passage: int


@dataclass(frozen=True, slots=True)
class ReleasedTranscript:
    """A text that may be rendered. Made by `from_review` or `from_command_line`, and by nothing else.

    `headings` maps the number of a line to the agenda item that begins there.
    """

    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]
    is_reviewed: bool
    gate: InitVar[object]

    def __post_init__(self, gate: object) -> None:
        if gate is not _GATE:
            raise TypeError("a release is made by from_review or from_command_line")


def from_review(
    cues: Sequence[Cue],
    *,
    title: str,
    undecided: int,
    unresolved: Sequence[str],
    hard_leaks: int | None,
    speakers: Sequence[str | None] = (),
    headings: Sequence[tuple[int, str]] = (),
) -> ReleasedTranscript:
    """Make the release of a reviewed text: `cues` are masked already.

    `hard_leaks` is what the audit counted over this text, None when it was not run. Raises NotReleasable while spans
    are undecided, speakers unresolved, or the audit is missing or found something.
    """
    reasons = []
    if undecided:
        reasons.append(f"{undecided} proposals are still undecided.")
    if unresolved:
        reasons.append(f"{len(unresolved)} speakers are not resolved.")
    if hard_leaks is None:
        reasons.append("The leak audit has not been run over this text.")
    elif hard_leaks:
        reasons.append(f"The leak audit found {hard_leaks} things that identify somebody.")
    if reasons:
        raise NotReleasable(reasons)
    shown = tuple((number, visible(heading)) for number, heading in headings)
    return ReleasedTranscript(visible(title), _lines(cues, speakers), (NOTICE,), shown, is_reviewed=True, gate=_GATE)


def from_command_line(
    cues: Sequence[Cue], *, title: str, speakers: Sequence[str | None] = (), consistent_labels: bool = False
) -> ReleasedTranscript:
    """Make the text of a file that was masked without anybody looking. It says so, in every format."""
    notes = (NOTICE, NOT_REVIEWED, *((CONSISTENT_LABELS,) if consistent_labels else ()))
    return ReleasedTranscript(visible(title), _lines(cues, speakers), notes, (), is_reviewed=False, gate=_GATE)


def _lines(cues: Sequence[Cue], speakers: Sequence[str | None]) -> tuple[Line, ...]:
    lines = []
    passage = 0
    for place, cue in enumerate(cues):
        if place and speakers and speakers[place] not in (None, speakers[place - 1]):
            passage += 1
        lines.append(Line(cue.start_ms, cue.end_ms, visible(plain(cue.text)), passage))
    return tuple(lines)
