"""The pages, one a file, in the order of the menu."""
