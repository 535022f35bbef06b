"""Pictures of a comparison as SVG inside a page: no script, no request, a text and a table behind each."""
