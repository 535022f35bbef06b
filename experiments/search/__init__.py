"""Looking for settings: where an answer turns, and where each route does best."""
