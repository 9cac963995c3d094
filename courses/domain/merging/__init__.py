"""What becomes of a learner's rows when two accounts are one person's."""
