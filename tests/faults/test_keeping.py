"""Keeping an installation through its command: first run, health, backup, restore, keys, purge; no step half done."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from companion import keeping, purging
from companion.app import create_app
from companion.cli import main
from companion.kernel.clocks import ManualClock
from companion.kernel.crypto import MasterKeys, Unreadable, new_master_key, read_master_keys, write_master_keys
from companion.kernel.ids import BrowserSessionId, new_id
from companion.kernel.tables import AuditEntry, MailCopy
from companion.kernel.uow import Uow
from companion.people import sign_in
from companion.people.roles import Role
from companion.people.tables import BrowserSession, DeviceCode, Link
from companion.registration.tables import RegistrationNote
from companion.schema import METADATA
from companion.wiring import Wiring, wire
from companion.worker import Worker
from tests.house import House
from transcripts.ner import FOLDER

Command = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and no setting from outside."""
    for name in [name for name in os.environ if name.startswith(("COMPANION_", "ZOOM_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def companion(folder: Path) -> Command:
    """The command, run in that directory."""

    def run(*arguments: str, status: int = 0) -> Result:
        result = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert result.exit_code == status, result.output
        return result

    return run


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which `companion init` has run."""
    folder = tmp_path_factory.mktemp("first-run")
    with contextlib.chdir(folder):
        CliRunner().invoke(main, ["init", "--name", "Robin Marsh", "--email", "robin@forum.example"])
    return folder


@pytest.fixture
def prepared(first_run: Path, folder: Path) -> Path:
    """A directory after `companion init`, with its one administrator."""
    shutil.copytree(first_run / "instance", folder / "instance")
    return folder


@pytest.fixture
def running(prepared: Path) -> Iterator[Wiring]:
    """That installation, running."""
    wiring = wire(keeping.read_settings())
    yield wiring
    wiring.close()


def sealed(wiring: Wiring, words: str = "The canary sings") -> bytes:
    return wiring.keys.seal(words, purpose="forum_session", subject=new_id(), row="r")


def test_the_first_run_makes_everything_and_prints_a_link_that_works_once(companion: Command, folder: Path) -> None:
    said = companion("init", "--name", "Robin Marsh", "--email", "robin@forum.example").output
    token = re.search(r"http://127\.0\.0\.1:8000/sign-in/(\S+)", said)
    assert token is not None
    assert {file.name for file in (folder / "instance").iterdir()} >= {
        "companion.db",
        "keys.db",
        "master.key",
        "secret.key",
    }
    for secret in ("master.key", "secret.key"):
        assert (folder / "instance" / secret).stat().st_mode & 0o077 == 0
    assert "already" in companion("init", "--name", "X", "--email", "x@forum.example", status=2).output


def test_a_second_first_run_after_a_mistyped_address_works(companion: Command, folder: Path) -> None:
    assert "e-mail address" in companion("init", "--name", "Robin", "--email", "robin", status=2).output
    companion("init", "--name", "Robin Marsh", "--email", "robin@forum.example")


def test_a_new_master_key_is_refused_where_sealed_text_waits_for_the_old_one(
    companion: Command, prepared: Path
) -> None:
    wiring = wire(keeping.read_settings())
    sealed(wiring)
    wiring.close()
    (prepared / "instance" / "master.key").unlink()
    said = companion("init", "--name", "Y", "--email", "y@forum.example", status=2).output
    assert "master.key" in said
    assert not (prepared / "instance" / "master.key").exists()


def test_a_damaged_key_store_is_not_taken_for_an_empty_one(companion: Command, prepared: Path) -> None:
    (prepared / "instance" / "master.key").unlink()
    (prepared / "instance" / "keys.db").write_bytes(b"not a database, but long enough to look at" * 100)
    for left in ("keys.db-wal", "keys.db-shm"):
        (prepared / "instance" / left).unlink(missing_ok=True)
    assert "key store" in companion("init", "--name", "Y", "--email", "y@forum.example", status=2).output
    assert not (prepared / "instance" / "master.key").exists()


@pytest.mark.parametrize("command", [("serve",), ("web",), ("worker",), ("purge",)])
def test_nothing_starts_before_the_first_run(companion: Command, command: tuple[str, ...]) -> None:
    assert "companion init" in companion(*command, status=2).output


def test_a_mistyped_setting_stops_every_command_with_one_sentence(
    companion: Command, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_DATABSE_URL", "x")
    for command in (("doctor",), ("purge",), ("keys", "rotate"), ("db", "check")):
        said = companion(*command, status=2).output
        assert said.startswith("companion: COMPANION_DATABSE_URL is not a setting")
        assert len(said.splitlines()) == 1


def test_settings_in_the_env_file_count_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("COMPANION_MAIL_FROM=env-file@forum.example\nCOMPANION_CORRECTION_DAYS=3\n")
    monkeypatch.setenv("COMPANION_CORRECTION_DAYS", "7")
    settings = keeping.read_settings()
    assert (settings.mail_from, settings.correction_days) == ("env-file@forum.example", 7)


def test_the_doctor_says_what_is_well_and_what_is_only_off(companion: Command, prepared: Path) -> None:
    said = companion("doctor").output
    assert "WRONG" not in said
    assert "audit log whole" in said
    assert re.search(r"missing .*ZOOM_WEBHOOK_SECRET_TOKEN", said)


def test_the_doctor_finds_what_is_wrong(companion: Command, prepared: Path) -> None:
    base = sqlite3.connect(prepared / "instance" / "companion.db")
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    base.execute("UPDATE kernel_audit_entry SET action = 'nothing.happened' WHERE seq = 2")
    base.commit()
    base.close()
    assert "entry 2 was altered" in companion("doctor", status=1).output
    (prepared / "instance" / "master.key").rename(prepared / "elsewhere")
    assert "WRONG" in companion("doctor", status=1).output


def test_the_doctor_finds_a_recogniser_that_cannot_be_loaded(
    companion: Command, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_SPACY_PIPELINE", "nobody_has_this")
    said = companion("doctor", status=1).output
    assert "WRONG" in said
    assert "no spaCy pipeline 'nobody_has_this'" in said
    monkeypatch.setenv("COMPANION_SPACY_PIPELINE", str(FOLDER))
    assert "recogniser of names: forum_companion_names" in companion("doctor").output


def test_a_database_of_another_version_is_not_worked_on(companion: Command, prepared: Path) -> None:
    companion("db", "check")
    base = sqlite3.connect(prepared / "instance" / "companion.db")
    base.execute("UPDATE alembic_version SET version_num = '0000'")
    base.commit()
    base.close()
    assert "companion db upgrade" in companion("db", "check", status=1).output
    assert "companion db upgrade" in companion("worker", status=2).output


def test_a_backup_made_while_it_runs_is_restored_whole_elsewhere(
    companion: Command, running: Wiring, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = sealed(running)
    running.runner.run(lambda uow: uow.audit("backup.rehearsed", "installation", "1"))
    companion("backup", "copy")
    after = sealed(running, "said after the backup")
    assert all(file.stat().st_mode & 0o077 == 0 for file in (prepared / "copy").iterdir())
    elsewhere = prepared / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(prepared / "copy", elsewhere / "copy")
    monkeypatch.chdir(elsewhere)
    companion("restore", "copy")
    assert "WRONG" not in companion("doctor").output
    restored = wire(keeping.read_settings())
    assert restored.keys.open_text(secret, row="r") == "The canary sings"
    with pytest.raises(Unreadable):
        restored.keys.open_text(after, row="r")
    acts = restored.runner.read(lambda uow: list(uow.db.scalars(select(AuditEntry.action))))
    assert acts[-1] == "backup.rehearsed"
    assert restored.settings.secret_key == running.settings.secret_key
    restored.close()


def test_a_restore_overwrites_nothing_and_does_nothing_half(companion: Command, prepared: Path) -> None:
    companion("backup", "copy")
    before = {file.name: file.read_bytes() for file in (prepared / "instance").glob("*.key")}
    assert "in the way" in companion("restore", "copy", status=2).output
    (prepared / "instance" / "companion.db").unlink()
    assert "in the way" in companion("restore", "copy", status=2).output
    assert not (prepared / "instance" / "companion.db").exists()
    assert before == {file.name: file.read_bytes() for file in (prepared / "instance").glob("*.key")}


def test_what_the_old_database_left_behind_is_not_played_into_the_restored_one(
    companion: Command, prepared: Path
) -> None:
    companion("backup", "copy")
    shutil.rmtree(prepared / "instance")
    (prepared / "instance").mkdir()
    (prepared / "instance" / "companion.db-wal").write_bytes(b"of another time")
    assert "companion.db-wal is in the way" in companion("restore", "copy", status=2).output
    assert [file.name for file in (prepared / "instance").iterdir()] == ["companion.db-wal"]


def _cut_short(copy: Path) -> None:
    file = copy / "companion.db"
    file.write_bytes(file.read_bytes()[:50_000])


def _scrambled(copy: Path) -> None:
    file = copy / "keys.db"
    file.write_bytes(b"\x00" * 4096)


def _without_keys(copy: Path) -> None:
    (copy / "master.key").unlink()


@pytest.mark.parametrize("damage", [_cut_short, _scrambled, _without_keys])
def test_a_damaged_backup_restores_nothing(companion: Command, prepared: Path, damage: Callable[[Path], None]) -> None:
    companion("backup", "copy")
    shutil.rmtree(prepared / "instance")
    damage(prepared / "copy")
    companion("restore", "copy", status=2)
    assert not (prepared / "instance" / "companion.db").exists()
    assert not (prepared / "instance" / "keys.db").exists()


def test_a_backup_goes_into_an_empty_folder_only(companion: Command, prepared: Path) -> None:
    (prepared / "copy").mkdir()
    (prepared / "copy" / "something").touch()
    assert "not empty" in companion("backup", "copy", status=2).output


def test_a_backup_that_cannot_be_made_leaves_nothing_behind(companion: Command, prepared: Path) -> None:
    keys = prepared / "instance" / "keys.db"
    keys.rename(prepared / "elsewhere")
    assert "no database at" in companion("backup", "copy", status=2).output
    assert not (prepared / "copy").exists()
    keys.write_bytes(b"garbage" * 1000)
    assert "Nothing was copied" in companion("backup", "copy", status=2).output
    assert list((prepared / "copy").iterdir()) == []


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("worker",), ("purge",), ("keys", "rotate")])
def test_a_key_store_that_cannot_be_read_stops_every_command_with_one_sentence(
    companion: Command, prepared: Path, command: tuple[str, ...]
) -> None:
    before = (prepared / "instance" / "master.key").read_bytes()
    (prepared / "instance" / "keys.db").write_bytes(b"garbage" * 1000)
    said = companion(*command, status=2).output
    assert "key store does not answer" in said
    assert len(said.splitlines()) == 1
    assert (prepared / "instance" / "master.key").read_bytes() == before
    assert "key store does not answer" in companion("doctor", status=1).output


def test_another_installations_master_key_is_found_out(companion: Command, running: Wiring, prepared: Path) -> None:
    running.keys.seal("said in confidence", purpose="forum_session", subject=new_id(), row="a")
    file = prepared / "instance" / "master.key"
    name = read_master_keys(file).current[0]
    for masters in (MasterKeys((new_master_key(),)), MasterKeys(((name, b"x" * 32),))):
        write_master_keys(file, masters)
        assert "WRONG    The master key" in companion("doctor", status=1).output
        assert "master key" in companion("purge", status=2).output


def test_an_address_that_cannot_be_listened_on_is_named_and_nothing_is_started(
    companion: Command, prepared: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("serve", "web"):
            said = companion(command, "--port", port, status=2).output
            assert f"Cannot listen on 127.0.0.1:{port}" in said
            assert len(said.splitlines()) == 1


def test_what_the_first_run_makes_is_not_for_other_users_of_the_machine(companion: Command, folder: Path) -> None:
    companion("init", "--name", "Robin Marsh", "--email", "robin@forum.example")
    assert (folder / "instance").stat().st_mode & 0o077 == 0


def test_a_speed_that_is_no_number_is_refused(companion: Command) -> None:
    assert "must be a number" in companion("demo", "--headless", "--speed", "nan", status=2).output


def test_the_master_key_rotates_while_it_runs_and_old_words_stay_readable(
    companion: Command, running: Wiring, prepared: Path
) -> None:
    file = prepared / "instance" / "master.key"
    words, first = sealed(running), read_master_keys(file).current
    assert "1 data keys" in companion("keys", "rotate").output
    late = sealed(running, "sealed by the process that runs through it")
    second = read_master_keys(file)
    assert second.current != first
    companion("keys", "rotate")
    assert first[0] not in read_master_keys(file).names
    fresh = wire(keeping.read_settings())
    assert fresh.keys.open_text(words, row="r") == "The canary sings"
    assert fresh.keys.open_text(late, row="r") == "sealed by the process that runs through it"
    fresh.close()


@pytest.mark.req("X-04")
def test_a_purge_that_only_looks_changes_nothing_and_counts_what_the_real_one_deletes(
    companion: Command, running: Wiring, prepared: Path
) -> None:
    said = companion("purge", "--dry-run").output
    assert re.search(r"^ +0  links$", said, re.MULTILINE)
    assert companion("purge").output.startswith(said)


@pytest.mark.req("X-04")
def test_after_two_years_only_what_is_kept_for_good_is_left(wiring: Wiring, house: House, clock: ManualClock) -> None:
    session_id = house.forum_session(house.programme())
    landlord = house.landlord()
    ann = house.person()
    place = house.registration(session_id, ann, landlord_id=landlord)
    ids = {"registration_id": place, "forum_session_id": session_id}
    app = create_app(wiring)
    house.signed_in(app, house.account(Role.CHAIR))
    house.signed_in(app, ann, "day", **ids)
    contact = {"landlord_id": landlord, "forum_session_id": session_id}
    house.signed_in(app, ann, "landlord", **contact)
    wiring.runner.run(
        lambda uow: uow.db.add(
            RegistrationNote(
                id=new_id(),
                registration_id=place,
                kind="apology",
                written_at=uow.now,
                keep_until=uow.now + timedelta(days=90),
                sealed=b"",
            )
        )
    )
    _code(house)
    wiring.inbox.store(b"{}", source="zoom", now=clock.now())
    Worker(wiring).drain()

    def left() -> dict[str, int]:
        tables = (Link, BrowserSession, DeviceCode, RegistrationNote, MailCopy)
        return wiring.runner.read(
            lambda uow: {t.__tablename__: uow.db.scalar(select(func.count()).select_from(t)) or 0 for t in tables}
        )

    assert min(left().values()) >= 1
    clock.advance(timedelta(days=730))
    foreseen = purging.purge(wiring.runner, dry_run=True)
    before = left()
    assert before == left()
    for _ in range(3):  # sessions go first, then the links that opened them
        purging.purge(wiring.runner)
    assert set(left().values()) == {0}
    assert foreseen["captions"] == 0
    assert not wiring.keys.subjects("mail")
    audited = wiring.runner.read(lambda uow: list(uow.db.scalars(select(AuditEntry.action))))
    assert "rows.purged" in audited


def _code(house: House) -> None:
    """A letter with a code goes out to somebody's new device."""

    def ask(uow: Uow) -> None:
        device = uow.db.scalars(select(BrowserSession.id).where(BrowserSession.kind == "landlord")).one()
        sign_in.ask_for_code(uow, BrowserSessionId(device))

    house.run(ask)


def test_every_table_with_a_date_to_go_by_is_purged(wiring: Wiring) -> None:
    """A column `keep_until` is a promise; a table that has one and is not purged breaks it."""
    promised = {table.name for table in METADATA.tables.values() if "keep_until" in table.columns}

    kept = wiring.runner.read(lambda uow: {due(uow)[0].__tablename__ for due in purging.DUE.values()})
    kept |= {table.__tablename__ for table, _find, _forget in purging.ONE_BY_ONE.values()}
    assert promised - kept == set()
