"""Settings are read once and say everything that is wrong at once."""

import dataclasses
from dataclasses import dataclass

import pytest

from libs.chassis.settings import ServiceSettings, SettingsError, env, load


@dataclass(frozen=True, kw_only=True)
class Mail:
    smtp_url: str = env("SMTP_URL")
    mail_from: str = env("MAIL_FROM")
    port: int = env("PORT", parse=int)
    pause_s: float = env("PAUSE_S", default=1.5, parse=float)


def test_values_are_parsed_and_defaults_fill_in():
    settings = load(Mail, {"SMTP_URL": "smtp://x", "MAIL_FROM": "a@b", "PORT": "25"})

    assert settings == Mail(smtp_url="smtp://x", mail_from="a@b", port=25, pause_s=1.5)


def test_all_missing_and_malformed_names_are_told_at_once():
    with pytest.raises(SettingsError) as refused:
        load(Mail, {"PORT": "many", "MAIL_FROM": ""})

    assert str(refused.value) == (
        "Set SMTP_URL, MAIL_FROM in the environment. The value of PORT cannot be read."
    )


def test_a_value_that_cannot_be_read_is_not_repeated():
    with pytest.raises(SettingsError) as refused:
        load(Mail, {"SMTP_URL": "x", "MAIL_FROM": "y", "PORT": "hunter2"})

    assert "hunter2" not in str(refused.value)


def test_settings_cannot_be_changed():
    settings = load(Mail, {"SMTP_URL": "x", "MAIL_FROM": "y", "PORT": "1"})

    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.port = 2


def test_a_service_adds_its_own_settings_to_those_of_every_service():
    @dataclass(frozen=True, kw_only=True)
    class Documents(ServiceSettings):
        s3_endpoint: str = env("S3_ENDPOINT")

    with pytest.raises(SettingsError, match="AMQP_URL.*S3_ENDPOINT"):
        load(Documents, {})
