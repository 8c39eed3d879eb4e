"""How things stand, looked up when Prometheus asks. What can't be looked up is left out, and told to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import connection
from django.db.models import Min, QuerySet
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from accounts.models import DataExport
from generator.training.models import ACTIVE, FineTuneRun
from lofi_site.celery import app
from lofi_site.observability.checks import READINESS, Lookout

Values = dict[str, float]


def queue_depths() -> Values:
    """Messages that wait in each queue; those that a worker holds are not counted."""
    with app.connection_for_read(settings.CELERY_BROKER_URL) as broker:
        return {name: _depth(broker, name) for name in app.amqp.queues}


def _depth(broker: object, name: str) -> int:
    with broker.channel() as channel:  # type: ignore[attr-defined]  # a broker may close it over a queue not there yet
        try:
            return int(channel.queue_declare(queue=name, passive=True).message_count)
        except broker.channel_errors:  # type: ignore[attr-defined]
            return 0


def oldest_work() -> Values:
    """Seconds since the oldest export, and the oldest training run, that is not done was asked for; 0 without one."""
    return {
        "export": _age(DataExport.objects.filter(status=DataExport.Status.WAITING)),
        "training": _age(FineTuneRun.objects.filter(state__in=ACTIVE)),
    }


def _age(rows: QuerySet[DataExport] | QuerySet[FineTuneRun]) -> float:
    oldest = rows.aggregate(oldest=Min("created"))["oldest"]
    return (timezone.now() - oldest).total_seconds() if oldest else 0.0


def database_connections() -> Values:
    """Connections to this database by what they do. PostgreSQL's: SQLite has none to run out of."""
    return _rows("SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = %s GROUP BY 1")


def database_limit() -> Values:
    """Connections that the whole server allows."""
    return _rows("SELECT %s, current_setting('max_connections')::int")


def _rows(query: str) -> Values:
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query, [connection.settings_dict["NAME"]])
        return {str(label): float(value) for label, value in cursor.fetchall()}


LOOKOUT = Lookout(
    {"queues": queue_depths, "waiting": oldest_work, "connections": database_connections, "limit": database_limit}
)
_FAMILIES = {
    "queues": ("lofi_queue_depth", "Tasks that wait in a queue of the broker.", "queue"),
    "waiting": ("lofi_oldest_waiting_seconds", "Age of the oldest thing that members or staff wait for.", "kind"),
    "connections": ("lofi_database_connections", "Connections to the database, by what they do.", "state"),
    "limit": ("lofi_database_connections_limit", "Connections that the database's server allows.", "database"),
}


class State(Collector):
    """Asks the lookouts, each of which has its deadline."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        ready, found = READINESS.look(), LOOKOUT.look()
        parts = {name: float(finding.ok) for name, finding in (ready | found).items()}
        yield _gauge("lofi_part_ok", "Whether a part of the site answers, 1 or 0.", "part", parts.items())
        for name, finding in found.items():
            if finding.ok:
                yield _gauge(*_FAMILIES[name], finding.value.items())
        if ready["model"].ok:
            version = ready["model"].value
            yield _gauge("lofi_model_info", "The model's version that makes new tracks.", "version", [(version, 1.0)])


def _gauge(name: str, told: str, label: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family


STATE = CollectorRegistry(auto_describe=False)
STATE.register(State())
