"""Clients that ask a server over HTTP/1.1, each on a connection that is kept, and how long the answers took."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Source = Callable[[], bytes]
"""Gives one whole request after the other."""
PATIENCE = 30.0
"""Seconds after which an answer that does not come is counted as lost."""


@dataclass
class Answers:
    """Seconds that each answer took, its status (0: none came), and how long all of it lasted."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lasted: float = 0.0

    def add(self, status: int, seconds: float) -> None:
        self.seconds.append(seconds)
        self.statuses[status] += 1

    @property
    def good(self) -> int:
        return sum(count for status, count in self.statuses.items() if 200 <= status < 300)

    @property
    def a_second(self) -> float:
        """Throughput of answers in the 200s."""
        return self.good / self.lasted

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds) or [float("nan")]
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Connection(asyncio.Protocol):
    """Sends a request, and resolves ``answer`` with the status when its whole answer is there, 0 if none comes."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[int] | None = None
        self.data, self.awaited, self.closing = b"", -1, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        self._resolve(0)

    def send(self, request: bytes) -> asyncio.Future[int]:
        assert self.transport
        self.data, self.awaited, self.closing = b"", -1, False
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.answer

    def data_received(self, data: bytes) -> None:
        self.data += data
        if self.awaited < 0 and (end := self.data.find(b"\r\n\r\n")) >= 0:
            head = self.data[:end].lower()
            self.awaited = end + 4 + _length(head)
            self.closing = b"\r\nconnection: close" in head or head.startswith(b"http/1.0")
        if 0 <= self.awaited <= len(self.data):
            self._resolve(int(self.data[9:12]))

    def _resolve(self, status: int) -> None:
        if self.answer and not self.answer.done():
            self.answer.set_result(status)

    def close(self) -> None:
        if self.transport:
            self.transport.abort()
            self.transport = None


def _length(head: bytes) -> int:
    """Bytes of the body. Raises ValueError for an answer that doesn't say, as none of ours is."""
    if head[9:12] in (b"204", b"304"):
        return 0
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError(f"an answer without a length: {head.decode(errors='replace')}")
    return int(rest.partition(b"\r\n")[0])


class Client:
    """One who asks on a connection of their own, which is opened anew when the server closes it."""

    def __init__(self, port: int, answers: Answers) -> None:
        self.port, self.answers = port, answers
        self.connection = Connection()

    async def ask(self, request: bytes, since: float | None = None) -> None:
        """``since`` is when the answer began to be waited for; now, unless it was due before."""
        began = time.perf_counter() if since is None else since
        status = await self._status(request)
        self.answers.add(status, time.perf_counter() - began)
        if self.connection.closing or not status:
            self.close()

    async def _status(self, request: bytes) -> int:
        try:
            async with asyncio.timeout(PATIENCE):
                if not self.connection.transport:
                    _, self.connection = await asyncio.get_running_loop().create_connection(
                        Connection, "127.0.0.1", self.port
                    )
                return await self.connection.send(request)
        except (OSError, TimeoutError):
            return 0

    def close(self) -> None:
        self.connection.close()


def closed_loop(port: int, source: Source, clients: int, seconds: float) -> Answers:
    """``clients`` that each ask again as soon as they have an answer."""
    return asyncio.run(_closed_loop(port, source, clients, seconds))


async def _closed_loop(port: int, source: Source, clients: int, seconds: float) -> Answers:
    answers, began = Answers(), time.perf_counter()

    async def ask_again() -> None:
        client = Client(port, answers)
        while time.perf_counter() - began < seconds:
            await client.ask(source())
        client.close()

    await asyncio.gather(*(ask_again() for _ in range(clients)))
    answers.lasted = time.perf_counter() - began
    return answers


def open_loop(port: int, source: Source, gaps: Iterator[float], seconds: float, clients: int) -> Answers:
    """Asks when a listener would, whether or not answers came; ``gaps`` are the seconds from one to the next.

    The time of an answer begins when it was due to be asked for, so that a server that stands still is not spared
    (Tene's "coordinated omission"). At most ``clients`` wait at once; who is due meanwhile waits for one of them.
    """
    return asyncio.run(_open_loop(port, source, gaps, seconds, clients))


async def _open_loop(port: int, source: Source, gaps: Iterator[float], seconds: float, clients: int) -> Answers:
    answers, began, due = Answers(), time.perf_counter(), 0.0
    free = asyncio.Queue[Client]()
    for _ in range(clients):
        free.put_nowait(Client(port, answers))
    running: set[asyncio.Task[None]] = set()

    async def ask(client: Client, since: float) -> None:
        await client.ask(source(), since)
        free.put_nowait(client)

    while (due := due + next(gaps)) < seconds:
        await asyncio.sleep(began + due - time.perf_counter())
        task = asyncio.create_task(ask(await free.get(), began + due))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    answers.lasted = time.perf_counter() - began
    return answers
