"""What programs read (OpenAPI)."""
