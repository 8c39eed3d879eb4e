"""Background work on accounts."""

from celery import shared_task

from accounts import exports, failures, letters, services


@shared_task
def forget_request_counts() -> None:
    services.forget_calls()


@shared_task
def forget_task_failures() -> None:
    failures.sweep()


@shared_task
def make_export(export_id: int) -> None:
    export = exports.make(export_id=export_id)
    if export:
        letters.tell_export_ready(export_id=export.pk)


@shared_task
def sweep_exports() -> None:
    exports.sweep()


@shared_task
def take_up_exports() -> None:
    """What a lost queue or a killed worker left undone."""
    for export_id in exports.left_undone():
        make_export(export_id)
