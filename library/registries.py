"""Questions this floor asks of the floors above; they answer in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.texts import Spoken


@dataclass(frozen=True)
class OpenCourse:
    """A course anyone may take, as the public home shows it.

    `language` is that of title and summary: the one asked for, or what there is.
    `languages` are the codes it can be taken in; `minutes` are those of the parts that
    are the same for every sector.
    """

    title: Spoken
    summary: str
    url: str
    minutes: int
    language: str
    languages: tuple[str, ...]


# (language code) -> [OpenCourse], in the order in which they are shown.
open_courses: list[Callable[[str], list[OpenCourse]]] = []
