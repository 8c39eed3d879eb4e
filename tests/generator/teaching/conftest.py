from __future__ import annotations

import pytest

from accounts.models import User
from tests.generator.teaching.world import teacher


@pytest.fixture
def tom(db: None) -> User:
    """Teaches."""
    return teacher("tom")


@pytest.fixture
def tess(db: None) -> User:
    """Teaches, too."""
    return teacher("tess")
