from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0007_staff_problems"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reminder",
            name="reminder_once_per_cause",
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("obligation", "step", "deadline"),
                name="reminder_once_per_cause",
            ),
        ),
    ]
