"""What an organisation adds to the small course."""

import uuid

from courses.domain.overlays.placing import begin_overlay, place_lesson
from courses.domain.overlays.publishing import publish_overlay
from courses.domain.overlays.vignettes import place_vignette
from courses.models import LocalLesson, Overlay, Vignette
from organisations.domain.memberships import start_membership
from organisations.enums import Role
from organisations.models import Organisation, User
from tests.factories.cases import make_vignette
from tests.factories.courses import NOW, locale
from tests.factories.exercises import stable
from tests.factories.organisations import UserFactory


def trainer_of(organisation: Organisation, *, now=NOW) -> User:
    user = UserFactory()
    start_membership(user, organisation, role=Role.TRAINER, now=now)
    return user


def make_local(
    owner: Organisation,
    key: str = "local",
    *,
    languages: tuple[str, ...] = ("nl",),
    body: list | None = None,
    **changes,
) -> LocalLesson:
    """A published local lesson, with a self-check; the row of its first language."""
    translation_key = uuid.uuid5(uuid.NAMESPACE_URL, f"{owner.code}-{key}")
    rows = [
        LocalLesson.objects.create(
            **{
                "owner": owner,
                "key": key,
                "title": f"{key} {owner.code} {code}",
                "minutes": 4,
                "body": LocalLesson._meta.get_field("body").to_python(
                    body or _body(key, code)
                ),
                "locale": locale(code),
                "translation_key": translation_key,
            }
            | changes
        )
        for code in languages
    ]
    return rows[0]


def make_local_vignette(
    owner: Organisation,
    key: str = "ours",
    *,
    languages: tuple[str, ...] = ("nl",),
    **changes,
) -> Vignette:
    """A published vignette of an organisation; the row of its first language."""
    translation_key = uuid.uuid5(uuid.NAMESPACE_URL, f"vignette-{owner.code}-{key}")
    rows = [
        make_vignette(
            owner,
            **{
                "key": key,
                "title": f"Case {key} {code}",
                "story": f"<p>Told {key} {code}.</p>",
                "explanations": "<p>Perhaps nothing.</p>",
                "is_fictional": True,
                "locale": locale(code),
                "translation_key": translation_key,
            }
            | changes,
        )
        for code in languages
    ]
    return rows[0]


def add_vignette(
    small,
    organisation: Organisation,
    *vignettes: Vignette,
    within: str = "small-one",
    block: int = 0,
    side: str = "after",
    actor: User | None = None,
    publish: bool = True,
    now=NOW,
) -> Overlay:
    """Local vignettes beside the block with this number of a lesson of the small course,
    published."""
    actor = actor or trainer_of(organisation, now=now)
    overlay = begin_overlay(organisation, small.course, actor=actor)
    for vignette in vignettes:
        place_vignette(
            overlay,
            vignette.translation_key,
            lesson=small.key(within),
            block=small.lesson(within).body[block].id,
            side=side,
            actor=actor,
        )
    if publish:
        publish_overlay(overlay, actor=actor, now=now)
    return Overlay.objects.get(pk=overlay.pk)


def _body(key: str, code: str) -> list[dict]:
    words = f"Words of {key} {code}"
    return [{"type": "lead", "value": words, "id": stable(f"{key}-lead")}]


def add(
    small,
    organisation: Organisation,
    *lessons: LocalLesson,
    beside: str = "small-one",
    side: str = "after",
    actor: User | None = None,
    publish: bool = True,
    now=NOW,
) -> Overlay:
    """Local lessons beside a part of the small course, published."""
    actor = actor or trainer_of(organisation, now=now)
    overlay = begin_overlay(organisation, small.course, actor=actor)
    for lesson in lessons:
        place_lesson(
            overlay,
            lesson.translation_key,
            anchor=small.key(beside),
            side=side,
            actor=actor,
        )
    if publish:
        publish_overlay(overlay, actor=actor, now=now)
    return Overlay.objects.get(pk=overlay.pk)
