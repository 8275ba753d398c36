from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keystore", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="casekey",
            name="master_version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name="casekey",
            index=models.Index(fields=["master_version"], name="key_by_master"),
        ),
    ]
