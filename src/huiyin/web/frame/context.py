"""What does every page know: whose campaign it is, who is signed in, and where they may go?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.access.rules import Actor, Permission
from huiyin.plan.organisation import Person, Post
from huiyin.plan.queries import InForce, NoPlan, current_plan
from huiyin.plan.terms import Term
from huiyin.web.frame.role_words import role_word
from huiyin.web.frame.tags import said


@dataclass(frozen=True)
class Way:
    """A page of the navigation: its word, its URL's name, and what opens it (None: any account).

    `unless`: whoever has this permission finds the page elsewhere.
    """

    word: str | Promise
    name: str
    permission: Permission | None = None
    unless: Permission | None = None

    def is_open_to(self, actor: Actor) -> bool:
        """May this actor go there, and has no nearer way?"""
        may = self.permission is None or actor.may(self.permission)
        return may and not (self.unless and actor.may(self.unless))


@dataclass(frozen=True)
class OpenWay:
    """A page of the navigation as this person sees it."""

    word: str | Promise
    address: str
    is_here: bool


WAYS: Sequence[Way] = (
    Way(gettext_lazy("This week"), "home"),
    Way(gettext_lazy("Opinions"), "opinions", Permission.SEE_OPINIONS),
    Way(
        gettext_lazy("Take in an opinion"),
        "opinion-new",
        Permission.RECORD_OPINIONS,
        unless=Permission.SEE_OPINIONS,
    ),
    Way(gettext_lazy("Board"), "board", Permission.SORT_OPINIONS),
    Way(gettext_lazy("Problems"), "problems", Permission.SEE_PROBLEMS),
    Way(gettext_lazy("Answers"), "answers", Permission.ANSWER_GIVERS),
    Way(gettext_lazy("Activities"), "activities", Permission.SEE_ACTIVITIES),
    Way(gettext_lazy("Calendar"), "calendar", Permission.SEE_ACTIVITIES),
    Way(gettext_lazy("Plan"), "plan", Permission.SEE_PLAN),
    Way(gettext_lazy("Units"), "units", Permission.SEE_PLAN),
    Way(gettext_lazy("Contact points"), "contact-points", Permission.SEE_ACTIVITIES),
    Way(gettext_lazy("Imports"), "imports", Permission.IMPORT_ACTIVITIES),
    Way(gettext_lazy("People and accounts"), "people", Permission.SEE_PEOPLE),
    Way(gettext_lazy("Tokens of systems"), "opinion-tokens", Permission.MANAGE_TOKENS),
    Way(gettext_lazy("Log"), "log", Permission.SEE_LOG),
)


class Frame:
    """What the header, the navigation and the footer say; read only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        self._actor: Actor | None = getattr(request, "actor", None)

    @cached_property
    def _in_force(self) -> InForce | None:
        try:
            return current_plan()
        except NoPlan:
            return None

    @property
    def campaign(self) -> Term | None:
        """The campaign's name; None before there is a plan."""
        return self._in_force.plan.campaign.name if self._in_force else None

    @property
    def office(self) -> Term | None:
        """The office that runs it."""
        return self._in_force.plan.campaign.office if self._in_force else None

    @property
    def is_synthetic(self) -> bool:
        """Is it an example, so that every page has to say so?"""
        return bool(self._in_force and self._in_force.plan.campaign.synthetic)

    @property
    def plan_version(self) -> int | None:
        """The version of the plan in force."""
        return self._in_force.version if self._in_force else None

    @property
    def is_signed_in(self) -> bool:
        """Is somebody signed in?"""
        return bool(self._actor and self._actor.account)

    @cached_property
    def person(self) -> Person | None:
        """The person of the plan who is signed in."""
        if not (self._actor and self._in_force):
            return None
        return self._in_force.plan.people_by_key.get(self._actor.person)

    @property
    def roles(self) -> str:
        """In which roles, in words; without one, that nothing may be done."""
        roles = self._actor.roles if self._actor else ()
        return _(", ").join(role_word(role) for role in roles) or _("without a post in the plan in force")

    @property
    def units(self) -> str:
        """For which units."""
        posts: Sequence[Post] = self.person.posts if self.person else ()
        units = self._in_force.plan.units_by_key if self._in_force else {}
        keys = dict.fromkeys(post.unit for post in posts if post.unit in units)
        return _(", ").join(said(units[key].name) for key in keys if key)

    @cached_property
    def ways(self) -> list[OpenWay]:
        """The pages that this person may open, in their order."""
        if not (self._actor and self._actor.account):
            return []
        open_to = self._actor
        wanted = [way for way in WAYS if way.is_open_to(open_to)]
        return [way for way in map(self._opened, wanted) if way]

    def _opened(self, way: Way) -> OpenWay | None:
        try:
            address = reverse(way.name)
        except NoReverseMatch:
            return None
        is_here = self._path == address if way.name == "home" else self._path.startswith(address)
        return OpenWay(way.word, address, is_here)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor."""
    return {"frame": Frame(request)}
