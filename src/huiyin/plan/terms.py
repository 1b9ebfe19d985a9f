"""How does a plan say a word in two languages, and which strings are keys?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

# Keys stand in tables, URLs and figures for as long as the campaign lives.
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$", max_length=60)]
Language = Literal["zh", "en"]


class PlanPart(BaseModel):
    """A part of a plan: nothing unknown in it, and nothing that changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _nothing_written(cls, given: Any) -> Any:
        """A key with nothing behind it is as good as no key; one that is not known stays, to be told."""
        if not isinstance(given, dict):
            return given
        return {
            key: value for key, value in given.items() if value is not None or key not in cls.model_fields
        }


class Term(PlanPart):
    """One word or name in Chinese and English. A plain string in the file stands for both."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, given: Any) -> Any:
        return {"zh": given, "en": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _said_at_all(self) -> Term:
        if not (self.zh or self.en):
            raise ValueError("empty")
        return self

    def said(self, language: str) -> str:
        """The word in `language`, in the other one where this one is missing."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)


class Terms(PlanPart):
    """Other words for the same thing, by language. A plain list in the file stands for both."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_list(cls, given: Any) -> Any:
        return {"zh": given, "en": given} if isinstance(given, list | tuple) else given
