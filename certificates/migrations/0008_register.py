import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def fill_issuers(apps, schema_editor):
    """The issuer of every certificate is in its frozen words."""
    certificates = apps.get_model("certificates", "Certificate").objects
    issuers = certificates.order_by().values_list("words__issuer__id", flat=True)
    for issuer in issuers.distinct():
        certificates.filter(words__issuer__id=issuer).update(issuer_id=issuer)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0007_sharing"),
        ("courses", "0001_courses"),
        ("organisations", "0001_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="certificate",
            name="completion",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="certificates",
                to="courses.completion",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="certificates.certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="issuer",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.RunPython(fill_issuers, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="certificate",
            name="issuer",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                fields=["issuer", "-awarded_on"], name="certificate_of_issuer"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("completion",),
                name="certificate_once_per_completion",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("corrected_at__isnull", True), ("corrects__isnull", True)
                    ),
                    models.Q(
                        ("corrected_at__isnull", False), ("corrects__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="certificate_corrects_since",
            ),
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
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
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "asked_name",
                    models.CharField(
                        max_length=120, verbose_name="name as it should be"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction_requests",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("certificate",),
                        name="correction_asked_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("state", "waiting")
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="correction_decided_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterChange",
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
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("awarded", "Awarded"),
                            ("suspended", "Suspended"),
                            ("restored", "Restored"),
                            ("revoked", "Revoked"),
                            ("superseded", "Superseded"),
                            ("renewed", "Renewed by a newer one"),
                            ("kept_up", "Brought up to date"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looked", "Looked at"),
                            ("under-way", "Under way"),
                            ("done", "Done"),
                        ],
                        default="looked",
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="certificates.registerchange",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisterChangeRow",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waits", "Waiting"),
                            ("changed", "Changed"),
                            ("cannot", "Not changed"),
                        ],
                        default="waits",
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=40)),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="certificates.registerchange",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="registerchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "looked"),
                    models.Q(("reason_code", ""), _negated=True),
                    _connector="OR",
                ),
                name="register_change_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="registerchangerow",
            index=models.Index(fields=["change", "outcome"], name="change_outcome"),
        ),
        migrations.AddConstraint(
            model_name="registerchangerow",
            constraint=models.UniqueConstraint(
                fields=("change", "certificate"), name="once_in_a_change"
            ),
        ),
        migrations.CreateModel(
            name="SignatoryChange",
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
                    "uuid",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("name", models.CharField(max_length=120)),
                ("titles", models.JSONField()),
                ("from_day", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-from_day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SignatoryChangeRule",
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
                ("label", models.CharField(max_length=120)),
                ("name_before", models.CharField(blank=True, max_length=120)),
                ("titles_before", models.JSONField(default=dict)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="certificates.signatorychange",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="certificates.certificaterule",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="signatorychange",
            index=models.Index(
                condition=models.Q(
                    ("applied_at__isnull", True), ("withdrawn_at__isnull", True)
                ),
                fields=["from_day"],
                name="signatory_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="signatorychange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applied_at__isnull", True),
                    ("withdrawn_at__isnull", True),
                    _connector="OR",
                ),
                name="signatory_applied_or_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="signatorychangerule",
            constraint=models.UniqueConstraint(
                fields=("change", "rule"), name="rule_once_in_a_change"
            ),
        ),
    ]
