"""What the simulated API answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(cls, value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answered:
        """A JSON answer."""
        body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        return cls(status, {"content-type": "application/json;charset=UTF-8", **(headers or {})}, body)


def problem(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> Answered:
    """An error in Zoom's shape."""
    return Answered.of({"code": code, "message": message}, status, headers)
