"""Keeping an installation: first run, health, schema, keys, backup and restore, behind the command line."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from companion import migrations, purging
from companion.kernel import audit
from companion.kernel.clocks import SystemClock
from companion.kernel.crypto import KeyProblem, Keys, MasterKeys, new_master_key, read_master_keys, write_master_keys
from companion.kernel.db import check_durability, make_engine
from companion.kernel.settings import Settings, SetupProblem, from_environment
from companion.kernel.uow import COMMAND, Runner, Uow
from companion.people import service as people
from companion.people import sign_in
from companion.people.roles import Role
from companion.wiring import Wiring
from transcripts import RecogniserError, installed


class Unprepared(SetupProblem):
    """This folder has no installation yet, or an old one. The message says which command helps."""


#: what SQLite keeps beside a database; one that was left behind would be played into the restored file
LEFT_BEHIND = ("-wal", "-shm", "-journal")


def read_settings() -> Settings:
    """Settings from the environment over `.env` over the secret key that `init` wrote.

    Raises WrongSetting.
    """
    environ = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    environ.update(os.environ)
    known = {name: value for name, value in environ.items() if name.startswith(("COMPANION_", "ZOOM_"))}
    if not known.get("COMPANION_SECRET_KEY"):
        file = _secret_file(from_environment({**known, "COMPANION_SECRET_KEY": ""}))
        if file.exists():
            known["COMPANION_SECRET_KEY"] = file.read_text(encoding="ascii").strip()
    return from_environment(known)


def _secret_file(settings: Settings) -> Path:
    return settings.master_key_file.with_name("secret.key")


def initialise(settings: Settings, name: str, address: str) -> str:
    """Make keys, database and the first administrator; returns their sign-in link.

    Raises KeyProblem when wrapped keys exist and the master key does not (a new one could never open them), Unprepared
    when there is an administrator already.
    """
    key_store = make_engine(settings.key_store_url)
    if not settings.master_key_file.exists():
        if _has_wrapped_keys(key_store):
            raise KeyProblem(
                f"There are sealed texts here and their master key is not at {settings.master_key_file}. "
                "Restore that file from its backup; a new one could never open them."
            )
        write_master_keys(settings.master_key_file, MasterKeys((new_master_key(),)))
    secret_file = _secret_file(settings)
    if not settings.secret_key and not secret_file.exists():
        descriptor = os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
    engine = make_engine(settings.database_url)
    migrations.upgrade(engine)
    check_durability(engine)
    keys = Keys(key_store, read_master_keys(settings.master_key_file))
    keys.create_store()
    runner = Runner(engine, SystemClock(), keys, settings)
    try:
        return runner.run_as(COMMAND, _first_administrator, name, address)
    finally:
        keys.close()
        engine.dispose()


def _first_administrator(uow: Uow, name: str, address: str) -> str:
    if any((Role.ADMIN, None) in grants for _, _, grants in people.accounts(uow)):
        raise Unprepared("There is an administrator already. Sign in, or start with: companion serve")
    person_id = people.create_account(uow, name, address)
    people.grant_role(uow, person_id, Role.ADMIN, programme_id=None, granted_by=None)
    token = sign_in.make_link(uow, "sign_in", person_id=person_id, address=address)
    return sign_in.link_url(uow, "sign_in", token)


def check_prepared(settings: Settings) -> None:
    """Raises Unprepared unless keys, secret and schema are there."""
    if not settings.master_key_file.exists() or not settings.secret_key:
        raise Unprepared("There is no installation in this folder yet. Make one with: companion init")
    problem = check_schema(settings) or check_keys(settings)
    if problem:
        raise Unprepared(problem)


def upgrade(settings: Settings) -> str:
    """Bring the database to the newest schema; returns its revision."""
    engine = make_engine(settings.database_url)
    try:
        migrations.upgrade(engine)
        return migrations.current(engine) or "none"
    finally:
        engine.dispose()


def check_schema(settings: Settings) -> str | None:
    """What is wrong with the database's schema, in a sentence; None when nothing is."""
    engine = make_engine(settings.database_url)
    try:
        found, wanted = migrations.current(engine), migrations.newest()
        if found is None:
            return "The database is empty. Make it with: companion init"
        if found != wanted:
            return f"The database is at revision {found} and this version wants {wanted}. Run: companion db upgrade"
        if migrations.difference(engine):
            return "The database differs from its migrations: somebody changed it by hand."
        return None
    except SQLAlchemyError as error:
        return f"The database does not answer ({type(error).__name__}). Check COMPANION_DATABASE_URL."
    finally:
        engine.dispose()


