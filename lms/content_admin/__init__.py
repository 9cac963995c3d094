"""The door of the content admin.

Wagtail was made for one house: its choosers, reports, searches and histories do not
know organisations. So the door is closed, and opened address by address: whoever is not
an administrator of the platform reaches the addresses named here and no other, and
every object that an address names must be one the person has. A new screen of Wagtail,
or of an app, stays shut until somebody has thought about it.

Lists answer for themselves: they show what the permission policies of their models
give. `tests/project/test_access_matrix.py` walks through every address.
"""

from lms.content_admin.addresses import register_address, register_model
from lms.content_admin.door import ContentAdminMiddleware

__all__ = ["ContentAdminMiddleware", "register_address", "register_model"]
