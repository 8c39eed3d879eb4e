"""What was there before has ids for its places, and public playlists a place in the feeds."""

from django.db import migrations, models
from django.db.models import F

from accounts.ids import new_id
from generator.ranking import hot

BATCH = 500


def fill(apps, schema_editor):
    entries = apps.get_model("playlists", "PlaylistTrack").objects.filter(public_id=None).order_by("pk")
    while batch := list(entries.only("pk")[:BATCH]):
        for entry in batch:
            entry.public_id = new_id()
        entries.model.objects.bulk_update(batch, ["public_id"])
    playlists = apps.get_model("playlists", "Playlist")
    playlists.objects.filter(visibility="public", published=None).update(published=F("created"))
    for playlist in playlists.objects.filter(visibility="public").iterator():
        playlists.objects.filter(pk=playlist.pk).update(hot=hot(0, playlist.published))


class Migration(migrations.Migration):
    dependencies = [("playlists", "0003_community")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "playlisttrack",
            "public_id",
            models.CharField(default=new_id, editable=False, max_length=11, unique=True),
        ),
    ]
