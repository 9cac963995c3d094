from interop.models.directories import (
    DirectoryGroup,
    DirectoryGroupMember,
    DirectoryPerson,
)
from interop.models.tokens import AccessToken

__all__ = [
    "AccessToken",
    "DirectoryGroup",
    "DirectoryGroupMember",
    "DirectoryPerson",
]
