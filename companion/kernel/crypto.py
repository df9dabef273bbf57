"""Keys and sealing: what people said is stored unreadable, and made unreadable for good by destroying one key.

One 256-bit data key per purpose and subject (a forum session's captions, a day of the inbox), wrapped by a master key
that lives in a file outside the database. Wrapped keys have a store of their own, backed up with its own short expiry;
otherwise a backup of the database would bring a shredded key back.

A sealed value is `version (1) | key id (16) | nonce (12) | AES-GCM ciphertext and tag`. The key's identity and the
row's are associated data, so that two sealed values cannot be swapped.
"""

from __future__ import annotations

import base64
import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, LargeBinary, MetaData, UniqueConstraint, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from companion.kernel.db import NAMING, READ_ONLY, UtcDateTime
from companion.kernel.ids import new_id
from companion.kernel.settings import SetupProblem

VERSION = b"\x01"
CACHE_SECONDS = 30.0  # how long another process may still hold a key that was shredded here


class KeyProblem(SetupProblem):
    """The master key is missing, wrong, or would be replaced. The message says what to do."""


class Unreadable(Exception):
    """A sealed value cannot be opened: its key was destroyed, or it was moved or altered."""


class KeyBase(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class WrappedKey(KeyBase):
    """A data key, wrapped by a master key. Deleting the row is what shredding means."""

    __tablename__ = "kernel_wrapped_key"
    __table_args__ = (UniqueConstraint("purpose", "subject"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    subject: Mapped[UUID]
    master: Mapped[str]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, repr=False)
class MasterKeys:
    """The master keys by name, the current one first. Never printed."""

    keys: tuple[tuple[str, bytes], ...]

    @property
    def current(self) -> tuple[str, bytes]:
        return self.keys[0]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.keys)

    def named(self, name: str) -> bytes:
        for known, key in self.keys:
            if known == name:
                return key
        raise KeyProblem(f"The master key {name} is not in the key file. Restore the file it was in.")


def read_master_keys(path: Path) -> MasterKeys:
    """The master keys of a key file: one `name:base64` a line, the current one first.

    Raises KeyProblem when the file is absent or malformed.
    """
    if not path.exists():
        raise KeyProblem(
            f"There is no master key at {path}. Run `companion init`, or restore the file from its backup."
        )
    keys = []
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), start=1):
        name, _, encoded = line.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise KeyProblem(f"Line {number} of {path} is not a master key.") from error
        if len(key) != 32:
            raise KeyProblem(f"Line {number} of {path} is not a master key of 256 bits.")
        keys.append((name, key))
    if not keys:
        raise KeyProblem(f"{path} holds no master key.")
    return MasterKeys(tuple(keys))


