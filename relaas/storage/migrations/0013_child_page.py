"""The child's own page: codes that open it, what the child writes there, and who still owes it an answer."""

import django.db.models.deletion
from django.db import migrations, models

from relaas.storage.append_only import keep_append_only
from relaas.storage.row_security import HERE, WRITES, WROTE, Rows, covers, protect

MANDATE = "(SELECT relaas_lock.mandate())"
AS_SELF = f"{WROTE} AND recorded_by_id = {MANDATE}"
ONCE = (("id",), ("case_id", "idempotency_key"))
KEPT = {
    "child_code": (*ONCE, ("digest",)),
    "child_code_end": (("code_id",),),
    "child_message": ONCE,
    "message_answer": (*ONCE, ("message_id",)),
}
# Nobody has a pass yet who types a code: the row is shown to who knows the keyed hash of it, which takes the secret.
BY_DIGEST = "digest = NULLIF(current_setting('relaas.code', true), '')"
AT_ORGANISATION = "organisation_id = (SELECT relaas_lock.organisation_at_large())"
TABLES = {
    "child_code": Rows(read=f"{HERE} OR {BY_DIGEST}", add=f"{WRITES} AND recorded_by_id = {MANDATE}"),
    "child_code_end": Rows(read=HERE, add=f"{WRITES} AND recorded_by_id = {MANDATE}"),
    "child_message": Rows(read=f"{covers(reviewed=False)} OR {WROTE}", add=AS_SELF),
    "message_answer": Rows(read=f"{covers(reviewed=False)} OR {WROTE}", add=AS_SELF),
    # Everybody at the organisation may see that a child is waiting.
    "message_duty": Rows(read=f"{HERE} OR {AT_ORGANISATION}", change=WRITES),
}


def keep(apps, schema_editor):
    for statement in keep_append_only(schema_editor.connection.vendor, KEPT):
        schema_editor.execute(statement, params=None)


def protect_rows(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for statement in (one for table, rows in TABLES.items() for one in protect(table, rows)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0012_same_child"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChildCode",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=20)),
                ("last_day", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("idempotency_key", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.mandate",
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
                "db_table": "child_code",
            },
        ),
        migrations.CreateModel(
            name="ChildMessage",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                ("kind", models.CharField(choices=[("wrong", "Wrong"), ("question", "Question")], max_length=8)),
                ("categories", models.PositiveBigIntegerField()),
                ("language", models.CharField(max_length=20)),
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
                "db_table": "child_message",
            },
        ),
        migrations.CreateModel(
            name="WrongTries",
            fields=[
                ("of", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("amount", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "wrong_tries",
            },
        ),
        migrations.CreateModel(
            name="MessageDuty",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="duty",
                        serialize=False,
                        to="storage.childmessage",
                    ),
                ),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("due_on", models.DateField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "message_duty",
            },
        ),
        migrations.CreateModel(
            name="MessageAnswer",
            fields=[
                ("id", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ciphertext", models.BinaryField()),
                ("idempotency_key", models.CharField(max_length=64)),
                ("categories", models.PositiveBigIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="storage.childmessage"
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
                "db_table": "message_answer",
            },
        ),
        migrations.CreateModel(
            name="ChildCodeEnd",
            fields=[
                (
                    "code",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="storage.childcode",
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
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
                "db_table": "child_code_end",
            },
        ),
        migrations.AddConstraint(
            model_name="childcode",
            constraint=models.UniqueConstraint(fields=("case", "idempotency_key"), name="code_made_once"),
        ),
        migrations.AddField(
            model_name="messageduty",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.case"
            ),
        ),
        migrations.AddField(
            model_name="messageduty",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="childmessage",
            index=models.Index(fields=["case", "id"], name="message_of_case"),
        ),
        migrations.AddConstraint(
            model_name="childmessage",
            constraint=models.UniqueConstraint(fields=("case", "idempotency_key"), name="message_sent_once"),
        ),
        migrations.AddConstraint(
            model_name="messageanswer",
            constraint=models.UniqueConstraint(fields=("case", "idempotency_key"), name="message_answered_once"),
        ),
        migrations.AddIndex(
            model_name="messageduty",
            index=models.Index(fields=["organisation", "answered_at", "due_on"], name="message_list"),
        ),
        migrations.RunPython(keep),
        migrations.RunPython(protect_rows),
    ]
