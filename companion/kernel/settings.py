"""Settings: read once from the environment, checked at once, one sentence for what is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
MAILBOX = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+|[^@<>,;:\"\x00-\x1f]+ <[^\s@<>,;:\"]+@[^\s@<>,;:\"]+>")
NEED_HOST = ("http", "https", "smtp", "smtps")


class SetupProblem(Exception):
    """An installation cannot be used as it is. The message is one sentence that says what to do."""


class WrongSetting(SetupProblem):
    """A setting that cannot be used. The message names it and says what it should be."""


@dataclass(frozen=True, repr=False)
class Settings:
    """Everything that an installation may choose. Each is documented in docs/running.md; a test checks that.

    Has no repr of its values: half of them are secrets, and a repr ends up in tracebacks.
    """

    database_url: str
    key_store_url: str
    master_key_file: Path
    secret_key: str
    public_url: str
    mail_url: str
    mail_from: str
    spacy_pipeline: str
    single_administrator: bool
    rehearse: bool
    metrics_token: str
    correction_days: int
    boundary_band: str
    zoom_capacity: int
    webhook_secrets: tuple[str, ...]
    webhook_max_age: timedelta
    webhook_max_ahead: timedelta
    zoom_account_id: str
    zoom_s2s_client_id: str
    zoom_s2s_client_secret: str
    zoom_app_client_id: str
    zoom_app_client_secret: str
    zoom_api_url: str
    zoom_oauth_url: str
    zoom_rtms_hosts: tuple[str, ...]

    @property
    def is_https(self) -> bool:
        """Whether people reach us over TLS; cookies take their `__Host-` prefix only then."""
        return self.public_url.startswith("https://")

    @property
    def has_zoom_rest(self) -> bool:
        return bool(self.zoom_account_id and self.zoom_s2s_client_id and self.zoom_s2s_client_secret)

    @property
    def has_zoom_app(self) -> bool:
        return bool(self.zoom_app_client_id and self.zoom_app_client_secret)


#: environment name → default; the single list that `from_environment` reads and docs/running.md explains
DEFAULTS: dict[str, str] = {
    "COMPANION_DATABASE_URL": "sqlite:///instance/companion.db",
    "COMPANION_KEY_STORE_URL": "sqlite:///instance/keys.db",
    "COMPANION_MASTER_KEY_FILE": "instance/master.key",
    "COMPANION_SECRET_KEY": "",
    "COMPANION_PUBLIC_URL": "http://127.0.0.1:8000",
    "COMPANION_MAIL_URL": "file:instance/mail",
    "COMPANION_MAIL_FROM": "forum@companion.example",
    "COMPANION_SPACY_PIPELINE": "",
    "COMPANION_SINGLE_ADMINISTRATOR": "no",
    "COMPANION_REHEARSE": "no",
    "COMPANION_METRICS_TOKEN": "",
    "COMPANION_BOUNDARY_BAND": "over",
    "COMPANION_CORRECTION_DAYS": "5",
    "COMPANION_ZOOM_CAPACITY": "500",
    "COMPANION_WEBHOOK_MAX_AGE_SECONDS": "7200",
    "COMPANION_WEBHOOK_MAX_AHEAD_SECONDS": "300",
    "ZOOM_WEBHOOK_SECRET_TOKEN": "",
    "ZOOM_ACCOUNT_ID": "",
    "ZOOM_S2S_CLIENT_ID": "",
    "ZOOM_S2S_CLIENT_SECRET": "",
    "ZOOM_APP_CLIENT_ID": "",
    "ZOOM_APP_CLIENT_SECRET": "",
    "ZOOM_API_URL": "https://api.zoom.us/v2",
    "ZOOM_OAUTH_URL": "https://zoom.us/oauth/token",
    "ZOOM_RTMS_HOSTS": "",
}


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting.

    Raises WrongSetting for the first that cannot be used. A name that starts with COMPANION_ and is not ours is
    refused too, since a mistyped setting would otherwise be ignored in silence.
    """
    given = os.environ if environ is None else environ
    for name in given:
        if (
            name.startswith("COMPANION_")
            and name not in DEFAULTS
            and not name.startswith(("COMPANION_TEST_", "COMPANION_REQUIRE_"))
        ):
            raise WrongSetting(f"{name} is not a setting of Forum Companion; see docs/running.md for the list.")
    value = {name: given.get(name, default).strip() for name, default in DEFAULTS.items()}
    return Settings(
        database_url=_url(value, "COMPANION_DATABASE_URL", DATABASES),
        key_store_url=_url(value, "COMPANION_KEY_STORE_URL", DATABASES),
        master_key_file=Path(value["COMPANION_MASTER_KEY_FILE"]),
        secret_key=_secret(value, "COMPANION_SECRET_KEY"),
        public_url=_site(value, "COMPANION_PUBLIC_URL"),
        mail_url=_url(value, "COMPANION_MAIL_URL", ("file", "smtp", "smtps")),
        mail_from=_mailbox(value, "COMPANION_MAIL_FROM"),
        spacy_pipeline=value["COMPANION_SPACY_PIPELINE"],
        single_administrator=_yes_or_no(value, "COMPANION_SINGLE_ADMINISTRATOR"),
        rehearse=_yes_or_no(value, "COMPANION_REHEARSE"),
        metrics_token=value["COMPANION_METRICS_TOKEN"],
        boundary_band=_band(value, "COMPANION_BOUNDARY_BAND"),
        correction_days=_number(value, "COMPANION_CORRECTION_DAYS", 0, 60),
        zoom_capacity=_number(value, "COMPANION_ZOOM_CAPACITY", 1, 1_000_000),
        webhook_secrets=_list(value["ZOOM_WEBHOOK_SECRET_TOKEN"]),
        webhook_max_age=timedelta(seconds=_number(value, "COMPANION_WEBHOOK_MAX_AGE_SECONDS", 1, 86_400)),
        webhook_max_ahead=timedelta(seconds=_number(value, "COMPANION_WEBHOOK_MAX_AHEAD_SECONDS", 0, 3_600)),
        zoom_account_id=value["ZOOM_ACCOUNT_ID"],
        zoom_s2s_client_id=value["ZOOM_S2S_CLIENT_ID"],
        zoom_s2s_client_secret=value["ZOOM_S2S_CLIENT_SECRET"],
        zoom_app_client_id=value["ZOOM_APP_CLIENT_ID"],
        zoom_app_client_secret=value["ZOOM_APP_CLIENT_SECRET"],
        zoom_api_url=_url(value, "ZOOM_API_URL", ("http", "https")).rstrip("/"),
        zoom_oauth_url=_url(value, "ZOOM_OAUTH_URL", ("http", "https")),
        zoom_rtms_hosts=_list(value["ZOOM_RTMS_HOSTS"]),
    )


