"""What becomes of this app's tables when two accounts are one person's."""

from interop.domain.directory.merging import join_people
from lms import merging
from lms.merging import Fate


def declare() -> None:
    """Declare it, once the models are there. Again without effect."""
    merging.register("interop.DirectoryPerson", user=join_people)
    merging.register("interop.AccessToken", made_by=Fate.MOVE, withdrawn_by=Fate.MOVE)
    merging.lock_first("interop.DirectoryPerson", "user")
