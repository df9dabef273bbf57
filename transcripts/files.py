"""From a file to a file: what the commands `companion anonymise` and `companion leaks` do."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transcripts.anonymise import Proposal, propose
from transcripts.furniture import audit_file
from transcripts.labels import Policy
from transcripts.leaks import Leak
from transcripts.linkage import LinkReport, attack, turns_of
from transcripts.ner import chosen
from transcripts.readers import FileRead, read_any
from transcripts.recogniser import Recogniser
from transcripts.registrants import read_any_roster
from transcripts.released import from_command_line
from transcripts.replacement import apply
from transcripts.writers import FORMATS, render

TITLE = "Forum transcript"


def anonymise_file(
    in_path: Path,
    roster_path: Path,
    out_path: Path,
    *,
    labels: Policy = Policy.NONE,
    report_path: Path | None = None,
    recognisers: Sequence[Recogniser] | None = None,
) -> dict[str, Any]:
    """Read what was said and who was there, write the masked text in the format of `out_path`'s ending, and report.

    The transcript is WebVTT, saved captions or a saved chat; the roster is its JSON or Zoom's registration report.
    Returns what `report_path` gets, and with it `unresolved`: display names that the roster cannot explain (they are
    masked, but somebody should look), and `dropped`: what of the file did not belong into a transcript. `recognisers`
    are the statistical models; left out, the shipped one. Raises TranscriptError, RosterError, ValueError for a format
    that is not written or a name that would overwrite what is read, and OSError; then nothing is written.
    """
    fmt = out_path.suffix.lower().removeprefix(".")
    if fmt not in FORMATS:
        raise ValueError(f"The output must end in one of {', '.join('.' + known for known in FORMATS)}.")
    _check_targets([path for path in (out_path, report_path) if path], [in_path, roster_path])
    began = time.perf_counter()
    file = read_any(in_path.name, in_path.read_bytes())
    roster = read_any_roster(roster_path.read_bytes())
    proposal = propose(file.cues, roster, labels=labels, recognisers=chosen() if recognisers is None else recognisers)
    released = from_command_line(
        apply(file.cues, proposal.spans),
        title=TITLE,
        speakers=proposal.speakers,
        consistent_labels=labels in (Policy.ITEM, Policy.SESSION),
    )
    content = render(released, fmt)
    report = report_of(file, proposal, seconds=time.perf_counter() - began)
    if report_path is not None:
        write_whole(report_path, (json.dumps(report, indent=1) + "\n").encode())
    write_whole(out_path, content)
    dropped = {each.what: each.count for each in file.dropped}
    return {**report, "unresolved": list(proposal.unresolved), "dropped": dropped}


def leaks_in_file(path: Path, roster_path: Path) -> list[Leak]:
    """Everything in a released file that may still identify somebody: hard hits first.

    Raises UnreadableFile, RosterError and OSError.
    """
    roster = read_any_roster(roster_path.read_bytes())
    return audit_file(path.name, path.read_bytes(), roster)


def linking_of_files(path: Path, roster_path: Path, spoken_path: Path) -> LinkReport:
    """How well a program tells by style who said what in a released file; `spoken_path` is what it was made from.

    The released file is one that keeps its cues (.vtt or .json). Raises ValueError where the two do not belong
    together, and what reading them raises.
    """
    spoken = read_any(spoken_path.name, spoken_path.read_bytes())
    if path.suffix.lower() == ".json":
        try:
            released = [str(line["text"]) for line in json.loads(path.read_bytes())["lines"]]
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path.name} is not a release of ours.") from error
    elif path.suffix.lower() == ".vtt":
        released = [cue.text for cue in read_any(path.name, path.read_bytes()).cues]
    else:
        raise ValueError("Only a released .vtt or .json keeps its cues and can be compared with what was said.")
    if len(released) != len(spoken.cues):
        raise ValueError(f"{path.name} has {len(released)} cues and {spoken_path.name} has {len(spoken.cues)}.")
    speakers = propose(spoken.cues, read_any_roster(roster_path.read_bytes())).speakers
    return attack(turns_of(released, speakers))


def report_of(file: FileRead, proposal: Proposal, *, seconds: float) -> dict[str, Any]:
    """The report: counts and spans, with offsets in code points of the cues' text as in the file. No words."""
    spans = [
        {
            "cue": span.cue,
            "start": span.start,
            "end": span.end,
            "kind": str(span.kind),
            "finder": span.finder,
            "confidence": span.confidence,
            "label": span.label,
        }
        for span in proposal.spans
    ]
    return {"cues": len(file.cues), "words": proposal.words, "spans": spans, "seconds": round(seconds, 3)}


def _check_targets(written: list[Path], read: list[Path]) -> None:
    for path in written:
        if not path.parent.is_dir():
            raise FileNotFoundError(f"There is no folder {path.parent} to write {path.name} into.")
        if path.resolve() in {one.resolve() for one in read}:
            raise ValueError(f"{path.name} would be written over what is read; choose another name.")
    if len({path.resolve() for path in written}) < len(written):
        raise ValueError("The report would be written over the output; choose another name.")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that there is either all of it or what was there before."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
