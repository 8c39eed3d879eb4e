from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from tests.playlists.moderation import staff


@pytest.fixture
def mara(db: None) -> User:
    """A moderator."""
    return staff.moderator("mara")


@pytest.fixture
def noor(db: None) -> User:
    """Another moderator."""
    return staff.moderator("noor")


@pytest.fixture
def visitor() -> APIClient:
    return APIClient()
