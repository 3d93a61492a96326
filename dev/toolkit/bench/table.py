"""The figures of both servers, side by side."""

import statistics

# The server's milliseconds include PostgreSQL's, the bytes are those that the browser received, and
# the rest is that of the page, or begins when the last agent was told.
METRICS = ("requests", "queries", "server ms", "bytes", "rest ms")


def median(rounds):
    return {metric: statistics.median(each[metric] for each in rounds) for metric in METRICS}


def lines(plain, addon):
    """Return the lines of the table of medians by scenario: of plain Odoo, and with the addon."""
    yield _line("", METRICS)
    for scenario, of_addon in addon.items():
        of_plain = plain.get(scenario, {})
        yield scenario
        yield _line("plain Odoo", (f"{of_plain[m]:,.0f}" if of_plain else "-" for m in METRICS))
        yield _line("with the addon", (f"{of_addon[m]:,.0f}" for m in METRICS))
        pairs = [(of_plain.get(metric), of_addon[metric]) for metric in METRICS]
        yield _line("ratio", (f"{b / a:.2f}" if a else "-" for a, b in pairs))


def lines_of_worst(plain, addon):
    """Yield for each metric in which scenario the addon costs most, compared with plain Odoo."""
    for metric in METRICS:
        ratio, scenario = max(
            (
                (figures[metric] / plain[scenario][metric], scenario)
                for scenario, figures in addon.items()
                if plain.get(scenario, {}).get(metric)
            ),
            default=(0, ""),
        )
        yield f"{f'{metric}: {scenario}':<62}{f'{ratio:.2f}':>9}"


def _line(title, cells):
    return f"  {title:<38}" + "".join(f"{cell:>11}" for cell in cells)


def lines_of_panels(panels):
    """Return the lines of the table of what `filling` measured, by customer."""
    for label, (queries, middle, most) in panels.items():
        yield f"{label:<40}{f'{queries}, {middle:.2f}, {most:.2f}':>22}"


def lines_of_visits(plain, addon):
    """Return the lines of the table of what `visits` measured; plain Odoo's panel is not open."""
    times, addon_kept = addon
    for label, (milliseconds, pixels) in zip(("first visit", "second visit"), times, strict=True):
        yield f"{label:<40}{f'{milliseconds:.0f} ms, {pixels:.0f} px':>22}"
    for label, kept in (("plain Odoo", plain[1]), ("with the addon", addon_kept)):
        yield f"{f'memory, {label}':<40}{f'{kept / 1000:,.0f} kB':>22}"


def lines_of_views(views):
    """Return the lines of the table of what `views` measured, by view."""
    for label, (queries, milliseconds) in views.items():
        yield f"{label:<40}{f'{queries}, {milliseconds:.1f} ms':>22}"
