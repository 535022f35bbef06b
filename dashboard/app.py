"""The application that Solara serves: pages in one frame, each visitor with a state of his or her own."""

from collections.abc import Callable
from typing import Any

import solara
import solara.lab
from solara.server import kernel_context
from solara.server.kernel_context import PageStatus

from dashboard import address, downloads
from dashboard.choices import Choices
from dashboard.events import act
from dashboard.live.cores import all_cores
from dashboard.live.wishes import Account
from dashboard.pages.assumptions import Assumptions
from dashboard.pages.break_even import BreakEven
from dashboard.pages.how_it_works import HowItWorks
from dashboard.pages.learn import Learn
from dashboard.pages.network import Network
from dashboard.pages.one_family import OneFamily
from dashboard.pages.policies import ABCD
from dashboard.pages.two_routes import TwoRoutes
from dashboard.pages.where_from import WhereFrom
from dashboard.parts import Frame
from dashboard.parts.hearing import leave_out
from dashboard.town import as_declared
from dashboard.uploads import LARGEST_UPLOAD
from dashboard.visit import Visit
from dashboard.words import part_words, say
from experiments.headline import sentence
from sim.words import Language

# In the order of the menu; a page more is a line more.
PAGES: dict[str, Callable[..., Any]] = {
    "two-routes": TwoRoutes,
    "where-from": WhereFrom,
    "policies": ABCD,
    "break-even": BreakEven,
    "family": OneFamily,
    "network": Network,
    "assumptions": Assumptions,
    "model": HowItWorks,
    "learn": Learn,
}
START = "two-routes"


def path_of(page: str) -> str:
    """Where a page stands."""
    return "/" if page == START else f"/{page}"


def account_of_session() -> Account:
    """The account of whoever opens a page."""
    session = solara.get_session_id()
    account = all_cores().account_of(session)
    account.looked_at = lambda: looked_at(session)
    return account


def looked_at(session: str) -> bool:
    """Whether a page of a session is open in a browser; also where no server knows it, as in a test of parts."""
    own = [one for one in list(kernel_context.contexts.values()) if one.session_id == session]
    return not own or any(PageStatus.CONNECTED in tuple(one.page_status.values()) for one in own)


@solara.component
def Layout(children: list[Any] = []) -> None:  # noqa: B006 - Solara hands a list over
    """Nothing around the pages but what is theirs."""
    solara.v.Html(tag="div", children=children)


@solara.component
def Omtafel() -> None:
    """One visit: the frame, and in it the page that the address names."""
    router = solara.use_router()
    visit = solara.use_memo(lambda: Visit(router.search, account_of_session()), [])
    solara.use_effect(lambda: visit.leave, [])
    solara.use_effect(lambda: visit.arrive(router.search), [router.search])
    page = router.parts[0] if router.parts and router.parts[0] in PAGES else START
    choices = visit.choices.value
    language = choices.language

    def go_to(page: str) -> None:
        if page not in PAGES:
            leave_out("not on offer", page)
            return
        visit.query = address.query(visit.choices.peek())
        router.push(f"{path_of(page)}?{visit.query}")

    visit.go_to = go_to

    def frame_act(data: dict[str, Any]) -> None:
        asked = data["do"]
        if asked in ("undo", "redo"):
            visit.step(back=asked == "undo")
        elif asked == "reset":
            visit.reset()
        elif asked == "language":
            visit.choose(visit.choices.peek().but(language="nl" if data["value"] == "nl" else "en"))
        elif asked == "download" and data["value"] in downloads.KINDS:
            downloads.offer(visit, data["value"], data["name"])
        else:
            act(visit, data)

    shown = visit.comparing.shown.value
    resting = visit.comparing.waiting.value is None
    own = {one.name for one in as_declared(language)} if choices.town else set()
    numbers = sum(one.name not in own for one in choices.changed("assumption"))  # what a town knows is its own
    assumed = numbers + len(choices.forms)
    said = solara.use_memo(
        lambda: sentence(shown.found, language) if shown and resting and page == START else "",
        [shown, resting, page, language],
    )
    root, query = router.root_path, address.query(choices)
    with solara.v.Html(tag="div", class_="omtafel"):
        Frame(
            words=part_words("frame", language),
            pages=[
                {"key": key, "label": page_name(key, language), "href": f"{root}{path_of(key)}?{query}"}
                for key in PAGES
            ],
            page=page,
            title=" · ".join(filter(None, (page_name(page, language), choices.town, "Omtafel"))),
            address=f"{root}{path_of(page)}?{query}",
            language=language,
            languages=[{"key": one, "label": say(f"frame.to_{one}", one)} for one in ("nl", "en")],
            can_undo=bool(visit.history.past),
            can_redo=bool(visit.history.future),
            can_reset=choices.here != Choices().here or bool(choices.town),
            downloads=downloads.kinds(language),
            file=visit.offered.value,
            largest=LARGEST_UPLOAD,
            messages=visit.messages.value,
            banner=say("frame.banner", language, count=assumed) if assumed else "",
            status=said,
            event_go=lambda data: go_to(data["page"]),
            event_act=frame_act,
            event_upload=lambda data: visit.take_in(data["name"], data["text"], data["size"]),
        )
        with solara.v.Html(tag="main", attributes={"id": "main", "tabindex": "-1"}, class_="page"):
            PAGES[page](visit)


def page_name(page: str, language: Language) -> str:
    """What a page is called in the menu."""
    return say(f"page.{page.replace('-', '_')}", language)


# The layout of the first page is around all of them; one of their own would make frame and page anew on every way.
routes = [
    solara.Route(path="/", component=Omtafel, layout=Layout),
    *(solara.Route(path=page, component=Omtafel) for page in PAGES if page != START),
]
