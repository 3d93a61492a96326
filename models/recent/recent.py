"""The other conversations of a customer, as the statement finds them: what is made of them."""

from ..core.text import get_note_line
from .same_customer import MATCHES

# What the web client's record of a conversation takes from a row as it is.
VALUES = (
    "id",
    "last_interest_dt",
    "livechat_end_dt",
    "livechat_outcome",
    "livechat_status",
    "rating_last_text",
)


class Recent:
    """The newest ones, how many there are, and whether there are more than are counted."""

    def __init__(self):
        self.rows = []
        self.count = 0
        self.has_more = False

    def add(self, row):
        row["tags"] = [
            {"id": int(id_), "name": name, "color": int(color or 0)}
            for id_, name, color in row["tags"]
        ]
        self.rows.append(row)
        self.count = row["count"]
        self.has_more = row["has_more"]

    def get_ids_by_email(self):
        """Return the ids of those of whoever only gave the same e-mail address."""
        return [row["id"] for row in self.rows if MATCHES[row["rank"] - 1] == "email"]

    def to_records(self):
        """Return them as the web client's records."""
        return [_to_record(row) for row in self.rows]

    def to_dict(self):
        """Return what ``livechat_get_recent_conversations`` does."""
        return {
            "count": self.count,
            "has_more": self.has_more,
            "items": [_to_item(row) for row in self.rows],
        }


def _to_item(row):
    return {
        "id": row["id"],
        "name": row["livechat_customer_name"],
        "date": row["last_interest_dt"] or False,
        "end_date": row["livechat_end_dt"] or False,
        "channel_name": row["livechat_channel_name"] or "",
        "agents": row["livechat_agent_names"],
        "status": row["livechat_status"] or False,
        "outcome": bool(row["livechat_end_dt"]) and (row["livechat_outcome"] or False),
        "tags": row["tags"],
        "rating": row["rating_last_text"] or "none",
        "note": get_note_line(row["note"]),
        "match": MATCHES[row["rank"] - 1],
    }


def _to_record(row):
    """Return what the web client's record of a conversation takes, with the records it names.

    It is one of the web client only: what Odoo has of a conversation there is too much for a list.
    """
    record = {name: row[name] or False for name in VALUES}
    # No records of theirs: Odoo suggests all whom it knows, and asks whether they are there.
    record["livechat_agent_names"] = row["livechat_agent_names"]
    id_ = row["livechat_channel_id"]
    record["livechat_channel_id"] = bool(id_) and {"id": id_, "name": row["livechat_channel_name"]}
    record["livechat_conversation_tag_ids"] = row["tags"]
    record["livechat_note_line"] = get_note_line(row["note"])
    if row["livechat_customer_name"]:
        record["livechat_customer_name"] = row["livechat_customer_name"]
    return record
