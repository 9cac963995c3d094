from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_contacts")]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("emergency", "Emergency"),
                    ("police", "Police"),
                    ("service", "Public service"),
                    ("helpline", "Helpline"),
                    ("ngo", "Association"),
                    ("training", "Questions about training"),
                ],
                max_length=16,
                verbose_name="kind",
            ),
        )
    ]
