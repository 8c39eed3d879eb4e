from django.db import migrations


def into_cases(apps, schema_editor):
    """What was reported before there were cases: one open case of each thing."""
    old, using = apps.get_model("playlists", "Report"), schema_editor.connection.alias
    report, case = apps.get_model("moderation", "Report"), apps.get_model("moderation", "Case")
    rows = old.objects.using(using).select_related("track", "playlist").order_by("pk")
    for row in rows.iterator():
        thing, kind = (row.track, "track") if row.track_id else (row.playlist, "playlist")
        told = {"title": thing.title, "subject_id": thing.creator_id if kind == "track" else thing.owner_id}
        joined, _ = case.objects.using(using).get_or_create(
            kind=kind, target=thing.public_id, closed=None, defaults={**told, "weight": 0.5}
        )
        made = report.objects.using(using).create(
            case=joined,
            reporter_id=row.reporter_id,
            reason=row.reason,
            details=row.details,
            frozen={"title": thing.title, "visibility": thing.visibility},
        )
        report.objects.using(using).filter(pk=made.pk).update(created=row.created)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("playlists", "0006_hidden"),
        ("generator", "0010_hidden"),
    ]
    operations = [migrations.RunPython(into_cases, migrations.RunPython.noop)]
