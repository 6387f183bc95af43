"""Everything that can be set, from the environment and from `.env`."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import PullquoteError
from corpus.library.policy import Strictness
from index.retrieval.depths import MOST_READ, READ


class SettingsError(PullquoteError):
    """A setting that is missing or wrong, and how to mend it."""


class Settings(BaseSettings):
    """Each field is set by `PULLQUOTE_` and its name, in the environment or in `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="PULLQUOTE_", env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    token: SecretStr | None = Field(default=None, description="The bot's token from Discord's developer portal.")
    articles: Path = Field(default=Path("corpus/articles"), description="The folder of the articles.")
    data: Path = Field(default=Path(".pullquote"), description="The folder of the library and the indexes.")
    encoder: str | None = Field(
        default=None, description="A sentence-transformers model, by name or folder, in place of the packaged one."
    )
    runtime: Literal["onnx", "openvino", "torch"] = Field(
        default="onnx", description="What computes the packaged model: onnx, openvino or torch."
    )
    reader: str = Field(
        default="default",
        description="What reads the likeliest sentences with each question: default, none, or a cross-encoder of "
        "sentence-transformers, by name or folder.",
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        le=512,
        description="Processor threads of the encoder, and of a reader by name or folder; as many as the machine has "
        "cores if unset.",
    )
    strictness: Strictness = Field(default=Strictness.BALANCED, description="How sure it must be before it answers.")
    read: int = Field(
        default=READ,
        ge=0,
        le=MOST_READ,
        description="Sentences that are read with each question, each with those beside it; 0 is the fastest.",
    )
    guild_documents: int = Field(default=500, ge=0, description="Articles that a server's own collection may hold.")
    guild_bytes: int = Field(
        default=20_000_000, ge=0, description="Bytes of text, in UTF-8, that a server's own collection may hold."
    )
    guild_passages: int = Field(default=20_000, ge=0, description="Passages that a server's own collection may hold.")
    grace_days: int = Field(
        default=30, ge=1, description="Days after which the collection of a server that removed the bot is erased."
    )
    idle_minutes: int = Field(
        default=15, ge=1, description="Minutes after which a collection that nobody asks for leaves the memory."
    )
    queue: int = Field(default=32, ge=1, description="Questions that may wait at once before the bot says it is busy.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much the bot logs; Discord's own lines never go below INFO."
    )


def load_settings() -> Settings:
    """The settings. Raises SettingsError, naming the setting but never a secret's value."""
    try:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None
    except ValidationError as error:
        wrong = error.errors(include_input=False)
        raise SettingsError(
            "; ".join(f"PULLQUOTE_{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in wrong)
        ) from None
