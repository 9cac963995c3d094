"""What an employer's directory says of its people, and what Relay does about it."""
