from django.db import migrations


class Migration(migrations.Migration):
    """What was written in words beside the reason may be about health: it goes."""

    dependencies = [("tracking", "0008_reminders_by_deadline")]

    operations = [migrations.RemoveField(model_name="waiver", name="words")]
