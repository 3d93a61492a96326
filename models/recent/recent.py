"""The other conversations of a customer, as the statement finds them: what is made of them."""

from odoo.addons.mail.tools.discuss import Store

from ..core.text import get_note_line
from .same_customer import MATCHES

# A record of the web client only: what Odoo has of a conversation there is too much for a list.
CLIENT_MODEL = "livechat.conversation"
# What the web client's record of a conversation takes from a row as it is.
VALUES = (
    "id",
    "last_interest_dt",
    "livechat_channel_id",
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

    def get_rows_by_email(self):
        """Return those of whoever only gave the same e-mail address."""
        return [row for row in self.rows if MATCHES[row["rank"] - 1] == "email"]

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


class RecentRecords(Store.Relation):
    """Conversations that go to the web client as records: lines of a list, and what they name.

    Odoo's own relations read records; here all of it has been read already.
    """

    def __init__(self, rows):
        super().__init__(None)
        self.rows = rows

    def _add_to_store(self, store, target, key):
        referred = {}
        for row in self.rows:
            store.add_model_values(CLIENT_MODEL, _to_record(row, referred))
        for (model, _id), values in referred.items():
            store.add_model_values(model, values)
        target[key] = [row["id"] for row in self.rows]


def _to_record(row, referred):
    """Return the values of a conversation, and add the records to which it refers."""
    record = {name: row[name] or False for name in VALUES}
    # No records of theirs: Odoo suggests all whom it knows, and asks whether they are there.
    record["livechat_agent_names"] = row["livechat_agent_names"]
    record["livechat_conversation_tag_ids"] = [tag["id"] for tag in row["tags"]]
    referred.update((("im_livechat.conversation.tag", tag["id"]), tag) for tag in row["tags"])
    if livechat_channel_id := row["livechat_channel_id"]:
        values = {"id": livechat_channel_id, "name": row["livechat_channel_name"]}
        referred["im_livechat.channel", livechat_channel_id] = values
    record["livechat_note_line"] = get_note_line(row["note"])
    if row["livechat_customer_name"]:
        record["livechat_customer_name"] = row["livechat_customer_name"]
    return record
