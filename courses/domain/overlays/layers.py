"""Which local additions a learner reads: those that their organisations, and the ones
above these, have published for a course."""

from collections.abc import Iterable

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
    return _layers(_mine(user_id).filter(course=course_id))


def layers_by_course(user_id: int, course_ids: Iterable[int]) -> dict[int, list[Layer]]:
    """{course id: what is added there for a person, the nearest organisation first}; the
    same queries for many courses as for one. Courses to which nothing is added are left
    out."""
    found: dict[int, list] = {}
    mine = _mine(user_id).filter(course__in=course_ids)
    for course_id, path, edition in _published(mine).values_list(
        "course", "path", "current_edition_id"
    ):
        found.setdefault(course_id, []).append((path, edition))
    editions = _layers_by_edition.of(e for rows in found.values() for _path, e in rows)
    return {
        course_id: [editions[edition] for _path, edition in _nearest_first(rows)]
        for course_id, rows in found.items()
    }


def layers_at(organisation, course_id: int) -> list[Layer]:
    """What somebody of one organisation reads, the nearest first."""
    above = organisation.path.strip("/").split("/")
    return _layers(Overlay.objects.filter(organisation__in=above, course=course_id))


def _mine(user_id: int) -> QuerySet[Overlay]:
    """The overlays of the organisations a person belongs to, and of those above."""
    mine = Membership.objects.current().filter(
        user=user_id, organisation__path__startswith=OuterRef("organisation__path")
    )
    return Overlay.objects.filter(Exists(mine))


def _published(overlays: QuerySet[Overlay]) -> QuerySet[Overlay]:
    return overlays.filter(current_edition__isnull=False).annotate(
        path=F("organisation__path")
    )


def _layers(overlays: QuerySet[Overlay]) -> list[Layer]:
    found = list(_published(overlays).values_list("path", "current_edition_id"))
    editions = _layers_by_edition.of(edition for _path, edition in found)
    return [editions[edition] for _path, edition in _nearest_first(found)]


def _nearest_first(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    # A longer chain is a department of a shorter one; elsewhere the order is kept.
    return sorted(found, key=lambda row: (-row[0].count("/"), row[1]))


def local_hash(edition_id: int, activity_key: str, language: str) -> str:
    """Hash of a local lesson's content in a language that its edition has."""
    wanted = (edition_id, activity_key, language)
    return _hashes.of([wanted])[wanted]


def local_hashes(wanted: Iterable[tuple[int, str, str]]) -> dict[tuple, str]:
    """The same of several (edition id, lesson key, language) at once."""
    return _hashes.of(wanted)


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
    # Editions of before there were vignettes have none.
    vignettes = [
        one | {"place": outline["place"]} for one in outline.get("vignettes", ())
    ]
    return Layer(items, outline["switches"], vignettes)


def _read_hashes(wanted: set[tuple[int, str, str]]) -> dict[tuple, str]:
    rows = OverlayContent.objects.filter(
        edition__in={edition for edition, _key, _language in wanted}
    ).values_list("edition_id", "activity_id", "language", "blob_id")
    held = {(edition, str(key), code): blob for edition, key, code, blob in rows}
    return {one: held[one] for one in wanted}


# Editions of overlays never change.
_layers_by_edition = Remembered(_read_editions, most=1024)
_hashes = Remembered(_read_hashes, most=4096)
