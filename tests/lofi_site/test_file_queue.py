"""The queue of files: what is in it is whole, and what is not does no harm."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.simple import SimpleQueue

import lofi_site.celery  # noqa: F401 (puts the transport in place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def queue(folder: Path, tmp_path: Path) -> Iterator[SimpleQueue]:
    folder.mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.SimpleQueue(folder.parent.name)  # a process remembers which queues it has bound


def test_message_arrives_and_nothing_stays(queue: SimpleQueue, folder: Path) -> None:
    queue.put({"id": 1})
    message = queue.get(timeout=5)
    message.ack()
    assert (message.payload, list(folder.iterdir())) == ({"id": 1}, [])


def test_message_that_was_cut_off_is_thrown_away_and_the_next_one_read(queue: SimpleQueue, folder: Path) -> None:
    (folder / f"0_cut.{queue.queue.name}.msg").write_text('{"body"')
    queue.put("whole")
    assert queue.get(timeout=5).payload == "whole"


def test_table_of_an_exchange_that_was_cut_off_is_written_anew(queue: SimpleQueue, tmp_path: Path) -> None:
    (table,) = (tmp_path / "control").iterdir()
    table.write_text("")
    queue.channel._queue_bind(queue.queue.exchange.name, queue.queue.name, "", queue.queue.name)
    queue.put("whole")
    assert queue.get(timeout=5).payload == "whole"


def test_full_disk_refuses_a_message_and_keeps_nothing_of_it(folder: Path, request: pytest.FixtureRequest) -> None:
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", folder]).returncode:
        pytest.skip("mounts a small disk, which takes root")
    try:
        queue: SimpleQueue = request.getfixturevalue("queue")
        with pytest.raises(ChannelError, match="Cannot queue a message"):
            queue.put("x" * 100_000)
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
