from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("generator", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="track",
            name="producer_version",
            field=models.PositiveSmallIntegerField(default=2),
        ),
    ]
