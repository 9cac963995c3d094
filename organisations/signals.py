"""Facts about people and organisations, in the past tense, sent after commit.

A process that dies right after the commit loses the signal: whoever depends on
one repairs with a sweep over the tables. Receivers may be called twice.
"""

from django.dispatch import Signal

# A person's place at an organisation began, or was opened again.
# Arguments: membership_id, user_id, organisation_id (int), role (str).
membership_started = Signal()

# A person's place at an organisation has an end now; it may lie in the future.
# Arguments: membership_id, user_id, organisation_id (int), role (str), ends_on (date).
membership_ended = Signal()

# A person changed what others build on.
# Arguments: user_id (int), fields (list of "printed_name", "sector", "language",
# "organisation_wish", never empty).
profile_changed = Signal()

# A person read their printed name for the first time and let it stand or changed it.
# Arguments: user_id (int).
name_checked = Signal()

# Memberships of many people began, ended or changed at once, as for a staff list.
# Arguments: user_ids (list of int, never empty).
memberships_changed = Signal()

# Two accounts were one person's, and everything of one went over to the other.
# Arguments: kept_id, merged_id (int).
accounts_merged = Signal()
