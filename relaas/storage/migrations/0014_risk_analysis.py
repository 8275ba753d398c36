"""The risk analysis: entries that only grow, and what is due; on PostgreSQL behind the second lock."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only
from relaas.storage.row_security import HERE, OWN, WRITES, WROTE, Rows, covers, protect, works_on

KEPT = {"risk_entry": (("id",), ("case_id", "idempotency_key"))}
TABLES = {
    # As a finding: for whom the grants show all that it carries, and for the role at the organisation that wrote it.
    "risk_entry": Rows(
        read=f"{covers()} OR ({HERE} AND {OWN})",
        add=f"{WROTE} AND recorded_by_id = (SELECT relaas_lock.mandate())",
    ),
    "risk_due": Rows(read=works_on("risk_due"), remove=WRITES),
}


def keep_and_lock(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statements = [*keep_append_only(vendor, KEPT)]
    if vendor == "postgresql":
        statements += [statement for table, rows in TABLES.items() for statement in protect(table, rows)]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0013_child_page"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.CharField(max_length=26)),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("since_on", models.DateField()),
                ("until_on", models.DateField()),
                ("due_on", models.DateField()),
                ("escalates_on", models.DateField()),
                ("supervised_on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risks_due",
                        to="storage.case",
                    ),
                ),
                (
                    "escalates_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "db_table": "risk_due",
                "indexes": [
                    models.Index(fields=["organisation", "role", "due_on", "case"], name="risk_due_of_role"),
                    models.Index(fields=["case"], name="risk_due_of_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskEntry",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                ("place", models.PositiveIntegerField()),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("categories", models.PositiveBigIntegerField()),
                ("act", models.PositiveIntegerField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.riskentry",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
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
                "db_table": "risk_entry",
                "indexes": [models.Index(fields=["case", "place"], name="risk_entry_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "idempotency_key"), name="risk_entry_written_once")
                ],
            },
        ),
        migrations.RunPython(keep_and_lock),
    ]
