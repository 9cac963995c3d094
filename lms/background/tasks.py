"""The kernel's own background tasks."""

from django.utils import timezone
from django_tasks import task

from lms.background.leases import retrying


@retrying(max_attempts=8)
@task()
def send_mail(mail_id: int) -> None:
    """Send one outgoing mail; nothing happens if it was sent or forgotten."""
    # Inside: lms.mail enqueues this task.
    from lms.mail import deliver  # noqa: PLC0415

    deliver(mail_id, now=timezone.now())


@task()
def translate_subtree(page_id: int, locale_ids: list[int], user_id: int | None) -> None:
    """Submit what stands below a page for translation; nothing if it is gone."""
    # Inside: these need the models, and the models' signals need this module.
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from wagtail.models import Locale, Page  # noqa: PLC0415
    from wagtail_localize.operations import translate_page_subtree  # noqa: PLC0415

    if Page.objects.filter(pk=page_id).exists():
        user = get_user_model().objects.filter(pk=user_id).first()
        locales = list(Locale.objects.filter(pk__in=locale_ids))
        translate_page_subtree(page_id, locales, None, user)


@task()
def synchronize_languages(source_id: int, target_id: int) -> None:
    """Give a language the pages that it lacks, as repeats of another's."""
    # Inside: these need the models, and the models' signals need this module.
    from wagtail.models import Locale  # noqa: PLC0415
    from wagtail_localize.synctree import synchronize_tree  # noqa: PLC0415

    locales = Locale.objects.in_bulk([source_id, target_id])
    if len(locales) == 2:
        synchronize_tree(locales[source_id], locales[target_id])
