"""The books of capacity, append-only; and a view of stages that says no case, to count the load of organisations."""

import django.db.models.deletion
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only

# The view belongs to the owner of the tables: behind the second lock it shows stages, and never of which case.
VIEW = """
    CREATE VIEW stage_of_organisation AS
    SELECT placement.id AS id, placement.organisation_id AS organisation_id, placement.role AS role,
           placement.from_on AS placed_from_on, placement.until_on AS placed_until_on,
           case_stage.since_on AS since_on, case_stage.until_on AS until_on, case_stage.statuses AS statuses
    FROM placement JOIN case_stage ON case_stage.case_id = placement.case_id
"""
KEYS = {"capacity_event": [["id"], ["organisation_id", "number"], ["organisation_id", "idempotency_key"]]}


def close_the_books(apps, schema_editor):
    for statement in keep_append_only(schema_editor.connection.vendor, KEYS):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("storage", "0014_risk_analysis")]

    operations = [
        migrations.CreateModel(
            name="CapacityEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("what", models.JSONField()),
                ("annuls", models.PositiveIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("idempotency_key", models.CharField(max_length=64)),
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.mandate",
                    ),
                ),
            ],
            options={
                "db_table": "capacity_event",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "number"), name="capacity_event_has_its_own_place"),
                    models.UniqueConstraint(
                        fields=("organisation", "idempotency_key"), name="capacity_event_recorded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annuls__isnull", True), ("annuls__lt", models.F("number")), _connector="OR"
                        ),
                        name="capacity_event_annuls_an_earlier_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageOfOrganisation",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("role", models.SlugField(max_length=60)),
                ("placed_from_on", models.DateField()),
                ("placed_until_on", models.DateField(null=True)),
                ("since_on", models.DateField()),
                ("until_on", models.DateField()),
                ("statuses", models.JSONField()),
            ],
            options={"db_table": "stage_of_organisation", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW stage_of_organisation"),
        migrations.RunPython(close_the_books, migrations.RunPython.noop),
    ]
