"""Who you are, and how many calls you made lately."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member. Ours from the first migration, so that fields can be added later."""


class RequestCount(models.Model):
    """Calls of one caller in one scope within the window that began at ``started`` (Unix seconds)."""

    key = models.CharField(max_length=100, primary_key=True)
    started = models.FloatField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
