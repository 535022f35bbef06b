"""How fast and how large: measured here, never in a test."""
