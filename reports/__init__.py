"""Pages to keep: of a comparison, of an experiment; each answers first, and needs no network."""
