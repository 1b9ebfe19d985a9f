"""Who has an account, and which units and posts does the plan in force name?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by sign-in name, as Django's sign-in asks; `access.actions` alone makes them."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account with this sign-in name."""
        return self.get(sign_in_name=username)


class Account(AbstractBaseUser):
    """What somebody signs in with. `public_id` is opaque: the trail and URLs know people by it alone."""

    public_id = models.CharField(max_length=32, unique=True)
    sign_in_name = models.CharField(max_length=60, unique=True)
    person = models.CharField(max_length=60, unique=True)  # key in the plan
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, blank=True, default="")

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["person"]
    objects: ClassVar[Any] = Accounts()

    class Meta:
        app_label = "huiyin"
        db_table = "access_account"


class Unit(models.Model):
    """A unit of the plan in force. `path` is the keys from the top, each ended by "/": a prefix is a tree."""

    key = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=60)
    path = models.CharField(max_length=600)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    ordinal = models.IntegerField()  # the plan's order
    members = models.IntegerField(null=True)
    is_current = models.BooleanField(default=True)  # a unit that left the plan keeps its records

    class Meta:
        app_label = "huiyin"
        db_table = "access_unit"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["path"], name="access_unit_path")]


class Person(models.Model):
    """A person of the plan in force; has an account or not."""

    key = models.CharField(max_length=60, primary_key=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    is_current = models.BooleanField(default=True)

    class Meta:
        app_label = "huiyin"
        db_table = "access_person"


class Post(models.Model):
    """A role that a person holds, in a unit or a guidance group."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE)
    level = models.CharField(max_length=60, blank=True, default="")
    title_zh = models.CharField(max_length=100, blank=True, default="")
    title_en = models.CharField(max_length=100, blank=True, default="")
    group = models.CharField(max_length=60, blank=True, default="")  # guidance group

    class Meta:
        app_label = "huiyin"
        db_table = "access_post"


class GuidedUnit(models.Model):
    """A unit that a guidance group guides in the plan in force."""

    group = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE)

    class Meta:
        app_label = "huiyin"
        db_table = "access_guided_unit"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "unit"], name="access_guided_unit_once")
        ]


class RecusedFrom(models.Model):
    """A unit that this person has nothing to do with when their guidance group is about it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE)

    class Meta:
        app_label = "huiyin"
        db_table = "access_recused_from"
