"""One Official Account: who it is, and the secrets shared with WeChat."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class WechatAccount(BaseModel):
    """From settings. ``aes_key`` (43 characters) is set in compatible and encrypted mode."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app_id: str
    token: SecretStr
    secret: SecretStr = SecretStr("")
    aes_key: SecretStr | None = Field(default=None)
    encrypted_only: bool = False
