"""What an organisation, or Relay, tells its people for some days."""
