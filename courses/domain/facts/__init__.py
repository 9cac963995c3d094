"""Keeping facts true: what uses them, the queue, confirming, replacing, and what
learners are told."""
