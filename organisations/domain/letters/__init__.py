"""Letters with badge number and code, for people who have no e-mail address."""
