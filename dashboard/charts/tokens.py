"""What all charts share: colours by name, quiet axes, and how a chart is handed to the page."""

from typing import Any

Data = dict[str, Any]
FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif'  # as in look.css; pictures that are kept need it too
TEXT = {"color": "$soft", "fontFamily": FONT, "fontSize": 12}


def chart(
    key: str,
    title: str,
    words: str,
    option: Data,
    columns: list[str],
    rows: list[list[str]],
    height: int = 260,
    note: str = "",
) -> Data:
    """A chart as the page wants it.

    Args:
        key: short name, also of saved pictures.
        title: above it.
        words: what it shows, for who does not see it.
        option: for ECharts; colours as ``$parallel`` or ``$parallel/0.3``.
        columns, rows: the numbers behind it.
        height: in pixels.
        note: a line below.
    """
    option = {"animation": False, "textStyle": {"fontFamily": FONT}, **option}
    return {
        "key": key,
        "title": title,
        "words": words,
        "option": option,
        "columns": columns,
        "rows": rows,
        "height": height,
        "note": note,
    }


def value_axis(name: str = "", **more: Any) -> Data:
    """A quiet axis of amounts."""
    return {
        "type": "value",
        "name": name,
        "nameTextStyle": TEXT,
        "axisLabel": {**TEXT, "formatter": "fn:number"},
        "axisLine": {"show": False},
        "splitLine": {"lineStyle": {"color": "$line"}},
        **more,
    }


def names_axis(names: list[str], **more: Any) -> Data:
    """A quiet axis of names."""
    return {
        "type": "category",
        "data": names,
        "axisLabel": TEXT,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "$line"}},
        **more,
    }


def tip(**more: Any) -> Data:
    """What appears beside the pointer."""
    return {
        "backgroundColor": "$card",
        "borderColor": "$line",
        "textStyle": {"color": "$ink", "fontSize": 13},
        "valueFormatter": "fn:number",
        **more,
    }
