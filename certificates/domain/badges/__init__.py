"""Digital badges: a certificate as an Open Badges 3.0 credential that others can check
without us. docs/badges.md says what is in one, and why."""
