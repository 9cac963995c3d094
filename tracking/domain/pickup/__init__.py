"""Staff lists that are fetched from a folder of the organisation."""
