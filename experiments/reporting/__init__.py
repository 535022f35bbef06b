"""The report of an experiment: what was asked, what came out, on what it rests; one page that needs no network."""
