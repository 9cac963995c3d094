from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0030_levels_of_rubrics"),
    ]

    operations = [
        migrations.AddField(
            model_name="completion",
            name="basis",
            field=models.CharField(
                choices=[
                    ("completed", "Completed here"),
                    ("recognised", "Recognised"),
                ],
                default="completed",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="completion",
            name="given_by",
            field=models.CharField(blank=True, max_length=160, default=""),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(
            model_name="completion",
            name="completion_once_per_sector_and_cycle",
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                condition=Q(basis="completed"),
                fields=("enrolment", "sector", "cycle"),
                name="completion_once_per_sector_and_cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                condition=Q(basis="recognised"),
                fields=("enrolment", "sector", "completed_at"),
                name="completion_recognised_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.CheckConstraint(
                condition=Q(basis="recognised", cycle=0, minutes=0) & ~Q(given_by="")
                | Q(basis="completed", cycle__gte=1, given_by=""),
                name="completion_recognised_outside_cycles",
            ),
        ),
    ]
