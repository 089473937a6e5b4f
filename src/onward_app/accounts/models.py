"""People, one-time links, invitations, and the list of looks."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Users(BaseUserManager["User"]):
    """Makes and finds people."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractBaseUser):
    """A person who can sign in. Their id is that of their record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True, null=True, default=None)
    # alone on one machine there is one person, who comes in by a link and has no password
    alone = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # when they said that they are 18 or older; nothing private opens before
    adult_at = models.DateTimeField(null=True, default=None)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return str(self.id)


class OneTimeLink(models.Model):
    """A link that signs one person in once; only its hash is kept."""

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return "a one-time link"


class Invitation(models.Model):
    """Leave to make one account; only the hash of its link is kept.

    Where an address is given, the account can be made for that address alone.
    """

    digest = models.CharField(max_length=64, primary_key=True, editable=False)
    email = models.EmailField(null=True, default=None)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return "an invitation"


class Look(models.Model):
    """Somebody looked at a record: who, where, when."""

    owner = models.UUIDField(db_index=True)
    by = models.UUIDField()
    room = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look at {self.at:%Y-%m-%d}"
