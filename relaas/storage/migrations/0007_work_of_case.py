"""What a role owes in a few cases is found by case, not among everything that the role owes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0006_story_refuse_changes")]

    operations = [
        migrations.AlterField(
            model_name="workitem",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="work", to="storage.case"
            ),
        ),
        migrations.AddIndex(
            model_name="workitem", index=models.Index(fields=["case", "organisation", "role"], name="work_of_case")
        ),
    ]
