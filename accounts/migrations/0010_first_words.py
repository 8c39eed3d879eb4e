from typing import Any

from django.db import migrations

REFUSE = (
    "viagra",
    "cialis",
    "casino bonus",
    "free spins bonus",
    "buy followers",
    "heil hitler",
    "sieg heil",
    "white power",
)
REVIEW = ("online casino", "telegram channel", "whatsapp me")


def load(apps: Any, schema_editor: Any) -> None:
    """A few that no site wants, so that the list is not empty: what a site needs beyond, its staff add."""
    words = apps.get_model("accounts", "BlockedWord")
    listed = [(text, "refuse") for text in REFUSE] + [(text, "review") for text in REVIEW]
    words.objects.bulk_create(words(text=text, key=text, action=action) for text, action in listed)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_blocked_words")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