def check_keys(settings: Settings) -> str | None:
    """What is wrong with the key store or the master key, in a sentence; None when every data key opens."""
    engine = make_engine(settings.key_store_url)
    try:
        keys = Keys(engine, read_master_keys(settings.master_key_file))
        keys.create_store()
        keys.check()
        return None
    except KeyProblem as error:
        return str(error)
    except SQLAlchemyError as error:
        return f"The key store does not answer ({type(error).__name__}). Check COMPANION_KEY_STORE_URL, or restore it."
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Finding:
    """One thing that `doctor` looked at."""

    words: str
    is_well: bool
    is_optional: bool = False


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an installation needs, and at what it could have."""
    findings = [
        Finding(f"master key at {settings.master_key_file}", settings.master_key_file.exists()),
        Finding("secret key for cookies and tickets", bool(settings.secret_key)),
    ]
    problem = check_schema(settings)
    findings.append(Finding(problem or "database with the newest schema", problem is None))
    key_problem = check_keys(settings)
    findings.append(Finding(key_problem or "key store, whose every key opens", key_problem is None))
    if problem is None and key_problem is None:
        findings.append(_examine_audit(settings))
    findings += [
        Finding("webhooks: ZOOM_WEBHOOK_SECRET_TOKEN", bool(settings.webhook_secrets), is_optional=True),
        Finding("Zoom REST: ZOOM_ACCOUNT_ID, ZOOM_S2S_CLIENT_ID and _SECRET", settings.has_zoom_rest, is_optional=True),
        Finding("captions: ZOOM_APP_CLIENT_ID and _SECRET", settings.has_zoom_app, is_optional=True),
        Finding(
            f"mail goes to {'a server' if settings.mail_url.startswith('smtp') else 'a folder'}",
            settings.mail_url.startswith("smtp"),
            is_optional=True,
        ),
        Finding("people reach us over https", settings.is_https, is_optional=True),
    ]
    if settings.spacy_pipeline:
        findings.append(_examine_pipeline(settings.spacy_pipeline))
    return findings


def _examine_pipeline(name: str) -> Finding:
    """Without it no transcript gets its proposals: better noticed now than after the first meeting."""
    try:
        return Finding(f"recogniser of names: {installed(name).name} beside our own", is_well=True)
    except RecogniserError as error:
        return Finding(f"COMPANION_SPACY_PIPELINE: {error} Until then no transcript gets its proposals.", is_well=False)


def _examine_audit(settings: Settings) -> Finding:
    engine = make_engine(settings.database_url)
    keys = Keys(make_engine(settings.key_store_url), read_master_keys(settings.master_key_file))
    runner = Runner(engine, SystemClock(), keys, settings)
    try:
        fault = runner.read(lambda uow: audit.first_fault(uow.db))
        seq, digest = runner.read(lambda uow: audit.head(uow.db))
    finally:
        keys.close()
        engine.dispose()
    if fault is not None:
        return Finding(f"audit log: entry {fault} was altered or removed", is_well=False)
    return Finding(f"audit log whole, {seq} entries, head {digest[:16]} (note it elsewhere)", is_well=True)


def rotate_keys(settings: Settings) -> int:
    """Put a new master key in front of the key file and wrap every data key under it; returns how many.

    Works while the installation runs. The key before it stays in the file until the next rotation: a process that has
    not noticed yet may still wrap a new data key under it. Older ones are dropped.
    """
    old = read_master_keys(settings.master_key_file)
    problem = check_keys(settings)
    if problem:
        raise Unprepared(f"{problem} Nothing was changed.")
    fresh = MasterKeys((new_master_key(), *old.keys))
    write_master_keys(settings.master_key_file, fresh)
    keys = Keys(make_engine(settings.key_store_url), fresh)
    keys.create_store()
    try:
        count = keys.rotate(fresh)
    finally:
        keys.close()
    write_master_keys(settings.master_key_file, MasterKeys(fresh.keys[:2]))
    return count


def purge(wiring: Wiring, *, dry_run: bool) -> dict[str, int]:
    """Delete (or, dry, count) what is past its date."""
    return purging.purge(wiring.runner, dry_run=dry_run)


def back_up(settings: Settings, folder: Path) -> Path:
    """Copy database, key store and key files into a new folder. Works while the installation runs.

    Raises Unprepared for PostgreSQL (use its own tools) and FileExistsError when the folder is not empty.
    """
    sources = {"companion.db": _sqlite_path(settings.database_url), "keys.db": _sqlite_path(settings.key_store_url)}
    for source in sources.values():
        if not source.exists():
            raise Unprepared(f"There is no database at {source}.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(17, "The folder for the backup is not empty", str(folder))
    try:
        for name, source in sources.items():
            _copy_sqlite(source, folder / name)
    except sqlite3.DatabaseError as error:
        for name in sources:
            (folder / name).unlink(missing_ok=True)
        raise Unprepared(f"A database is damaged and was not backed up ({error}). Nothing was copied.") from error
    for file in (settings.master_key_file, _secret_file(settings)):
        if file.exists():
            shutil.copy2(file, folder / file.name)
            (folder / file.name).chmod(0o400)
    return folder


def restore(settings: Settings, folder: Path) -> None:
    """Put a backup's files in place, each checked first; nothing that is here is overwritten.

    Raises Unprepared when something is in the way or the backup is not whole.
    """
    targets = {
        folder / "companion.db": _sqlite_path(settings.database_url),
        folder / "keys.db": _sqlite_path(settings.key_store_url),
        folder / settings.master_key_file.name: settings.master_key_file,
    }
    if (folder / "secret.key").exists():
        targets[folder / "secret.key"] = _secret_file(settings)
    for source, target in targets.items():
        if not source.exists():
            raise Unprepared(f"The backup has no {source.name}.")
        for there in (target, *(target.with_name(target.name + ending) for ending in LEFT_BEHIND)):
            if there.exists():
                raise Unprepared(f"{there} is in the way. Move it somewhere safe first; nothing was restored.")
        if source.suffix == ".db":
            _check_whole(source)
    for source, target in targets.items():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _sqlite_path(url: str) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise Unprepared("This copies the embedded database only; for PostgreSQL use pg_dump and pg_restore.")
    return Path(parsed.database)


def _copy_sqlite(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _check_whole(path: Path) -> None:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)  # a backup may be read-only
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        verdict = "damaged"
    finally:
        connection.close()
    if verdict != "ok":
        raise Unprepared(f"{path} is damaged; nothing was restored.")


def _has_wrapped_keys(engine: Engine) -> bool:
    """Whether data keys are stored. Raises Unprepared when the store cannot be asked: a new master key would be a
    guess."""
    try:
        if not inspect(engine).has_table("kernel_wrapped_key"):
            return False
        with engine.connect() as connection:
            return bool(connection.execute(text("SELECT count(*) FROM kernel_wrapped_key")).scalar())
    except SQLAlchemyError as error:
        raise Unprepared(
            f"The key store does not answer ({type(error).__name__}). Check COMPANION_KEY_STORE_URL, or restore the "
            "file; nothing was made."
        ) from error
