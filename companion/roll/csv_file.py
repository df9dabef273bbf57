"""The lines of a CSV file: any common encoding, any common separator, quotation marks taken strictly."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from charset_normalizer import from_bytes

from companion.roll.faults import MOST_LINES, BrokenRoll

DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: what spreadsheets in Western Europe saved before Unicode; tried where a file is neither Unicode nor Windows-1252
_OLDER = ["cp1252", "mac_roman", "cp850", "iso8859_15", "cp1250"]
ENCODING_WORDS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS", "utf-16": "UTF-16"}
#: the letters and signs that stand in names and addresses here, beyond ASCII
_USUAL = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßŒœŠšŽžÐðÞþ‘’“”‚„–—…•·£€©®™°½¼¾²³ºª§\xa0«»¿¡´"
)
UTF16_NULS = 0.3  # of the bytes at even, or at odd places: Latin text in UTF-16 without its mark


def text_of(data: bytes) -> tuple[str, str | None]:
    """The text of a file, and the encoding in words where it was not plain UTF-8. Raises BrokenRoll."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked(data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise BrokenRoll(data[:start].count(b"\n") + 1, "the letters cannot be read; save it as “CSV UTF-8”") from error
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise BrokenRoll(line, "there is a NUL character, so this is neither a CSV file nor an Excel workbook")
    plain = encoding in ("utf-8", "utf-8-sig")
    return text, None if plain else ENCODING_WORDS.get(encoding, encoding.upper().replace("_", "-"))


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it starts on. Raises BrokenRoll for a quotation mark that is never closed, and for
    more lines or a longer cell than any roll has."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise BrokenRoll(
                    line, "a cell is longer than we take, or its quotation mark is never closed"
                ) from error
            raise BrokenRoll(line, "a quotation mark is out of place or never closed") from error
        if line > MOST_LINES:
            raise BrokenRoll(line, f"the file has more than {MOST_LINES:,} lines, which is more than we take")
        yield line, cells


def _unmarked(data: bytes) -> str:
    """The encoding of a file that does not say it."""
    for start, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        places = data[start:4096:2]
        if len(data) % 2 == 0 and places and places.count(0) > UTF16_NULS * len(places):
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _older(data)
    return "utf-8"


def _older(data: bytes) -> str:
    try:
        if all(letter.isascii() or letter in _USUAL for letter in set(data.decode("cp1252"))):
            return "cp1252"
    except UnicodeDecodeError:
        pass
    found = from_bytes(data, cp_isolation=_OLDER).best()
    return found.encoding if found is not None else "utf-8"
