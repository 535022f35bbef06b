"""What a page may say: every event has a form, and whatever has another is left out, with one line in the log."""

import logging
from collections.abc import Callable
from typing import Annotated, Any

from ipyvue.VueTemplateWidget import Events
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

MOST_LOGGED = 200  # letters of what was left out
LOG = logging.getLogger("omtafel.dashboard")

Name = Annotated[str, StringConstraints(max_length=300)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Text = Annotated[str, StringConstraints(max_length=20_000)]  # a command that sets every number is not longer


class Said(BaseModel):
    """Something that a page says; what it has no place for is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Act(Said):
    """A button or list asks for something."""

    do: Name
    value: Text = ""
    name: Name = ""


class Move(Said):
    """A lever is moved, to a number or to what somebody typed, in the unit that is shown."""

    name: Name
    value: Number | Annotated[str, Field(strict=True, max_length=100)]


class Go(Said):
    """Somebody goes to a page."""

    page: Name


class Upload(Said):
    """A file is opened."""

    name: Name
    text: str
    size: Annotated[int, Field(ge=0)]


class Kept(Said):
    """What the browser's tab kept from before."""

    text: Annotated[str, StringConstraints(max_length=60_000)]


class Pick(Said):
    """A place of a map is pressed: where it stands on both axes, in the units shown."""

    value: tuple[Number, Number]


def heard(form: type[Said], then: Callable[[dict[str, Any]], None]) -> Callable[..., None]:
    """What hears an event: `then` gets it as plain data when it has the form, else it is left out."""

    def hear(said: object, *buffers: object) -> None:
        try:
            event = form.model_validate(said)
        except ValidationError as error:
            leave_out(f"{form.__name__.lower()}: {error.errors()[0]['type']}", said)
            return
        then(event.model_dump())

    return hear


def leave_out(why: str, said: object) -> None:
    """Write one line about something that no page of ours says."""
    LOG.warning("left out what a page said (%s): %s", why, ascii(said)[:MOST_LOGGED])


def hear_events_only(widget: Any, _: object, content: dict[str, Any], buffers: object) -> None:
    """Hear an event that a Vue file is declared to have, and nothing else.

    The library would also let a page import modules, call methods and set attributes of this process
    (``create_widget``, ``update_ref``), which no page here needs.
    """
    event = content.get("event")
    hear = getattr(type(widget), f"vue_{event}", None) if isinstance(event, str) else None
    if hear is None or not set(content) <= {"event", "data"}:
        leave_out("no event", content)
        return
    hear(widget, content.get("data", {}))


Events._handle_event = hear_events_only
