"""Whose decision is a kept mapping? From here on one account's; what all had shared is nobody's and goes."""

from __future__ import annotations

from django.db import migrations, models


def forget_shared_mappings(apps, schema_editor):
    apps.get_model("huiyin", "KeptMapping").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0003_words_of_records")]
    operations = [
        migrations.RunPython(forget_shared_mappings, forget_shared_mappings),
        migrations.RemoveConstraint(model_name="keptmapping", name="kept_mapping_once"),
        migrations.AddField(
            model_name="keptmapping",
            name="account",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="keptmapping",
            constraint=models.UniqueConstraint(
                fields=("account", "kind", "headings"), name="kept_mapping_once"
            ),
        ),
    ]
