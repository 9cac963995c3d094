from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery


def take_over(apps, schema_editor):
    """Whoever accepted an invitation read their name in its form."""
    accepted = (
        apps.get_model("organisations", "Invitation")
        .objects.filter(accepted_by=OuterRef("pk"), accepted_at__isnull=False)
        .order_by("-accepted_at")
    )
    people = apps.get_model("organisations", "User").objects.filter(Exists(accepted))
    people.update(name_checked_at=Subquery(accepted.values("accepted_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_training_contacts")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_checked_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
