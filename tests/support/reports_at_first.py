"""What each report shows when it is opened: of the last month, in two levels."""

from datetime import date, timedelta

# By model: what it is filtered by, the date of that, by what it is grouped, its figures.
REPORTS = {
    "livechat.waiting.report": (
        [("kind", "in", ("first_answer", "next_answer", "no_answer"))],
        "start_dt",
        ["kind"],
        ["duration_hour:avg", "median_hour:median", "longest_hour:max", "within_target:avg"],
    ),
    "im_livechat.channel.member.history": (
        [("livechat_member_type", "=", "agent")],
        "create_date",
        ["partner_id"],
        ["response_time_hour:avg", "session_duration_hour:avg", "rating:avg", "call_count:sum"],
    ),
    "im_livechat.report.channel": (
        [],
        "start_date",
        ["partner_id"],
        ["time_to_answer:avg", "duration:avg", "rating:avg", "number_of_calls:sum"],
    ),
    "discuss.channel": (
        [("livechat_channel_id", "!=", None)],
        "create_date",
        ["create_date:day"],
        ["rating_last_value:avg"],
    ),
}


def show(reports):
    """Return what a report shows at first: its total, and its groups.

    :param reports: the model, as the user who looks
    """
    domain, field, group_by, aggregates = REPORTS[reports._name]
    last_month = [(field, ">=", str(date.today() - timedelta(days=30)))]
    return reports.formatted_read_grouping_sets(
        [*domain, *last_month], [[], group_by], ["__count", *aggregates]
    )
