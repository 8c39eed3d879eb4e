from django.db import migrations


class Migration(migrations.Migration):
    """Reports are the moderation's now, where they were copied to."""

    dependencies = [("playlists", "0006_hidden"), ("moderation", "0002_reports")]
    operations = [migrations.DeleteModel(name="Report")]
