"""What can be done on the other pages."""

from urllib.parse import parse_qs, urlparse

FEW = "pairs=8"


def query(visitor):
    return {name: values[0] for name, values in parse_qs(urlparse(visitor.page.url).query).items()}


def test_a_map_is_coarse_at_once_can_be_stopped_and_a_place_taken(visitor):
    visitor.open(f"/break-even?lang=en&{FEW}&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.wait_for_selector(".chart svg")
    visitor.page.wait_for_selector("text=All runs are done.")
    assert "20 paired runs" in visitor.page.inner_text(".chart h3")
    paper = visitor.page.locator(".chart .paper")
    box = paper.bounding_box()
    visitor.page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3)
    visitor.page.wait_for_selector("text=These settings are taken over")
    assert {"turnover_rate", "time_shortage"} <= set(query(visitor))
    visitor.page.click("nav >> text=Two routes")
    visitor.page.wait_for_selector(".changed >> text=Time shortage")


def test_a_map_that_runs_can_be_stopped_and_started_again(visitor):
    visitor.open(f"/break-even?lang=en&{FEW}")
    visitor.page.click("#stop")
    visitor.page.wait_for_selector("text=Stopped.")
    visitor.page.click("#go-on")
    visitor.page.wait_for_selector("#stop")


def test_axes_and_outcome_of_the_map_stand_in_the_address(visitor):
    visitor.open(f"/break-even?lang=en&{FEW}&families=20&weeks=52&burn_in_weeks=0")
    visitor.page.select_option("#up", "plan_keeping")
    visitor.page.wait_for_function("() => location.search.includes('up=plan_keeping')")
    visitor.page.select_option("#map-outcome", "trust")
    visitor.page.wait_for_function("() => location.search.includes('outcome=trust')")
    visitor.page.wait_for_selector(".chart h3 >> text=Trust in care")


def test_a_family_is_met_on_both_routes_with_a_why(visitor):
    visitor.open(f"/family?lang=en&{FEW}")
    visitor.page.wait_for_selector(".lives .story li")
    assert visitor.page.locator(".life").count() == 2
    first = visitor.page.input_value("#family")
    visitor.page.locator(".story summary").first.click()
    visitor.page.click("#surprise")
    visitor.page.wait_for_function("(was) => document.querySelector('#family').value !== was", arg=first)
    assert query(visitor)["family"] == visitor.page.input_value("#family")


def test_what_would_have_kept_a_family_is_looked_for(visitor):
    visitor.open(f"/family?lang=en&{FEW}&families=40&weeks=80&burn_in_weeks=20&time_shortage=0.6")
    look = visitor.page.locator("[data-do=look]")
    for _ in range(8):
        visitor.page.wait_for_selector(".lives .story li")
        if look.count():
            break
        was = visitor.page.input_value("#family")
        visitor.page.click("#surprise")
        visitor.page.wait_for_function("(was) => document.querySelector('#family').value !== was", arg=was)
    look.first.click()
    visitor.page.wait_for_selector("text=smallest single change")
    assert visitor.page.locator("[id^=causes-] li").count() > 0


def test_the_network_goes_week_by_week_and_shows_who_is_around_a_family(visitor):
    visitor.open(f"/network?lang=en&{FEW}")
    visitor.page.wait_for_selector(".net canvas")
    before = visitor.page.locator(".counts").first.inner_text()
    visitor.page.click("[aria-label='One week on']")
    visitor.page.wait_for_function("() => document.querySelector('#network-now').innerText === '1'")
    visitor.page.click("#play")
    visitor.page.wait_for_function("() => Number(document.querySelector('#network-now').innerText) > 3")
    visitor.page.click("#play")
    assert visitor.page.locator(".counts").first.inner_text() != before
    visitor.page.fill("#network-family", "3")
    visitor.page.locator("#network-family").press("Tab")
    visitor.page.wait_for_selector(".chosen >> text=Family 3")
    visitor.page.wait_for_function("() => Number(new URLSearchParams(location.search).get('week')) > 3")
    visitor.page.click("text=Meet this family")
    visitor.page.wait_for_selector(".lives .story li")
    assert query(visitor)["family"] == "3"


def test_assumptions_can_be_filtered_by_what_they_rest_on(visitor):
    visitor.open(f"/assumptions?lang=en&{FEW}")
    visitor.page.select_option("#grade", "measured")
    visitor.page.wait_for_selector("text=1 numbers")
    assert visitor.page.locator(".lever").count() == 1
