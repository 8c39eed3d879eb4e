from django.db import migrations

from accounts.search import word_index


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_tokens_and_exports")]
    operations = [word_index("accounts_user", "people_words", ["username", "display_name"], "is_active")]
