"""Assembles an installation from its settings: database, keys, mail, Zoom. Nothing is built on import."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from companion.intake.turns import MeetingTurns
from companion.kernel.clocks import Clock, SystemClock
from companion.kernel.crypto import Keys, read_master_keys
from companion.kernel.db import check_durability, make_engine
from companion.kernel.inbox import InboxWriter
from companion.kernel.mail import Mailer, make_mailer
from companion.kernel.settings import Settings
from companion.kernel.uow import Runner
from zoom_hooks.oauth import ServerToServer
from zoom_hooks.rest import ZoomApi


@dataclass(frozen=True)
class Wiring:
    """One installation, assembled. Tests replace parts with `dataclasses.replace`."""

    settings: Settings
    engine: Engine
    keys: Keys
    runner: Runner
    inbox: InboxWriter
    mailer: Mailer
    zoom: ZoomApi | None  # None without server-to-server credentials: what it would do is then done by hand

    def close(self) -> None:
        """Flush what waits and let go of the database."""
        self.inbox.stop()
        self.keys.close()
        if self.zoom is not None:
            self.zoom.close()
        self.engine.dispose()


def wire(settings: Settings, *, clock: Clock | None = None) -> Wiring:
    """Assemble an installation that `companion init` has prepared.

    Raises KeyProblem when the master key is missing, RuntimeError when the database may forget.
    """
    engine = make_engine(settings.database_url)
    reread = partial(read_master_keys, settings.master_key_file)
    keys = Keys(make_engine(settings.key_store_url), reread(), reread=reread)
    keys.create_store()
    check_durability(engine)
    runner = Runner(engine, clock or SystemClock(), keys, settings)
    return Wiring(
        settings=settings,
        engine=engine,
        keys=keys,
        runner=runner,
        inbox=InboxWriter(engine, keys),
        mailer=make_mailer(settings.mail_url),
        zoom=make_zoom(settings, runner),
    )


def make_zoom(settings: Settings, runner: Runner) -> ZoomApi | None:
    """Zoom's API under the account of the settings; None when its credentials are not all there.

    Writes to one meeting follow one another, whichever process they come from.
    """
    if not settings.has_zoom_rest:
        return None
    credentials = ServerToServer(settings.zoom_account_id, settings.zoom_s2s_client_id, settings.zoom_s2s_client_secret)
    return ZoomApi(
        credentials, api_url=settings.zoom_api_url, oauth_url=settings.zoom_oauth_url, turns=MeetingTurns(runner)
    )
