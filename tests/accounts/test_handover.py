"""A broker that is away."""

from __future__ import annotations

import pytest
from celery import Celery

from accounts.handover import hand_over
from lofi_site.settings_upkeep import BROKER_PATIENCE
from tests.ports import free_port


def work() -> None:
    """Never done here."""


def test_broker_that_is_away_is_no_error_of_the_callers(caplog: pytest.LogCaptureFixture) -> None:
    app = Celery("elsewhere", broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    app.conf.broker_transport_options = BROKER_PATIENCE
    hand_over(app.task(work, name="work"))
    assert [record.message.partition(":")[0] for record in caplog.records if record.name == "accounts.handover"] == [
        "the workers could not be told of work"
    ]
