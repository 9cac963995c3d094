"""Freezing a design at award: what a certificate is printed by is never changed."""

from datetime import datetime

from django.db import IntegrityError, transaction

from certificates.domain.designs.content import (
    content_of,
    pictures_in,
    with_pictures,
)
from certificates.domain.designs.pictures import images_in, keep, prepared
from certificates.models import CertificateRule, Design, DesignVersion
from courses.domain.manifest import canonical_hash
from media.models import MediaImage


def version_for(rule: CertificateRule, *, now: datetime) -> DesignVersion | None:
    """The version of a rule's design as it is published now, in all its languages: the
    one there is as long as nothing was changed.

    None: the rule has no design, or none of its languages is published. Twice, or from
    many processes at once, is once. Raises DomainError when a picture cannot be read;
    then nothing is awarded, and the sweep tries again.
    """
    rows = published(rule)
    if not rows:
        return None
    authored = {row.locale.language_code: content_of(row) for row in rows}
    images = images_in(pictures_in(authored.values()))
    known = DesignVersion.objects.filter(
        design_key=rows[0].translation_key, hash=_hash(authored, images)
    )
    version = known.first()
    return version or _frozen(rows[0], authored, images, now=now)


def published(rule: CertificateRule) -> list[Design]:
    """The published rows of a rule's design, one a language. No query without design."""
    if rule.design_id is None:
        return []
    key = Design.objects.filter(pk=rule.design_id).values("translation_key")
    rows = Design.objects.filter(live=True, translation_key__in=key)
    return list(rows.select_related("locale").order_by("locale__language_code"))


def _hash(authored: dict[str, dict], images: dict[int, MediaImage]) -> str:
    """Of what was authored. A picture counts by its file, not by its id, so that one
    that is replaced makes a new version; reading it is not needed for that."""
    files = {pk: image.get_file_hash() for pk, image in images.items()}
    return canonical_hash(
        {code: with_pictures(content, files.get) for code, content in authored.items()}
    )


def _frozen(
    design: Design,
    authored: dict[str, dict],
    images: dict[int, MediaImage],
    *,
    now: datetime,
) -> DesignVersion:
    pictures = {pk: prepared(image) for pk, image in images.items()}
    # Before the row: what a version names is there.
    for picture in pictures.values():
        keep(picture)
    described = {pk: picture.described() for pk, picture in pictures.items()}
    wanted = {
        "design_key": design.translation_key,
        "hash": _hash(authored, images),
    }
    content = {
        code: with_pictures(one, described.get) for code, one in authored.items()
    }
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            return DesignVersion.objects.create(
                **wanted, content=content, created_at=now
            )
    except IntegrityError:
        # Somebody else froze the same at the same moment.
        return DesignVersion.objects.get(**wanted)
