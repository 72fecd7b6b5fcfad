"""What the tests of the board share."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from states import passwords
from states.passwords import Secret


@pytest.fixture(scope="session")
def secret() -> Secret:
    """A password that its owner chose."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return passwords.chosen("Qingshan-77", "nobody")
