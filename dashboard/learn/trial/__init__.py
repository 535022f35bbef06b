"""A trial of the chapters: ten questions before and after, a coin for which comes first, and a sheet without names."""
