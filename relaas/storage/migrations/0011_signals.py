"""Signals of chain partners, which only grow, and reports that somebody is writing, which only that person sees."""

import django.db.models.deletion
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only
from relaas.storage.row_security import WROTE, Rows, covers, protect

KEPT = {"signal": (("id",), ("case_id", "idempotency_key"), ("case_id", "act"))}
MANDATE = "(SELECT relaas_lock.mandate())"
OWN_REPORT = f"mandate_id = {MANDATE}"
WRITES_OWN = f"{OWN_REPORT} AND (SELECT relaas_lock.writes())"
TABLES = {
    "signal": Rows(read=f"{covers(reviewed=False)} OR {WROTE}", add=f"{WROTE} AND recorded_by_id = {MANDATE}"),
    "signal_report": Rows(read=OWN_REPORT, add=WRITES_OWN, change=WRITES_OWN, remove=WRITES_OWN),
}


def keep(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statements = [*keep_append_only(vendor, KEPT)]
    if vendor == "postgresql":
        statements += [statement for table, rows in TABLES.items() for statement in protect(table, rows)]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("storage", "0010_attachment_labels")]
    operations = [
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                ("act", models.PositiveIntegerField()),
                ("categories", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
                    ),
                ),
                (
                    "claimed",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.identity",
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
                "db_table": "signal",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "act"), name="signal_of_act"),
                    models.UniqueConstraint(fields=("case", "idempotency_key"), name="signal_recorded_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalReport",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("idempotency_key", models.CharField(max_length=64)),
                ("saved_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.case",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.mandate",
                    ),
                ),
            ],
            options={
                "db_table": "signal_report",
                "constraints": [
                    models.UniqueConstraint(fields=("mandate", "idempotency_key"), name="report_of_one_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", True), ("sent_at__isnull", True)),
                            models.Q(("case__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_is_sent_to_a_case",
                    ),
                ],
            },
        ),
        migrations.RunPython(keep),
    ]
