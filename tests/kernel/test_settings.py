"""Settings: read once, a wrong one named in one sentence, a mistyped one refused."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.kernel.settings import DEFAULTS, Settings, WrongSetting, from_environment

WRONG = [
    ("COMPANION_DATABASE_URL", "mysql://db.example/companion"),
    ("COMPANION_DATABASE_URL", "companion.db"),
    ("COMPANION_KEY_STORE_URL", "redis://keys.example"),
    ("COMPANION_SECRET_KEY", "too short"),
    ("COMPANION_PUBLIC_URL", "forum.lindenquay.example"),
    ("COMPANION_PUBLIC_URL", "ftp://forum.lindenquay.example"),
    ("COMPANION_PUBLIC_URL", "https://"),
    ("COMPANION_PUBLIC_URL", "https://[forum.lindenquay.example"),
    ("COMPANION_PUBLIC_URL", "https://forum.lindenquay.example:eighty"),
    ("COMPANION_PUBLIC_URL", "https://forum.lindenquay.example/companion"),
    ("COMPANION_PUBLIC_URL", "https://forum.lindenquay.example/?a=b"),
    ("COMPANION_PUBLIC_URL", "https://robin@forum.lindenquay.example"),
    ("COMPANION_DATABASE_URL", "sqlite://"),
    ("COMPANION_DATABASE_URL", "sqlite:///:memory:"),
    ("COMPANION_KEY_STORE_URL", "sqlite:////"),
    ("COMPANION_MAIL_FROM", "the forum"),
    ("COMPANION_MAIL_FROM", "a@forum.example\nBcc: b@forum.example"),
    ("COMPANION_MAIL_URL", "imap://mail.example"),
    ("COMPANION_MAIL_URL", "smtp://mail.example:port"),
    ("COMPANION_SINGLE_ADMINISTRATOR", "perhaps"),
    ("COMPANION_CORRECTION_DAYS", "five"),
    ("COMPANION_CORRECTION_DAYS", "-1"),
    ("COMPANION_CORRECTION_DAYS", "61"),
    ("COMPANION_CORRECTION_DAYS", "٥"),
    ("COMPANION_CORRECTION_DAYS", "9" * 5000),
    ("COMPANION_WEBHOOK_MAX_AGE_SECONDS", "0"),
    ("COMPANION_WEBHOOK_MAX_AHEAD_SECONDS", "1e3"),
    ("ZOOM_API_URL", "api.zoom.us/v2"),
    ("ZOOM_OAUTH_URL", "javascript:alert(1)"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda part: str(part)[:40])
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        from_environment({name: value})
    sentence = str(caught.value)
    assert name in sentence
    assert "\n" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize("name", ["COMPANION_DATABSE_URL", "COMPANION_SECRET", "COMPANION_"])
def test_a_mistyped_setting_is_refused_rather_than_ignored(name: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} is not a setting"):
        from_environment({name: "x"})


def test_settings_of_other_programs_and_of_the_tests_are_left_alone() -> None:
    from_environment({"PATH": "/bin", "COMPANION_TEST_POSTGRES_URL": "x", "COMPANION_REQUIRE_ALL": "1", "ZOOM_X": "y"})


def test_without_any_setting_the_defaults_stand() -> None:
    settings = from_environment({})
    assert settings.database_url == "sqlite:///instance/companion.db"
    assert settings.master_key_file == Path("instance/master.key")
    assert settings.webhook_max_age == timedelta(hours=2)
    assert settings.webhook_max_ahead == timedelta(minutes=5)
    assert settings.webhook_secrets == ()
    assert (settings.has_zoom_rest, settings.has_zoom_app, settings.is_https) == (False, False, False)


def test_a_list_is_split_at_commas_and_blanks_do_not_count() -> None:
    settings = from_environment({"ZOOM_WEBHOOK_SECRET_TOKEN": " one, ,two ,", "ZOOM_RTMS_HOSTS": ""})
    assert settings.webhook_secrets == ("one", "two")
    assert settings.zoom_rtms_hosts == ()


def test_a_feature_of_zoom_is_on_only_with_every_credential_it_needs() -> None:
    rest = {"ZOOM_ACCOUNT_ID": "a", "ZOOM_S2S_CLIENT_ID": "b", "ZOOM_S2S_CLIENT_SECRET": "c"}
    assert from_environment(rest).has_zoom_rest
    for name in rest:
        assert not from_environment({**rest, name: ""}).has_zoom_rest


def test_public_address_loses_its_closing_slash_and_says_whether_it_is_https() -> None:
    settings = from_environment({"COMPANION_PUBLIC_URL": "https://forum.lindenquay.example/"})
    assert settings.public_url == "https://forum.lindenquay.example"
    assert settings.is_https


@given(name=st.sampled_from(sorted(DEFAULTS)), value=st.text(max_size=60))
def test_any_text_is_taken_or_refused_and_never_breaks_the_start(name: str, value: str) -> None:
    with contextlib.suppress(WrongSetting):
        assert isinstance(from_environment({name: value}), Settings)
