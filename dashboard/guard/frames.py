"""What a page may say to its server: the few messages of Jupyter that our pages send, as text of bounded size.

Solara believes the numbers in a binary frame and whatever stands in a text, so each is looked at before it gets there.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from dashboard.guard.asgi import Message

LARGEST_FRAME = 2**19  # bytes; a scenario file that is brought, with every letter written out as \\u0000, fits
LONGEST_PATH = 32_768
Word = Annotated[str, Field(max_length=100)]
Data = dict[str, Any]


class Run(BaseModel):
    """How a page is started."""

    path: Annotated[str, Field(max_length=LONGEST_PATH)]
    appName: Literal["__default__"] | None = None
    dark: bool = False
    themes: Data = {}


class Said(BaseModel):
    """What is said to a part of a page."""

    method: Literal["run", "app-status", "update", "custom", "request_state", "request_states"]
    args: Run = Run(path="/")
    state: Data = {}
    content: Data = {}


class Opened(BaseModel):
    """A way to a part of a page that is opened, used or closed."""

    comm_id: Word
    target_name: Literal["solara.control", "jupyter.widget.control"] | None = None
    data: Data = {}


class Header(BaseModel):
    """What a message is."""

    msg_id: Word
    msg_type: Literal[
        "kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close", "shutdown_request"
    ]
    session: Word = ""
    username: Word = ""


class Jupyter(BaseModel):
    """A message of Jupyter."""

    header: Header
    channel: Literal["shell", "control"]
    content: Data
    parent_header: Data = {}
    metadata: Data = {}
    buffers: Annotated[list[Any], Field(max_length=0)] = []


def read(message: Message) -> str:
    """The kind of a message that a page sent.

    Raises:
        ValueError: when a page would not send it; says why, in one line.
    """
    text = message.get("text")
    if text is None:
        raise ValueError("a binary frame")
    if len(text.encode("utf-8")) > LARGEST_FRAME:
        raise ValueError(f"a frame of more than {LARGEST_FRAME:,} bytes")
    try:
        found = Jupyter.model_validate_json(text)
        kind = found.header.msg_type
        if kind.startswith("comm_") and kind != "comm_info_request":
            opened = Opened.model_validate(found.content)
            if kind == "comm_msg":
                Said.model_validate(opened.data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(one) for one in first["loc"])
        raise ValueError(" ".join(f"{place}: {first['msg']}".split())[:200]) from None
    if kind == "comm_open" and opened.target_name is None:
        raise ValueError("target_name: Field required")
    return kind