def _url(value: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    url = value[name]
    wanted = " or ".join(f"{scheme}:" for scheme in schemes if "+" not in scheme)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise WrongSetting(f"{name} is not an address that can be read; it must start with {wanted}") from error
    if parts.scheme not in schemes:
        raise WrongSetting(f"{name} must start with {wanted}")
    if parts.scheme in NEED_HOST and not host:
        raise WrongSetting(f"{name} must name a host, as in {parts.scheme}://forum.companion.example")
    if parts.scheme == "sqlite" and parts.path.strip("/") in ("", ":memory:"):
        raise WrongSetting(f"{name} must name a file, as in sqlite:///instance/companion.db")
    if parts.scheme in DATABASES and not url.startswith(f"{parts.scheme}://"):
        raise WrongSetting(f"{name} must be an address such as sqlite:///instance/companion.db")
    return url


def _site(value: Mapping[str, str], name: str) -> str:
    url = _url(value, name, ("http", "https"))
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise WrongSetting(f"{name} must be a scheme and a host only, as in https://forum.companion.example")
    return f"{parts.scheme}://{parts.netloc}"


def _mailbox(value: Mapping[str, str], name: str) -> str:
    if not MAILBOX.fullmatch(value[name]):
        raise WrongSetting(f"{name} must be an e-mail address, as in forum@companion.example")
    return value[name]


def _secret(value: Mapping[str, str], name: str) -> str:
    if value[name] and len(value[name]) < 32:
        raise WrongSetting(f"{name} must have at least 32 characters; leave it out and `companion init` makes one.")
    return value[name]


def _number(value: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = value[name]
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise WrongSetting(f"{name} must be a whole number from {least} to {most}, not {text[:20]!r}.")
    return int(text)


def _band(value: Mapping[str, str], name: str) -> str:
    """The forum of landlords with exactly 1,000 homes, as the roll names it."""
    text = value[name].upper()
    if text not in ("OVER", "UNDER"):
        raise WrongSetting(f"{name} must be over or under, not {value[name][:20]!r}.")
    return text


def _yes_or_no(value: Mapping[str, str], name: str) -> bool:
    words: dict[str, bool] = {
        "yes": True,
        "on": True,
        "true": True,
        "1": True,
        "no": False,
        "off": False,
        "false": False,
        "0": False,
        "": False,
    }
    text = value[name].lower()
    if text not in words:
        raise WrongSetting(f"{name} must be yes or no, not {text[:20]!r}.")
    return words[text]


def _list(text: str) -> tuple[str, ...]:
    strip: Callable[[str], str] = str.strip
    return tuple(part for part in map(strip, text.split(",")) if part)
