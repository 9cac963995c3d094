"""A question this floor asks of the floors above; they register in AppConfig.ready."""

from collections.abc import Callable

# (user, document) -> bool: a reason to let somebody read a document. Without any it is
# for those who work with it only.
reading_grounds: list[Callable] = []
