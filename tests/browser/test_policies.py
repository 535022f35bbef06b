"""Policies A to D in a browser: by keyboard, in Dutch, on a telephone, and as a link."""

from playwright.sync_api import expect

from tests.browser.conftest import FEW


def test_a_policy_of_the_debate_is_one_press_away_by_keyboard_on_a_telephone(visitor):
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.open(f"/policies?lang=nl&{FEW}")
    visitor.page.focus("#preset-fixed_face")
    visitor.page.keyboard.press("Enter")
    visitor.at(B="almelo:burn_in_weeks,10,families,40,fixed_face,0.8,weeks,60")
    expect(visitor.page.locator("table.policies").first.locator("thead")).to_contain_text("B · Eén vast gezicht")
    visitor.sees("In dit model")
    visitor.charts()
    visitor.page.fill("#name-B", "Ons plan")
    visitor.page.keyboard.press("Tab")
    visitor.at(name_B="Ons plan")
    expect(visitor.page.locator("table.policies").first.locator("thead")).to_contain_text("B · Ons plan")
    visitor.page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_link_brings_back_policies_names_and_route(visitor):
    link = f"/policies?lang=en&{FEW}&route=parallel&A=almelo:families,40,weeks,60,burn_in_weeks,10"
    visitor.open(f"{link}&B=almelo:families,40,weeks,60,burn_in_weeks,10,plan_keeping,0.2&name_B=On%20paper")
    head = visitor.page.locator("table.policies").first
    expect(head.locator("thead")).to_contain_text("B · On paper")
    expect(head.locator("caption")).to_contain_text("with parallel routes")
    expect(head.locator("td").nth(1)).to_contain_text("exactly the same")  # nobody has a plan on that route
    visitor.page.click("#let-go-B")
    visitor.at(B=None, name_B=None)
