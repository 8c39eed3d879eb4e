"""The site's own playlists are marked as such, features have ids, and curators act on the site's own pages."""

from django.conf import settings
from django.db import migrations, models

from accounts.ids import LENGTH, new_id

BY_HAND = ["add_playlist", "change_playlist", "add_playlisttrack", "change_playlisttrack", "delete_playlisttrack"]
"""What curators could do in the admin with anybody's playlist."""


def fill(apps, schema_editor):
    apps.get_model("playlists", "Playlist").objects.filter(owner=None).exclude(slug=None).update(official=True)
    for feature in apps.get_model("playlists", "Feature").objects.filter(public_id=None):
        feature.public_id = new_id()
        feature.save(update_fields=["public_id"])
    permissions = apps.get_model("auth", "Permission").objects
    taken = permissions.filter(content_type__app_label="playlists", codename__in=BY_HAND)
    for group in apps.get_model("auth", "Group").objects.filter(name="curator"):
        group.permissions.remove(*taken)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("playlists", "0008_votes_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterModelOptions(
            "playlist",
            {"permissions": [("curate_playlist", "Can make playlists official and edit official ones")]},
        ),
        migrations.AddField(
            "playlist",
            "official",
            models.BooleanField(default=False, help_text="The site's own: has no owner, and curators edit it."),
        ),
        migrations.AddField("feature", "public_id", models.CharField(editable=False, max_length=LENGTH, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            "feature", "public_id", models.CharField(default=new_id, editable=False, max_length=LENGTH, unique=True)
        ),
        migrations.AddConstraint(
            "playlist",
            models.CheckConstraint(
                condition=models.Q(official=False) | models.Q(owner=None), name="official_playlist_has_no_owner"
            ),
        ),
    ]
