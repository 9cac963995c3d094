"""Review before anything goes live: author, reviewer of the sector, programme owner."""
