"""A view of who takes part in a case by role alone, so that a list of many cases asks once whether one has expired."""

from django.db import migrations, models

# It belongs to the owner of the tables: behind the second lock it shows roles, and never at which organisation.
VIEW = "CREATE VIEW role_in_case AS SELECT id, case_id, role FROM placement"


class Migration(migrations.Migration):
    dependencies = [("storage", "0015_capacity")]

    operations = [
        migrations.CreateModel(
            name="RoleInCase",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("role", models.SlugField(max_length=60)),
            ],
            options={"db_table": "role_in_case", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW role_in_case"),
    ]
