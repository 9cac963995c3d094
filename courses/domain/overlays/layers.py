"""Which local additions a learner reads: those that their organisations, and the ones
above these, have published for a course."""

from django.db.models import Exists, F, OuterRef, QuerySet

from courses.domain.overlays.weaving import Layer
from courses.models import Overlay, OverlayContent, OverlayEdition
from lms.remembered import Remembered
from organisations.models import Membership

# Of an enrolment: whether something is added for its learner, for all that memberships
# say that may have ended. Most have nothing, and are asked nothing more.
HAS_LAYERS = Exists(
    Overlay.objects.filter(
        Exists(
            Membership.objects.filter(
                user=OuterRef(OuterRef("user")),
                organisation__path__startswith=OuterRef("organisation__path"),
            )
        ),
        course=OuterRef("course"),
        current_edition__isnull=False,
    )
)


def layers_of(user_id: int, course_id: int) -> list[Layer]:
    """What is added for a person, the nearest organisation first; one query where the
    editions are remembered."""
    mine = Membership.objects.current().filter(
        user=user_id, organisation__path__startswith=OuterRef("organisation__path")
    )
    return _layers(Overlay.objects.filter(Exists(mine), course=course_id))


def layers_at(organisation, course_id: int) -> list[Layer]:
    """What somebody of one organisation reads, the nearest first."""
    above = organisation.path.strip("/").split("/")
    return _layers(Overlay.objects.filter(organisation__in=above, course=course_id))


def _layers(overlays: QuerySet[Overlay]) -> list[Layer]:
    found = list(
        overlays.filter(current_edition__isnull=False)
        .annotate(path=F("organisation__path"))
        .values_list("path", "current_edition_id")
    )
    editions = _layers_by_edition.of(edition for _path, edition in found)
    # A longer chain is a department of a shorter one; elsewhere the order is kept.
    nearest = sorted(found, key=lambda row: (-row[0].count("/"), row[1]))
    return [editions[edition] for _path, edition in nearest]


def local_hash(edition_id: int, activity_key: str, language: str) -> str:
    """Hash of a local lesson's content in a language that its edition has."""
    wanted = (edition_id, activity_key, language)
    return _hashes.of([wanted])[wanted]


def _read_editions(ids: set[int]) -> dict[int, Layer]:
    editions = OverlayEdition.objects.filter(pk__in=ids)
    return {
        pk: layer_of(pk, outline)
        for pk, outline in editions.values_list("pk", "outline")
    }


def layer_of(edition_id: int | None, outline: dict) -> Layer:
    """An edition's outline as it is woven in; None for one that is not written yet."""
    items = [
        {
            "key": item["key"],
            "kind": "lesson",
            "minutes": item["minutes"],
            "title": item["title"],
            "rules": {},
            "local": {
                "edition": edition_id,
                "place": outline["place"],
                "languages": item["languages"],
                "anchor": item["anchor"],
                "module": item["module"],
                "side": item["side"],
            },
        }
        for item in outline["items"]
    ]
    return Layer(items, outline["switches"])


def _read_hashes(wanted: set[tuple[int, str, str]]) -> dict[tuple, str]:
    rows = OverlayContent.objects.filter(
        edition__in={edition for edition, _key, _language in wanted}
    ).values_list("edition_id", "activity_id", "language", "blob_id")
    held = {(edition, str(key), code): blob for edition, key, code, blob in rows}
    return {one: held[one] for one in wanted}


# Editions of overlays never change.
_layers_by_edition = Remembered(_read_editions, most=1024)
_hashes = Remembered(_read_hashes, most=4096)
