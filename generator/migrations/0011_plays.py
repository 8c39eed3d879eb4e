from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("generator", "0010_hidden"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="track",
            name="play_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="track",
            name="created",
            field=models.DateTimeField(auto_now_add=True),
        ),
        migrations.AddIndex(
            model_name="like",
            index=models.Index(fields=["created"], name="likes_by_age"),
        ),
        migrations.AddIndex(
            model_name="track",
            index=models.Index(fields=["created", "model_version"], name="tracks_by_age"),
        ),
    ]
