"""A stage keeps every term that runs, so that of several people who look each is shown the first that they may see.

Lists that were written before are made whole by ``relaas rebuild``; until then they show no term.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("storage", "0008_second_lock")]

    operations = [
        migrations.AddField(model_name="casestage", name="terms", field=models.JSONField(default=list)),
        migrations.RemoveField(model_name="casestage", name="next_term"),
        migrations.RemoveField(model_name="casestage", name="next_term_on"),
    ]
