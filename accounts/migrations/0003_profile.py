from django.db import migrations, models

import accounts.ids


def give_ids(apps, schema_editor):
    """A column's default is one value for all rows: each member needs one of their own."""
    user = apps.get_model("accounts", "User")
    for pk in user.objects.values_list("pk", flat=True).iterator():
        user.objects.filter(pk=pk).update(public_id=accounts.ids.new_id())


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles")]

    operations = [
        migrations.AddField("user", "public_id", models.CharField(max_length=11, null=True, editable=False)),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "user",
            "public_id",
            models.CharField(max_length=11, unique=True, default=accounts.ids.new_id, editable=False),
        ),
    ]
