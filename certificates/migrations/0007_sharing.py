import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery


def take_over(apps, schema_editor):
    """Whoever holds a certificate has read the name on it."""
    held = (
        apps.get_model("certificates", "Certificate")
        .objects.filter(holder=OuterRef("pk"))
        .order_by("pk")
    )
    people = apps.get_model("organisations", "User").objects.filter(
        Exists(held), name_checked_at=None
    )
    people.update(name_checked_at=Subquery(held.values("awarded_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0006_life"),
        ("organisations", "0005_name_checked"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameChoice",
            fields=[
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="name_choice",
                        serialize=False,
                        to="certificates.certificate",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("initials", "My initials"),
                            ("full", "My full name"),
                            ("nothing", "Nothing of my name"),
                        ],
                        max_length=8,
                        verbose_name="what is seen of the name",
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("choice__in", ["initials", "full", "nothing"])
                        ),
                        name="certificate_name_choice_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="for whom"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("last_day", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="certificates.certificate",
                    ),
                ),
            ],
            options={"ordering": ["-created_at", "-pk"]},
        ),
        migrations.CreateModel(
            name="ShownTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("shown_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown_to",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("certificate", "organisation"),
                        name="certificate_shown_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("shown_at")),
                            _connector="OR",
                        ),
                        name="certificate_withdrawn_after_shown",
                    ),
                ],
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
