"""Cases that were erased, and blind indexes. Decisions to erase only grow, like acts: see 0002_refuse_changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Table -> what tells one row from another.
KEPT = {"erasure": "case_id", "key_destruction": "id"}


def _sqlite():
    for table, key in KEPT.items():
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_refuse_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {verb} refused'); END"
            )
        yield (
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "  # noqa: S608 - the names stand above
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: a row like this is there already'); END"
        )


def _postgresql():
    for table in KEPT:
        yield (
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def refuse_changes(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0004_story"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="storage.case",
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("ground", models.SlugField(db_index=False, max_length=80)),
                ("key_id", models.CharField(max_length=26)),
                ("ciphertext", models.BinaryField()),
                (
                    "mandate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.mandate",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "erasure",
            },
        ),
        migrations.CreateModel(
            name="KeyDestruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="key_destructions", to="storage.case"
                    ),
                ),
            ],
            options={
                "db_table": "key_destruction",
            },
        ),
        migrations.CreateModel(
            name="BlindIndexEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("key_version", models.PositiveIntegerField()),
                ("value", models.BinaryField()),
                ("sealed_as", models.CharField(max_length=12)),
                ("place", models.CharField(max_length=40)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="index_entries", to="storage.case"
                    ),
                ),
            ],
            options={
                "db_table": "blind_index_entry",
                "indexes": [models.Index(fields=["kind", "value"], name="blind_look_up")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "kind", "key_version", "value", "sealed_as", "place"), name="blind_entry_once"
                    )
                ],
            },
        ),
        migrations.RunPython(refuse_changes),
    ]
