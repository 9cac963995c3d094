"""Where designs are used: by rules from now on, by certificates for good."""

from collections.abc import Iterable

from django.db.models import (
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from certificates.domain.designs.content import content_of
from certificates.models import Certificate, CertificateRule, Design


def with_uses(designs: QuerySet[Design]) -> QuerySet[Design]:
    """Each with how many rules (`rule_count`) and issued certificates
    (`certificate_count`) use it, in whichever language. No further query."""
    rules = CertificateRule.objects.annotate(key=F("design__translation_key"))
    certificates = Certificate.objects.annotate(key=F("design__design_key"))
    return designs.annotate(
        rule_count=_count(rules), certificate_count=_count(certificates)
    )


def offered(designs: QuerySet[Design], *, keep: int | None) -> QuerySet[Design]:
    """Narrow designs to what a rule may choose: one row of each that is published in a
    language, and the row `keep` that it has."""
    first = (
        Design.objects.filter(live=True)
        .order_by()
        .values("translation_key")
        .annotate(first=Min("pk"))
        .values("first")
    )
    return designs.filter(Q(pk__in=first) | Q(pk=keep))


def signing_by_design(rules: Iterable[CertificateRule]) -> set[int]:
    """Keys of those of these rules whose published design says who signs, in whichever
    language: what the rule says of it is not printed there. One query."""
    keys = {rule.pk: rule.design.translation_key for rule in rules if rule.design_id}
    found = Design.objects.filter(live=True, translation_key__in=set(keys.values()))
    naming = {one.translation_key for one in found if content_of(one)["signatories"]}
    return {pk for pk, key in keys.items() if key in naming}


def refusal_to_delete(designs: Iterable[Design]) -> str:
    """Why these designs cannot all be deleted, in a sentence; "" when they can.

    What was issued is printed by its own frozen version, whatever becomes of a design.
    """
    used = Design.objects.filter(
        translation_key__in=[one.translation_key for one in designs],
        pk__in=CertificateRule.objects.filter(design__isnull=False).values("design"),
    )
    design = used.first()
    if design is None:
        return ""
    return _(
        "“%(design)s” is used by a certificate rule. Give that rule another design "
        "first, or unpublish this language."
    ) % {"design": design}


def _count(rows: QuerySet) -> Coalesce:
    counted = (
        rows.filter(key=OuterRef("translation_key"))
        .order_by()
        .values("key")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
