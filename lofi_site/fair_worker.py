"""gunicorn's worker with threads, of several that share the listeners evenly."""

from __future__ import annotations

from gunicorn.workers.gthread import ThreadWorker

from lofi_site.settings_serving import WEB_AT_ONCE

CROWDED = 2 * WEB_AT_ONCE
ONE_IN = 4


class FairWorker(ThreadWorker):
    """While it is crowded, lets go of the connection of every fourth listener whom it answers.

    A connection that is kept binds its listener to one process, and which one is chance: eight of eight may sit in one
    line while the other process has nobody. Whoever has to connect anew comes to the process that is free to accept.
    """

    @property
    def max_keepalived(self) -> int:
        """How many idle connections may be kept, which gunicorn asks before each answer."""
        here = self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns)
        return 0 if here > CROWDED and self.nr % ONE_IN == 0 else self._most_kept

    @max_keepalived.setter
    def max_keepalived(self, most: int) -> None:
        self._most_kept = most
