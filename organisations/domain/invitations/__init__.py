"""Invitations by mail: made, answered, and many of them at once."""
