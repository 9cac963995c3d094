"""What an author finds on their desk: what waits for them, and where it is."""
