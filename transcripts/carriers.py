"""Getting every word out of a file about to leave, wherever it hides: text, comments, properties, attributes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

from transcripts.carriers_html import in_html
from transcripts.carriers_word import in_word
from transcripts.passages import Passage, UnreadableFile

__all__ = ["Passage", "UnreadableFile", "passages_of"]

_TIMING = re.compile(r"[ \t]*[0-9:.]{5,16}[ \t]*-->[ \t]*[0-9:.]{5,16}(.*)")
_COUNTER = re.compile(r"[ \t]*[0-9]{1,7}[ \t]*")


def passages_of(name: str, data: bytes) -> list[Passage]:
    """Everything readable in a file, told apart by the ending of its name; the name itself comes first.

    What is read aloud stands in its order and uninterrupted, so that a name split over two lines is still one name;
    attributes, ids and numbers follow. Raises UnreadableFile for an ending that is not known and for a file that
    does not hold what its name says.
    """
    path = PurePath(name)
    readers = {".vtt": _vtt, ".txt": _lines, ".docx": in_word, ".html": in_html, ".json": _json}
    if path.suffix.lower() not in readers:
        raise UnreadableFile(
            f"Only {', '.join(readers)} can be audited, not {path.suffix or 'a file without an ending'!r}."
        )
    named = Passage("the file's name", path.stem)
    try:
        return [named, *readers[path.suffix.lower()](data)]
    except (
        UnicodeDecodeError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        json.JSONDecodeError,
        KeyError,
        RuntimeError,  # nested too deep, encrypted, or packed in a way that zipfile does not know
    ) as error:
        raise UnreadableFile(f"The file cannot be read as {path.suffix.lower()}: {error}.") from error


def _lines(data: bytes) -> Iterator[Passage]:
    for number, line in enumerate(data.decode("utf-8-sig").splitlines(), 1):
        if line.strip():
            yield Passage(f"line {number}", line)


def _vtt(data: bytes) -> Iterator[Passage]:
    settings = []
    for passage in _lines(data):
        timing = _TIMING.fullmatch(passage.text)
        if timing:
            if timing.group(1).strip():
                settings.append(Passage(f"{passage.where}, settings of a cue", timing.group(1), prose=False))
        elif not _COUNTER.fullmatch(passage.text) and passage.text != "WEBVTT":
            yield passage
    yield from settings


def _json(data: bytes) -> list[Passage]:
    spoken: list[Passage] = []
    others: list[Passage] = []

    def walk(value: Any, where: str) -> None:
        if isinstance(value, str):
            spoken.append(Passage(where, value))
        elif isinstance(value, _Object):
            for key, inner in value.pairs:
                others.append(Passage(f"{where}, a key", key, prose=False))
                walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                walk(inner, f"{where}[{number}]")
        elif value is not None and not isinstance(value, bool):
            others.append(Passage(where, str(value), prose=False))

    walk(json.loads(data.decode("utf-8-sig"), object_pairs_hook=_Object), "$")
    return [*spoken, *{(passage.where, passage.text): passage for passage in others}.values()]


class _Object:
    """An object with every key it has, also those that stand there twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs
