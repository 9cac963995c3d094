"""The background work of wagtail-localize, as tasks of ours."""

from collections.abc import Callable

from wagtail_localize.tasks import BaseJobBackend


class TaskBackend(BaseJobBackend):
    """Puts what wagtail-localize does in the background into our queue, by ids."""

    def enqueue(self, func: Callable, args, kwargs) -> None:
        """Raises ValueError for work that nobody has thought about."""
        # Inside: tasks import models, and settings name this class.
        from lms.background import tasks  # noqa: PLC0415

        if func.__name__ == "translate_page_subtree":
            page_id, locales, _components, user = args
            tasks.translate_subtree.enqueue(
                page_id, [locale.pk for locale in locales], user and user.pk
            )
        elif func.__name__ == "synchronize_tree":
            source, target = args
            tasks.synchronize_languages.enqueue(source.pk, target.pk)
        else:
            raise ValueError(f"{func.__name__} has no task")
