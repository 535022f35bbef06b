"""A dashboard with a mechanism of somebody's own: its lever moves the answer, and every page knows its numbers."""

import os

from benchmarks.serving import served
from tests.browser.conftest import FEW
from tests.extended import EXTENSIONS


def test_a_lever_of_an_extension_moves_the_answer_and_stands_on_the_pages_and_in_the_command(visitors):
    with served(OMTAFEL_WITH=os.pathsep.join(EXTENSIONS), OMTAFEL_REST_SECONDS="3600") as server:
        visitor = visitors(server.address).open(f"/?lang=en&{FEW}")
        before = visitor.numbers()
        visitor.page.locator("summary", has_text="More policy").click()
        visitor.set("buddy_share", 50, "0.5")
        assert visitor.numbers() != before
        visitor.sees("Waiting families with a buddy: 50 % instead of 0 %", ".changed")
        visitor.sees(f"omtafel {' '.join(f'--with {one}' for one in EXTENSIONS)} compare almelo", "#command")
        visitor.page.get_by_role("button", name="About Waiting families with a buddy").click()
        visitor.page.click("#rules-buddy_share")
        visitor.sees("The rules that use “Waiting families with a buddy”", "#using")
        visitor.page.locator("#code-using-has_a_buddy summary").press("Enter")
        visitor.sees("return four(world.luck[0], WHO_HAS_A_BUDDY, number, 0, 0)[0] < p.buddy_share", "#using pre")
        visitor.page.click("nav >> text=Assumptions")
        visitor.page.fill("#seek", "buddy")
        visitor.sees("What a call of a buddy takes away")
        visitor.sees("waiting list buddy (2)")
        assert server.complaints() == ""
        visitor.leave()
