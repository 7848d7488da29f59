"""The plan of analysis, fixed when a wave opens. A wave that is in the field already has none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_initial")]

    operations = [
        migrations.AddField(model_name="wave", name="analysis_plan", field=models.JSONField(default=dict)),
    ]
