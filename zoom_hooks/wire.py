"""Strict first look at JSON that strangers sent: bytes to a dict of clean values, or one Malformed.

Whatever passes here has finite depth, no NaN, no lone surrogates and no NUL, so that a database and a
template can hold it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

MAX_DEPTH = 32
"""Deeper than anything that Zoom sends, far shallower than Python's stack."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DIGITS = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Malformed(ValueError):
    """What was sent cannot be read. The message names the place, never the value."""


def read_object(body: bytes | str) -> dict[str, object]:
    """The JSON object in these bytes (UTF-8)."""
    try:
        text = body if isinstance(body, str) else body.decode("utf-8")
        value = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Malformed("nested too deeply") from None
    except ValueError as error:
        raise Malformed("not JSON in UTF-8") from error
    cleaned = _clean(value, MAX_DEPTH)
    if not isinstance(cleaned, dict):
        raise Malformed("not a JSON object")
    return cleaned


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _clean(value: object, depth: int) -> object:
    if depth == 0:
        raise Malformed("nested too deeply")
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("\ufffd", key): _clean(item, depth - 1) for key, item in value.items()}
    return value


class Fields:
    """Typed look-ups in one JSON object. A missing or null key is None; a value of the wrong type is
    Malformed.
    """

    def __init__(
        self, values: Mapping[str, object], path: str = "", *, fault: Callable[[str], Exception] = Malformed
    ) -> None:
        """`fault` makes the error to raise, for callers to whom bad JSON means something else than Malformed."""
        self._values = values
        self._path = path
        self._fault = fault

    def __contains__(self, key: str) -> bool:
        return self._values.get(key) is not None

    def plain(self) -> dict[str, object]:
        """The object as it came."""
        return dict(self._values)

    def _wrong(self, key: str, wanted: str) -> Exception:
        return self._fault(f"{self._path}{key} is not {wanted}")

    def text(self, key: str) -> str | None:
        """Text without surrounding blanks; blank counts as missing."""
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._wrong(key, "text")
        return value.strip() or None

    def id(self, key: str) -> str | None:
        """An identifier as text, whether it came as a number or as text; blank counts as missing."""
        value = self._values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            if not -(10**18) < value < 10**18:
                raise self._wrong(key, "an identifier")
            return str(value)
        return self.text(key)

    def required_id(self, key: str) -> str:
        """As `id`, and Malformed when missing."""
        value = self.id(key)
        if value is None:
            raise self._fault(f"{self._path}{key} is missing")
        return value

    def integer(self, key: str) -> int | None:
        """A whole number, also when it came as text of digits."""
        value = self._values.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and -(10**18) < value < 10**18:
            return value
        raise self._wrong(key, "a whole number")

    def boolean(self, key: str) -> bool | None:
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self._wrong(key, "true or false")

    def instant_ms(self, key: str) -> datetime | None:
        """Milliseconds since 1970, as aware UTC."""
        value = self.integer(key)
        if value is None:
            return None
        try:
            return _EPOCH + timedelta(milliseconds=value)
        except OverflowError:
            raise self._wrong(key, "a time") from None

    def instant(self, key: str, *, timezone: str | None = None) -> datetime | None:
        """An ISO time as aware UTC. Without an offset it is local to `timezone`, or unknown (None) without
        that.
        """
        value = self.text(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                if timezone is None:
                    return None
                moment = moment.replace(tzinfo=ZoneInfo(timezone))
            return moment.astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            # ZoneInfo raises KeyError's cousin ZoneInfoNotFoundError for unknown names, ValueError for
            # hostile ones
            raise self._wrong(key, "a time") from None
        except KeyError:
            return None

    def object(self, key: str) -> Fields:
        """A nested object; missing counts as empty."""
        value = self._values.get(key)
        if value is None:
            return Fields({}, f"{self._path}{key}.", fault=self._fault)
        if not isinstance(value, dict):
            raise self._wrong(key, "an object")
        return Fields(value, f"{self._path}{key}.", fault=self._fault)

    def objects(self, key: str) -> tuple[Fields, ...]:
        """A list of objects; missing counts as empty."""
        value = self._values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._wrong(key, "a list")
        found = []
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                raise self._fault(f"{self._path}{key}[{index}] is not an object")
            found.append(Fields(item, f"{self._path}{key}[{index}].", fault=self._fault))
        return tuple(found)
