from organisations.models.contacts import Contact
from organisations.models.invitations import Invitation
from organisations.models.memberships import Membership
from organisations.models.organisations import Organisation
from organisations.models.sectors import Sector
from organisations.models.users import User

__all__ = ["Contact", "Invitation", "Membership", "Organisation", "Sector", "User"]
