"""Sealed values: unreadable without their key, unreadable when moved or altered, unreadable for good once shredded."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from companion.kernel import crypto
from companion.kernel.crypto import (
    KeyProblem,
    Keys,
    MasterKeys,
    Unreadable,
    WrappedKey,
    new_master_key,
    read_master_keys,
    write_master_keys,
)
from companion.kernel.db import make_engine
from companion.kernel.ids import new_id

SUBJECT = new_id()
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Store:
    """A key store in a folder, opened as often as a test likes: each opening is like another process."""

    folder: Path
    opened: list[Keys]

    @property
    def file(self) -> Path:
        return self.folder / "master.key"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/keys.db"

    def open(self, *, follows: bool = True) -> Keys:
        reread = partial(read_master_keys, self.file)
        keys = Keys(make_engine(self.url), reread(), reread=reread if follows else None)
        keys.create_store()
        self.opened.append(keys)
        return keys


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    write_master_keys(tmp_path / "master.key", MasterKeys((new_master_key(),)))
    made = Store(tmp_path, [])
    yield made
    for keys in made.opened:
        keys.close()


@pytest.fixture
def keys(store: Store) -> Keys:
    return store.open()


@shared
@given(plain=st.binary(max_size=500))
def test_what_is_sealed_opens_again_for_its_own_row(keys: Keys, plain: bytes) -> None:
    sealed = keys.seal(plain, purpose="forum_session", subject=SUBJECT, row="chat:1")
    assert keys.open(sealed, row="chat:1") == plain


@shared
@given(plain=st.text(max_size=100), data=st.data())
def test_one_flipped_bit_anywhere_makes_it_unreadable(keys: Keys, plain: str, data: st.DataObject) -> None:
    sealed = bytearray(keys.seal(plain, purpose="forum_session", subject=SUBJECT, row="chat:1"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unreadable):
        keys.open(bytes(sealed), row="chat:1")


@shared
@given(garbage=st.binary(max_size=120))
def test_bytes_that_were_never_sealed_are_unreadable(keys: Keys, garbage: bytes) -> None:
    with pytest.raises(Unreadable):
        keys.open(garbage, row="chat:1")


def test_a_value_moved_to_another_row_is_unreadable(keys: Keys) -> None:
    sealed = keys.seal("mine", purpose="forum_session", subject=SUBJECT, row="chat:1")
    with pytest.raises(Unreadable):
        keys.open(sealed, row="chat:2")


def test_a_value_carried_to_another_session_is_unreadable(keys: Keys) -> None:
    here = keys.seal("mine", purpose="forum_session", subject=SUBJECT, row="chat:1")
    there = keys.seal("theirs", purpose="forum_session", subject=new_id(), row="chat:1")
    swapped = here[:1] + there[1:17] + here[17:]
    with pytest.raises(Unreadable):
        keys.open(swapped, row="chat:1")


def test_the_same_words_never_look_the_same_twice(keys: Keys) -> None:
    sealed = {keys.seal("Yes.", purpose="forum_session", subject=SUBJECT, row="chat:1") for _ in range(50)}
    assert len(sealed) == 50


@pytest.mark.req("X-04")
def test_a_shredded_key_takes_everything_with_it_and_nothing_else(store: Store, keys: Keys) -> None:
    gone = keys.seal("gone", purpose="forum_session", subject=SUBJECT, row="chat:1")
    other = keys.seal("stays", purpose="forum_session", subject=new_id(), row="chat:2")
    assert keys.shred(purpose="forum_session", subject=SUBJECT)
    for asked in (keys, store.open()):
        with pytest.raises(Unreadable):
            asked.open(gone, row="chat:1")
        assert asked.open_text(other, row="chat:2") == "stays"
    assert not keys.shred(purpose="forum_session", subject=SUBJECT)


def test_another_process_forgets_a_shredded_key_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = store.open(), store.open()
    sealed = here.seal("gone", purpose="forum_session", subject=SUBJECT, row="chat:1")
    assert there.open_text(sealed, row="chat:1") == "gone"
    here.shred(purpose="forum_session", subject=SUBJECT)
    monkeypatch.setattr(crypto, "CACHE_SECONDS", 0.0)
    with pytest.raises(Unreadable):
        there.open(sealed, row="chat:1")


def test_a_shredded_key_is_not_in_the_file_any_more(store: Store, keys: Keys) -> None:
    keys.seal("gone", purpose="forum_session", subject=SUBJECT, row="chat:1")
    engine = make_engine(store.url)
    with engine.connect() as connection:
        wrapped = connection.execute(select(WrappedKey.wrapped)).scalar_one()
    engine.dispose()
    keys.shred(purpose="forum_session", subject=SUBJECT)
    for file in store.folder.glob("keys.db*"):
        assert wrapped not in file.read_bytes(), file.name


def test_after_a_shred_the_subject_gets_a_new_key(keys: Keys) -> None:
    keys.seal("old", purpose="forum_session", subject=SUBJECT, row="chat:1")
    keys.shred(purpose="forum_session", subject=SUBJECT)
    sealed = keys.seal("new", purpose="forum_session", subject=SUBJECT, row="chat:1")
    assert keys.open_text(sealed, row="chat:1") == "new"
    assert keys.count() == 1


def test_processes_that_race_for_a_key_end_with_one(store: Store) -> None:
    racers = [store.open() for _ in range(4)]
    start, sealed = threading.Barrier(8), []

    def race(keys: Keys, row: str) -> None:
        start.wait()
        sealed.append((keys.seal(row, purpose="forum_session", subject=SUBJECT, row=row), row))

    threads = [threading.Thread(target=race, args=(racers[n % 4], f"row:{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reader = store.open()
    assert reader.count() == 1
    assert [reader.open_text(value, row=row) for value, row in sealed] == [row for _, row in sealed]


def test_what_another_process_sealed_opens_here(store: Store, keys: Keys) -> None:
    program = (
        "import sys; from pathlib import Path; from uuid import UUID\n"
        "from companion.kernel.crypto import Keys, read_master_keys\n"
        "from companion.kernel.db import make_engine\n"
        f"keys = Keys(make_engine({store.url!r}), read_master_keys(Path({str(store.file)!r})))\n"
        f"sealed = keys.seal('from afar', purpose='forum_session', subject=UUID('{SUBJECT}'), row='r')\n"
        "sys.stdout.write(sealed.hex())\n"
    )
    here = keys.seal("from here", purpose="forum_session", subject=SUBJECT, row="r")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    afar = bytes.fromhex(done.stdout)
    assert keys.open_text(afar, row="r") == "from afar"
    assert afar[1:17] == here[1:17]


def rotate(store: Store) -> int:
    """What `companion keys rotate` does to the file and the store."""
    fresh = MasterKeys((new_master_key(), *read_master_keys(store.file).keys))
    write_master_keys(store.file, fresh)
    count = store.open().rotate(fresh)
    write_master_keys(store.file, MasterKeys(fresh.keys[:2]))
    return count


def test_the_master_key_rotates_while_others_read_and_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "CACHE_SECONDS", 0.0)  # so that every reading meets the store
    running = store.open()
    before = {row: running.seal(row, purpose="forum_session", subject=new_id(), row=row) for row in map(str, range(20))}
    stop, errors = threading.Event(), []

    def read_on() -> None:
        try:
            while not stop.is_set():
                for row, sealed in before.items():
                    assert running.open_text(sealed, row=row) == row
        except BaseException as error:
            errors.append(error)

    reader = threading.Thread(target=read_on)
    reader.start()
    counts = [rotate(store) for _ in range(5)]
    late = running.seal("late", purpose="forum_session", subject=new_id(), row="late")
    stop.set()
    reader.join()
    assert errors == []
    assert counts == [20] * 5
    started_anew = store.open()
    assert started_anew.open_text(late, row="late") == "late"
    assert all(started_anew.open_text(sealed, row=row) == row for row, sealed in before.items())


def test_a_process_that_missed_a_rotation_seals_nothing_that_is_lost_with_it(store: Store) -> None:
    unaware = store.open(follows=False)
    unaware.seal("first", purpose="forum_session", subject=new_id(), row="r")
    rotate(store)
    late = unaware.seal("late", purpose="forum_session", subject=new_id(), row="late")
    assert store.open().open_text(late, row="late") == "late"


def test_a_key_file_of_another_installation_is_told_from_ours(store: Store, keys: Keys) -> None:
    sealed = keys.seal("ours", purpose="forum_session", subject=SUBJECT, row="r")
    (name, _), other = read_master_keys(store.file).current, new_master_key()
    write_master_keys(store.file, MasterKeys(((name, other[1]),)))
    with pytest.raises(KeyProblem, match="not the one"):
        store.open().open(sealed, row="r")
    write_master_keys(store.file, MasterKeys((other,)))
    with pytest.raises(KeyProblem, match=name):
        store.open().open(sealed, row="r")


def test_the_key_file_is_its_owners_alone_and_survives_a_writer_that_died(store: Store) -> None:
    assert store.file.stat().st_mode & 0o777 == 0o400
    left_over = store.file.with_name("master.key.new")
    left_over.write_text("half")
    left_over.chmod(0o400)
    fresh = MasterKeys((new_master_key(),))
    write_master_keys(store.file, fresh)
    assert read_master_keys(store.file) == fresh
    assert [file.name for file in store.folder.iterdir()] == ["master.key"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "companion init"),
        ("", "holds no master key"),
        ("current:not base64!\n", "Line 1"),
        ("current:c2hvcnQ=\n", "256 bits"),
        ("ümlaut:c2hvcnQ=\n", "master key"),
    ],
)
def test_a_key_file_that_cannot_be_used_says_why(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "master.key"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(KeyProblem, match=words):
        read_master_keys(path)


def test_master_keys_are_never_printed() -> None:
    name, key = new_master_key()
    masters = MasterKeys(((name, key),))
    assert key.hex() not in repr(masters)
    assert str(key) not in f"{masters} {masters!r}"


@pytest.mark.req("X-04")
def test_sealed_words_are_nowhere_in_the_files(store: Store, keys: Keys, tmp_path: Path) -> None:
    words = "The canary sings of damp and mould"
    sealed = keys.seal(words, purpose="forum_session", subject=SUBJECT, row="r")
    (tmp_path / "copy.bin").write_bytes(sealed)
    for file in tmp_path.rglob("*"):
        assert words.encode() not in file.read_bytes(), file.name
