"""Every test has a database of its own, and so an engine; what a statement compiles to is worked out once a process.

SQLAlchemy keeps compiled statements by engine and dialect. A server makes one engine and uses it for weeks; the tests
make two thousand, and spent a third of their time in compiling the same statements again.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import LRUCache

from companion.kernel import db

_MOST = 5000
_dialects: dict[tuple[str, str], Any] = {}
_compiled: dict[tuple[str, str], LRUCache[Any, Any]] = {}


def compile_statements_once() -> None:
    """Let all engines of one kind of database share a dialect and its compiled statements."""
    db.create_engine = _engine


def _engine(*args: Any, **more: Any) -> Engine:
    engine = sqlalchemy.create_engine(*args, **more)
    kind = (engine.dialect.name, engine.dialect.driver)
    if kind not in _dialects and not _learn(kind, engine):
        return engine
    engine.dialect = engine.pool._dialect = _dialects[kind]
    engine._compiled_cache = _compiled[kind]
    return engine


def _learn(kind: tuple[str, str], engine: Engine) -> bool:
    """Let the first of its kind find out what its server can do; False when no server answers."""
    asked = sqlalchemy.create_engine("sqlite://") if engine.dialect.name == "sqlite" else engine
    try:
        with asked.connect():
            _dialects[kind], _compiled[kind] = asked.dialect, LRUCache(_MOST)
    except DBAPIError:
        return False
    return True
