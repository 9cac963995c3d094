"""Appeals of holders against a suspension or a revocation: made, decided, remembered."""
