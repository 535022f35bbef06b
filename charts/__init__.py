"""Pictures: one drawing of each kind, for pages, reports, files and notebooks, with a text and a table behind each."""
