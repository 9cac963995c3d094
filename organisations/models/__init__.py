from organisations.models.announcements import Announcement
from organisations.models.contacts import Contact
from organisations.models.flags import Flag
from organisations.models.invitations import Invitation
from organisations.models.letters import Letter, LetterFile, LetterRun
from organisations.models.line_managers import LineManager
from organisations.models.memberships import Membership, MembershipTrace
from organisations.models.merges import AccountMerge
from organisations.models.organisations import Organisation
from organisations.models.sectors import Sector
from organisations.models.users import User, known_as

__all__ = [
    "AccountMerge",
    "Announcement",
    "Contact",
    "Flag",
    "Invitation",
    "Letter",
    "LetterFile",
    "LetterRun",
    "LineManager",
    "Membership",
    "MembershipTrace",
    "Organisation",
    "Sector",
    "User",
    "known_as",
]
