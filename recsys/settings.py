"""All settings of all processes, built once at each entry point."""

import json
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ContactLimits(BaseModel):
    """How often and when somebody may be contacted proactively; days are the customer's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opens: time = time(8)
    closes: time = time(21)
    per_day: int = 1
    per_week: int = 3
    calls_per_month: int = 2
    quiet_days_after_trouble: int = 7
    first_contact_hours: int = 24
    wechat_hours: int = 48
    wechat_messages: int = 5


class Settings(BaseSettings):
    """Read from ``HUAKE_*``, ``REDIS_URL`` and ``DATABASE_URL``; then from ``<var>/secrets.json``."""

    model_config = SettingsConfigDict(env_prefix="HUAKE_", frozen=True, extra="ignore", populate_by_name=True)

    var: Path = Path("var")
    redis_url: str = Field(
        default="redis://127.0.0.1:6379/0", validation_alias=AliasChoices("HUAKE_REDIS_URL", "REDIS_URL")
    )
    database_url: str = Field(
        default="", validation_alias=AliasChoices("HUAKE_DATABASE_URL", "DATABASE_URL")
    )  # empty = SQLite in var
    port: int = Field(default=8000, ge=1, le=65535)
    rasa_url: str = "http://127.0.0.1:5005"
    actions_port: int = Field(default=5055, ge=1, le=65535)
    inner_token: str = ""  # shared by gateway, Rasa and actions
    jwt_key: str = ""
    identity_key: str = ""  # of the hash by which identity documents are compared; never change it
    turn_deadline_s: float = 8.0  # for Rasa and its actions together
    conversation_idle_s: int = 12 * 3600
    transcript_keep_s: int = 30 * 24 * 3600
    wechat_accounts: dict[str, dict[str, Any]] = {}  # name → fields of channels.wechat.account
    wechat_api_url: str = "https://api.weixin.qq.com"
    demo: bool = False
    demo_passwords: dict[str, str] = {}  # role → password, demo profile only
    catalogue_dir: Path = Path("kb/data")
    timezone: str = "Asia/Shanghai"
    contact: ContactLimits = ContactLimits()
    public_url: str = ""  # where customers reach the gateway, for links in messages; empty = no links
    sms_url: str = ""  # of the operator's SMS gateway; empty = no text messages
    sms_key: str = ""
    rephrase_url: str = ""  # of an OpenAI-compatible model, up to and with /v1; empty = answers as they are
    rephrase_model: str = ""
    rephrase_key: str = ""
    rephrase_timeout_s: float = 1.5

    @model_validator(mode="before")
    @classmethod
    def _add_secrets(cls, data: dict[str, Any]) -> dict[str, Any]:
        """What the environment does not say, the secrets file may."""
        path = Path(data.get("var", "var")) / "secrets.json"
        secrets = _secrets_in(path) if path.is_file() else {}
        said = {"REDIS_URL", "HUAKE_REDIS_URL"} & data.keys()
        if said:
            secrets.pop("redis_url", None)
        return secrets | data

    @field_validator("database_url")
    @classmethod
    def _one_of_ours(cls, url: str) -> str:
        if url and not url.startswith(("postgres://", "postgresql://", "postgresql+psycopg://", "sqlite://")):
            raise ValueError("must be postgresql://user:password@host:5432/name, or empty for SQLite")
        return url

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("must be a time zone such as Asia/Shanghai") from error
        return name

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy address of the database."""
        url = self.database_url or f"sqlite:///{self.var / 'huake.db'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    @property
    def zone(self) -> ZoneInfo:
        """The customers' time zone."""
        return ZoneInfo(self.timezone)


def _secrets_in(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is no JSON: put it back from the backup (docs/operations.md)") from error
    return told
