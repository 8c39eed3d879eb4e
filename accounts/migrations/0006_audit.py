import django.core.serializers.json
import django.utils.timezone
from django.db import migrations, models

from accounts.audit_triggers import protection
from accounts.search import word_index


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_words")]
    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("actor_id", models.BigIntegerField(help_text="The member's key; none is the site itself.", null=True)),
                ("actor", models.CharField(max_length=150, verbose_name="who")),
                ("action", models.CharField(max_length=40, verbose_name="what")),
                ("kind", models.CharField(max_length=40)),
                ("target", models.CharField(max_length=255)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("why", models.TextField(blank=True)),
                (
                    "data",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="details",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "audit entries",
                "ordering": ["-created", "-id"],
                "permissions": [("export_auditentry", "Can export audit entries")],
                "default_permissions": ["view"],
                "indexes": [
                    models.Index(fields=["-created", "-id"], name="audit_newest_first"),
                    models.Index(fields=["actor", "-created", "-id"], name="audit_by_actor"),
                    models.Index(fields=["action", "-created", "-id"], name="audit_by_action"),
                    models.Index(fields=["target", "-created", "-id"], name="audit_by_target"),
                ],
            },
        ),
        word_index("accounts_auditentry", "audit_words", ["title", "why"], "true"),
        protection(),
    ]