def write_master_keys(path: Path, keys: MasterKeys) -> None:
    """Write the key file in one step, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)  # left by somebody who died half-way; read-only by then
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in keys.keys)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o400)
    draft.replace(path)


def new_master_key() -> tuple[str, bytes]:
    """A fresh master key with a random name."""
    return os.urandom(4).hex(), AESGCM.generate_key(bit_length=256)


class Keys:
    """Seals and opens values, and destroys keys. Safe to share between threads.

    `reread` gives the master keys as the key file has them now, so that a process that runs through a rotation follows
    it: it never wraps a new key under a master that has left the file.
    """

    def __init__(self, engine: Engine, masters: MasterKeys, *, reread: Callable[[], MasterKeys] | None = None) -> None:
        self._engine = engine
        self._masters = masters
        self._reread = reread
        self._lock = threading.Lock()
        self._by_id: dict[UUID, tuple[float, str, UUID, bytes]] = {}
        self._ids: dict[tuple[str, UUID], UUID] = {}

    def create_store(self) -> None:
        """Make the table of wrapped keys where it is absent."""
        KeyBase.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the key store and forget every key."""
        with self._lock:
            self._by_id.clear()
            self._ids.clear()
        self._engine.dispose()

    def count(self) -> int:
        """How many data keys there are."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return len(connection.execute(select(WrappedKey.id)).all())

    def check(self) -> None:
        """Open every data key once. Raises KeyProblem for one that the key file cannot open."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            for row in connection.execute(select(WrappedKey)):
                _unwrap(self._masters.named(row.master), row.wrapped, row.id)

    def subjects(self, purpose: str) -> set[UUID]:
        """The subjects that have a data key of that purpose."""
        query = select(WrappedKey.subject).where(WrappedKey.purpose == purpose)
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return set(connection.execute(query).scalars())

    def seal(self, plaintext: bytes | str, *, purpose: str, subject: UUID, row: str) -> bytes:
        """Encrypt under the data key of (purpose, subject), made now if it is new. `row` says whose value it is."""
        key_id, key = self._key_for(purpose, subject)
        data = plaintext.encode("utf-8") if isinstance(plaintext, str) else plaintext
        nonce = os.urandom(12)
        sealed = AESGCM(key).encrypt(nonce, data, _associated(purpose, subject, key_id, row))
        return VERSION + key_id.bytes + nonce + sealed

    def open(self, sealed: bytes, *, row: str) -> bytes:
        """Decrypt what `seal` made for the same row.

        Raises Unreadable when the key was shredded, or the value altered or moved.
        """
        if len(sealed) < 45 or sealed[:1] != VERSION:
            raise Unreadable("not a sealed value")
        key_id = UUID(bytes=sealed[1:17])
        purpose, subject, key = self._by_key_id(key_id)
        try:
            return AESGCM(key).decrypt(sealed[17:29], sealed[29:], _associated(purpose, subject, key_id, row))
        except InvalidTag as error:
            raise Unreadable("altered, or moved from another row") from error

    def open_text(self, sealed: bytes, *, row: str) -> str:
        """`open`, as text."""
        return self.open(sealed, row=row).decode("utf-8")

    def shred(self, *, purpose: str, subject: UUID) -> bool:
        """Destroy a data key: everything sealed under it is unreadable from now on. True if there was one.

        Other processes forget it within CACHE_SECONDS; the key store's own backups expire after their days.
        """
        with self._engine.begin() as connection:
            found = connection.execute(
                select(WrappedKey.id).where(WrappedKey.purpose == purpose, WrappedKey.subject == subject)
            ).scalar()
            if found is None:
                return False
            # Overwritten before it is deleted, so that a page of the file that is not vacuumed yet holds nothing.
            connection.execute(update(WrappedKey).where(WrappedKey.id == found).values(wrapped=bytes(60)))
            connection.execute(delete(WrappedKey).where(WrappedKey.id == found))
        with self._lock:
            self._by_id.pop(found, None)
            self._ids.pop((purpose, subject), None)
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        return True

    def rotate(self, fresh: MasterKeys) -> int:
        """Wrap every data key anew under the current key of `fresh` (which must still know the old one).

        Returns how many were rewrapped. Sealed values do not change.
        """
        name, master = fresh.current
        rewrapped = 0
        with self._engine.begin() as connection:
            for row in connection.execute(select(WrappedKey)).all():
                if row.master == name:
                    continue
                key = _unwrap(fresh.named(row.master), row.wrapped, row.id)
                connection.execute(
                    update(WrappedKey)
                    .where(WrappedKey.id == row.id)
                    .values(master=name, wrapped=_wrap(master, key, row.id))
                )
                rewrapped += 1
        self._masters = fresh
        return rewrapped

    def _follow_rotation(self) -> None:
        """Take the master keys from the key file again; without a file that can be read, go on with those we have."""
        if self._reread is not None:
            with contextlib.suppress(KeyProblem, OSError):
                self._masters = self._reread()

    def _key_for(self, purpose: str, subject: UUID) -> tuple[UUID, bytes]:
        with self._lock:
            known = self._ids.get((purpose, subject))
        if known is not None:
            try:
                return known, self._by_key_id(known)[2]
            except Unreadable:
                with self._lock:
                    self._ids.pop((purpose, subject), None)
        key_id = self._find(purpose, subject) or self._make(purpose, subject)
        with self._lock:
            self._ids[(purpose, subject)] = key_id
        return key_id, self._by_key_id(key_id)[2]

    def _find(self, purpose: str, subject: UUID) -> UUID | None:
        query = select(WrappedKey.id).where(WrappedKey.purpose == purpose, WrappedKey.subject == subject)
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return connection.execute(query).scalar()

    def _make(self, purpose: str, subject: UUID) -> UUID:
        self._follow_rotation()
        key_id, key = new_id(), AESGCM.generate_key(bit_length=256)
        name, master = self._masters.current
        row = {
            "id": key_id,
            "purpose": purpose,
            "subject": subject,
            "master": name,
            "wrapped": _wrap(master, key, key_id),
            "created_at": datetime.now(UTC),  # the key store has no use-case and no domain time
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(WrappedKey).values(**row))
        except IntegrityError:
            # Another process made it in the same moment; theirs is the key.
            found = self._find(purpose, subject)
            if found is None:
                raise
            return found
        return key_id

    def _by_key_id(self, key_id: UUID) -> tuple[str, UUID, bytes]:
        now = time.monotonic()
        with self._lock:
            cached = self._by_id.get(key_id)
        if cached is not None and now - cached[0] < CACHE_SECONDS:
            return cached[1:]
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            row = connection.execute(select(WrappedKey).where(WrappedKey.id == key_id)).first()
        if row is None:
            with self._lock:
                self._by_id.pop(key_id, None)
            raise Unreadable("its key was destroyed")
        if row.master not in self._masters.names:
            self._follow_rotation()
        key = _unwrap(self._masters.named(row.master), row.wrapped, key_id)
        with self._lock:
            self._by_id[key_id] = (now, row.purpose, row.subject, key)
        return row.purpose, row.subject, key


def _associated(purpose: str, subject: UUID, key_id: UUID, row: str) -> bytes:
    return "|".join((purpose, str(subject), str(key_id), row)).encode()


def _wrap(master: bytes, key: bytes, key_id: UUID) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(master).encrypt(nonce, key, key_id.bytes)


def _unwrap(master: bytes, wrapped: bytes, key_id: UUID) -> bytes:
    try:
        return AESGCM(master).decrypt(wrapped[:12], wrapped[12:], key_id.bytes)
    except InvalidTag as error:
        raise KeyProblem("The master key file is not the one that these keys were wrapped with.") from error
