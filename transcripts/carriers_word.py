"""Every word of a Word document: all parts, all properties, and the archive around them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

from transcripts.lexicon import words
from transcripts.passages import Passage, UnreadableFile

MAX_UNPACKED = 200 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHO = re.compile(r"creator|lastModifiedBy|Manager|Company|author|initials")
_READ_ALOUD = words("descr title alt")
# Fonts are called Georgia, Shruti or Latha, and mean nobody.
_OF_FONTS = words("typeface ascii hansi eastasia cs script panose panose1 altname")
_STANDARD = re.compile(
    r"word/(?:fontTable|theme/.*|webSettings|settings|numbering)\.xml"
)  # with words as "roman" in them
_MACHINE = re.compile(r"[0-9A-Fa-f]{1,8}|[a-z]{1,3}[0-9]{0,3}|[0-9.,% -]+|https?://schemas\..*|urn:schemas-.*")
_COMMENT = re.compile(rb"<!--(.*?)-->|<\?(?!xml )(.*?)\?>", re.DOTALL)  # also before and behind the root
_HEADER = 30  # bytes of an entry's header before its name
_DESCRIPTOR = 24  # what may follow an entry's content


def in_word(data: bytes) -> Iterator[Passage]:
    """What the document says, part by part, and then its properties, attributes, notes and leftovers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise UnreadableFile("The document unpacks to more than 200 MB.")
        if "word/document.xml" not in archive.namelist():
            raise UnreadableFile("The file is not a Word document.")
        hidden = list(_around(archive, entries, data))
        for entry in sorted(entries, key=lambda one: one.filename != "word/document.xml"):
            if entry.filename.endswith((".xml", ".rels")):
                shown, carried = _xml(entry.filename, archive.read(entry))
                yield from shown
                hidden += carried
            elif not entry.is_dir():
                what = f"a part that holds no text: {PurePath(entry.filename).name}"
                hidden.append(Passage(f"the part {entry.filename}", what, prose=False, opaque=True))
        yield from hidden


def _around(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], data: bytes) -> Iterator[Passage]:
    if archive.comment:
        yield Passage("the archive's comment", archive.comment.decode("utf-8", "replace"), says_who=True)
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        yield Passage("a part's name", entry.filename.replace("/", " "), prose=False)
        if entry.comment:
            comment = entry.comment.decode("utf-8", "replace")
            yield Passage(f"the archive's comment on {entry.filename}", comment, says_who=True)
        if entry.header_offset - at > _DESCRIPTOR:
            yield Passage("the archive", "bytes between its parts", prose=False, opaque=True)
        header = data[entry.header_offset : entry.header_offset + _HEADER]
        name, extra = (int.from_bytes(header[k : k + 2], "little") for k in (26, 28))
        at = entry.header_offset + _HEADER + name + extra + entry.compress_size
    behind = data.rfind(b"PK\x05\x06")
    if len(data) - behind - 22 - len(archive.comment) > 0:
        yield Passage("the archive", "bytes behind its end", prose=False, opaque=True)


def _xml(part: str, data: bytes) -> tuple[list[Passage], list[Passage]]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableFile(f"The part {part} declares entities, which no Word document needs.")
    root = ElementTree.fromstring(data)  # noqa: S314  no entities above
    notes = [Passage(f"{part}, a comment", found) for found in _comments(data)]
    if part.startswith("docProps/"):
        return [], [*_properties(root), *notes]
    shown = []
    in_paragraphs: set[Any] = set()
    for number, paragraph in enumerate(root.iter(f"{_W}p"), 1):
        inside = list(paragraph.iter())
        in_paragraphs.update(inside)
        text = "".join(_run_text(element) for element in inside)
        if text.strip():
            shown.append(Passage(f"{part}, paragraph {number}", text))
    return shown, [*_elsewhere(part, root, in_paragraphs), *_attributes(part, root), *notes]


def _comments(data: bytes) -> Iterator[str]:
    for found in _COMMENT.finditer(data):
        yield (found.group(1) or found.group(2) or b"").decode("utf-8", "replace")


def _properties(root: Any) -> Iterator[Passage]:
    for element in root.iter():
        if element.text and element.text.strip():
            tag = _local(element.tag)
            yield Passage(f"document properties, {tag}", element.text, says_who=bool(_WHO.fullmatch(tag)))
        for key, value in element.attrib.items():
            if _local(key) == "name":
                yield Passage("document properties, a name", value, prose=False)


def _elsewhere(part: str, root: Any, in_paragraphs: set[Any]) -> Iterator[Passage]:
    """Text that is no run of a paragraph: of drawings, of the document's own data."""
    for element in root.iter():
        if element.text and element.text.strip() and not (element in in_paragraphs and _run_text(element)):
            yield Passage(f"{part}, {_local(element.tag)}", element.text)
        if element.tail and element.tail.strip():
            yield Passage(f"{part}, between its elements", element.tail)


def _attributes(part: str, root: Any) -> Iterator[Passage]:
    seen: set[tuple[str, str]] = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            key = _local(name)
            is_font = key.lower() in _OF_FONTS or _local(element.tag) in ("font", "altName")
            who = key in ("author", "initials")
            if (
                is_font
                or (key == "val" and _STANDARD.fullmatch(part))
                or (_MACHINE.fullmatch(value) and not who)
                or (key, value) in seen
            ):
                continue
            seen.add((key, value))
            aloud = key in _READ_ALOUD
            yield Passage(f"{part}, {key}", value, says_who=who, prose=aloud)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _run_text(element: Any) -> str:
    if element.tag in (f"{_W}t", f"{_W}delText", f"{_W}instrText"):
        return element.text or ""
    return " " if element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") else ""
