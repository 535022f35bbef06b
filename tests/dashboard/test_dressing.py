"""What is put around a page that Solara made."""

from dashboard.dressing import dressed, style


def test_the_colours_are_those_of_the_report():
    assert "--parallel: #0b5fa5" in style() and "--shared-plan: #f59a58" in style()


def test_dressing_leaves_what_it_does_not_know():
    assert dressed("<p>plain</p>", "en", "word") == "<p>plain</p>"


def test_a_page_below_a_path_keeps_it_when_another_page_is_gone_to():
    page = "<html><head></head></html>"
    assert "pushState" in dressed(page, "en", "word", root="/omtafel")
    assert "pushState" not in dressed(page, "en", "word")
