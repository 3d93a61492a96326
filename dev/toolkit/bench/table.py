"""The figures of both servers, side by side."""

import statistics
from dataclasses import dataclass, field

LABELS = {
    "open": "Open Discuss with 50 live chats",
    "guest": "Move to a guest's chat, panel open",
    "guest with many": "… of a guest with 1,000 earlier ones",
    "contact with many": "… of a contact with 1,000 earlier ones",
    "note": "Save a note",
    "waiting": "Set Waiting: the agent who does it",
    "waiting seen": "… each of the 50 agents in the chat",
    "help": "Ask for help: the agent who does it",
    "help seen": "… each of the 50 agents who are told",
    "help ended": "End that: the agent who does it",
    "help ended seen": "… each of the 50 agents who are told",
    "view all": "List the 1,000 of the contact (View all)",
    "sessions": "List all (Live Chat, Sessions)",
}
WIDTH = 40
NOTHING = "-"
METRICS = {
    "requests": ("requests", "{:.0f}"),
    "queries": ("queries", "{:.0f}"),
    "server": ("server ms", "{:.0f}"),
    "bytes": ("bytes", "{:,.0f}"),
    "milliseconds": ("rest ms", "{:.0f}"),
}


@dataclass
class Figures:
    """What one action cost."""

    requests: float
    queries: float
    server: float  # milliseconds that the server worked, those in PostgreSQL included
    bytes: float  # that the browser received
    milliseconds: float | None  # until the page rested, or the last agent was told
    log: list = field(default_factory=list)  # what was requested, and answered

    @classmethod
    def of(cls, log, work=None, **figures):
        """Return the figures of requests in the server's log, and of what a page did."""
        if work:
            figures = {
                "requests": len(work.requests),
                "bytes": work.bytes,
                "milliseconds": work.milliseconds,
            }
        return cls(
            queries=sum(line.queries for line in log),
            server=sum(line.milliseconds for line in log),
            log=[*(work.requests if work else ()), *map(str, log)],
            **figures,
        )


def median(rounds):
    """Return the median of each figure; what never was a number is none."""

    def of(metric):
        values = [getattr(figures, metric) for figures in rounds]
        values = [value for value in values if value is not None]
        return statistics.median(values) if values else None

    return Figures(**{metric: of(metric) for metric in METRICS})


def lines(plain, addon):
    """Return the lines of the table.

    :param plain: the figures of plain Odoo by scenario
    :param addon: those with the addon
    """
    heads = "".join(f"{head:>11}" for head, _form in METRICS.values())
    yield f"{'':<{WIDTH}}{heads}"
    for name, label in LABELS.items():
        rows = {"plain Odoo": plain.get(name), "with the addon": addon.get(name)}
        yield label
        for title, figures in rows.items():
            yield _line(title, [_text(metric, figures) for metric in METRICS])
        yield _line("ratio", [_ratio(metric, *rows.values()) for metric in METRICS])


def _line(title, cells):
    return f"  {title:<{WIDTH - 2}}{''.join(f'{cell:>11}' for cell in cells)}"


def _text(metric, figures):
    value = getattr(figures, metric, None)
    return NOTHING if value is None else METRICS[metric][1].format(value)


def _ratio(metric, plain, addon):
    plain, addon = (getattr(figures, metric, None) for figures in (plain, addon))
    return NOTHING if not plain or addon is None else f"{addon / plain:.2f}"


def lines_of_methods(customers):
    """Return the lines of the table of what `methods` measured, by customer."""
    titles = ("recent conversations", "whole panel")
    yield f"{'':<{WIDTH}}{''.join(f'{title:>22}' for title in titles)}"
    for label, methods in customers.items():
        cells = [f"{queries}, {milliseconds:.1f} ms" for queries, milliseconds in methods]
        yield f"{label:<{WIDTH}}{''.join(f'{cell:>22}' for cell in cells)}"
