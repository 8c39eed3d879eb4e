from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["opened"], name="cases_by_age"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["closed"], name="cases_closed"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["created"], name="reports_by_age"),
        ),
    ]
