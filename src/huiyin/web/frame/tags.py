"""How does a template say a term, a day, a number with its classifier, or its own heading?

In every template without `{% load %}` (`settings.TEMPLATES`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

CHINESE_DAY, ENGLISH_DAY = "Y年n月j日", "j F Y"
CHINESE_SHORT_DAY, ENGLISH_SHORT_DAY = "n月j日", "j M"


def reading_language() -> str:
    """The language of this page, as terms of the plan know it: zh or en."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


@register.filter
def said(term: Any) -> str:
    """A term, a part of the plan with a name, or a row with `name_zh` and `name_en`, in the page's language.

    "" for None; a plain string as it is.
    """
    if term is None or isinstance(term, str):
        return term or ""
    term = getattr(term, "name", term)
    if hasattr(term, "said"):
        return str(term.said(reading_language()))
    here, other = ("name_zh", "name_en") if reading_language() == "zh" else ("name_en", "name_zh")
    return str(getattr(term, here, "") or getattr(term, other, "") or term)


@register.filter
def day(when: date | datetime | None) -> str | SafeString:
    """A day with its year, as `<time>`; "" for None."""
    return _time(when, CHINESE_DAY if reading_language() == "zh" else ENGLISH_DAY)


@register.filter
def short_day(when: date | datetime | None) -> str | SafeString:
    """A day without its year, where the year is plain from its surroundings."""
    return _time(when, CHINESE_SHORT_DAY if reading_language() == "zh" else ENGLISH_SHORT_DAY)


@register.filter
def moment(when: datetime | None) -> str | SafeString:
    """A day with its year and the time of day, in the campaign's time zone."""
    return _time(when, (CHINESE_DAY if reading_language() == "zh" else ENGLISH_DAY) + " H:i")


def _time(when: date | datetime | None, form: str) -> str | SafeString:
    if when is None:
        return ""
    local = timezone.localtime(when) if isinstance(when, datetime) and timezone.is_aware(when) else when
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, form))


@register.filter
def counted(number: int | float | Decimal | None, classifier: str) -> str:
    """A number with its classifier: 12场 in Chinese, 12 in English, where the noun beside it says what.

    Thousands are set apart as the language does it; a whole number has no decimals; "" for None.
    """
    if number is None:
        return ""
    whole = number == int(number)
    plain = f"{int(number):,}" if whole else f"{number:,.2f}".rstrip("0")
    return f"{plain}{classifier}" if reading_language() == "zh" else plain


@register.tag
def remember(parser: Parser, token: Token) -> Remembered:
    """`{% remember heading %}…{% endremember %}` keeps what it holds under a name, to be said twice."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(name, nodelist)


class Remembered(template.Node):
    """Renders once into the context, and says nothing where it stands."""

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        """Nothing; the name is known from here on."""
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.inclusion_tag("components/state.html")
def state(shape: str, word: str = "") -> dict[str, str]:
    """A state by shape and word: `{% state "late" %}`, or with the plan's word `{% state "done" name %}`."""
    return {"shape": shape, "word": word}
