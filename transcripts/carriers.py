"""Getting every word out of a file about to leave, wherever it hides: text, comments, properties, attributes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

MAX_UNPACKED = 200 * 1024 * 1024
_TIMING = re.compile(r"[ \t]*[0-9:.]{9,16}[ \t]*-->.*|[0-9]{1,7}[ \t]*")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHO = re.compile(r"creator|lastModifiedBy|Manager|Company|author|initials")


class UnreadableFile(ValueError):
    """The file cannot be looked into, so nothing can be said about it; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some text of a file and where it stands. `says_who`: the place itself tells who made the file."""

    where: str
    text: str
    says_who: bool = False


def passages_of(name: str, data: bytes) -> list[Passage]:
    """Everything readable in a file, in its order, told apart by the ending of its name; the name itself comes first.

    Raises UnreadableFile for an ending that is not known and for a file that does not hold what its name says.
    """
    path = PurePath(name)
    readers = {".vtt": _vtt, ".txt": _lines, ".docx": _docx, ".html": _html, ".json": _json}
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
        RecursionError,
        KeyError,
    ) as error:
        raise UnreadableFile(f"The file cannot be read as {path.suffix.lower()}: {error}.") from error


def _lines(data: bytes) -> Iterator[Passage]:
    for number, line in enumerate(data.decode("utf-8-sig").splitlines(), 1):
        if line.strip():
            yield Passage(f"line {number}", line)


def _vtt(data: bytes) -> Iterator[Passage]:
    for passage in _lines(data):
        if not _TIMING.fullmatch(passage.text) and passage.text != "WEBVTT":
            yield passage


def _json(data: bytes) -> Iterator[Passage]:
    def walk(value: Any, where: str) -> Iterator[Passage]:
        if isinstance(value, str):
            yield Passage(where, value)
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield Passage(f"{where}, a key", str(key))
                yield from walk(inner, f"{where}.{key}")
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                yield from walk(inner, f"{where}[{number}]")
        elif value is not None and not isinstance(value, bool):
            yield Passage(where, str(value))

    yield from walk(json.loads(data.decode("utf-8-sig")), "$")


class _HtmlText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []

    def handle_data(self, data: str) -> None:
        for offset, line in enumerate(data.split("\n")):
            if line.strip() and self.get_starttag_text() != "<style>":
                self.found.append(Passage(f"line {self.getpos()[0] + offset}", line))

    def handle_comment(self, data: str) -> None:
        self.found.append(Passage(f"line {self.getpos()[0]}, a comment", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        who = tag == "meta" and (named.get("name") or "").lower() in ("author", "creator", "generator")
        for key, value in attrs:
            if value:
                place = f"line {self.getpos()[0]}, {key} of <{tag}>"
                self.found.append(Passage(place, value, says_who=who and key == "content"))


def _html(data: bytes) -> list[Passage]:
    parser = _HtmlText()
    parser.feed(data.decode("utf-8-sig"))
    parser.close()
    return parser.found


def _docx(data: bytes) -> Iterator[Passage]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableFile("The document unpacks to more than 200 MB.")
        if "word/document.xml" not in archive.namelist():
            raise UnreadableFile("The file is not a Word document.")
        if archive.comment:
            yield Passage("the archive's comment", archive.comment.decode("utf-8", "replace"), says_who=True)
        for name in archive.namelist():
            if not name.startswith("word/") or not name.endswith(".xml"):
                yield Passage("a part's name", PurePath(name).stem)
            if name.endswith((".xml", ".rels")):
                yield from _xml(name, archive.read(name))


def _xml(part: str, data: bytes) -> Iterator[Passage]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(f"The part {part} declares entities, which no Word document needs.")
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))  # noqa: S314  no entities above
    root = ElementTree.fromstring(data, parser)  # noqa: S314  no entities above
    if part.startswith("docProps/"):
        for element in root.iter():
            if isinstance(element.tag, str) and element.text and element.text.strip():
                tag = _local(element.tag)
                who = bool(_WHO.fullmatch(tag))
                yield Passage(f"document properties, {tag}", element.text, says_who=who)
        return
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        text = "".join(_run_text(element) for element in paragraph.iter())
        if text.strip():
            yield Passage(f"{part}, paragraph {number}", text)
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield Passage(f"{part}, a comment", element.text or "")
            continue
        for key, value in element.attrib.items():
            who = _local(key) in ("author", "initials")
            if who or _local(key) in ("Target", "descr", "title"):
                yield Passage(f"{part}, {_local(key)}", value, says_who=who)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _run_text(element: Any) -> str:
    if element.tag in (f"{_W}t", f"{_W}delText", f"{_W}instrText"):
        return element.text or ""
    return " " if element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") else ""
