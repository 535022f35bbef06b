"""Pictures, one drawing of each kind, as SVG inside a page: no script, no request, a text and a table behind each."""
