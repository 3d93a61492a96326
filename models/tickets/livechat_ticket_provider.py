from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

PREFIX = "livechat.ticket.provider."


class LivechatTicketProvider(models.AbstractModel):
    """What the panel of a live chat has to know of one kind of tickets, or of leads.

    Every model that inherits this one is a provider, whose key is the end of its name:
    ``livechat.ticket.provider.<key>``. It says in the attributes below what its records are like,
    and extends the methods where that does not suffice. Whatever a provider finds and creates, it
    does as the user, whose rights decide.
    """

    _name = "livechat.ticket.provider"
    _description = "Live Chat Ticket Provider"

    # The model of the tickets, which need not be installed.
    _ticket_model = None
    # Names of fields which tell that model from others of the same name.
    _ticket_model_signs = ()
    # What they are shown as: "ticket" or "lead".
    _kind = "ticket"

    # Names of fields of the tickets. What they do not have may be None.
    _title_field = "name"
    _number_field = None
    _stage_field = "stage_id"
    _assignee_field = "user_id"
    _date_field = "create_date"
    _team_field = "team_id"
    # Whether there is none without a team.
    _needs_team = False
    _description_field = "description"
    _partner_field = "partner_id"
    _customer_name_field = None
    _email_field = None
    _phone_field = None
    # The conversation from which they were created, filled in where there is such a field.
    _channel_field = "origin_channel_id"
    # How they are merged: names of a model and of its method, see ``_get_merged``.
    _merged_by = None

    # ------------------------------------------------------------
    # Which providers there are
    # ------------------------------------------------------------

    def _get_installed_providers(self):
        """Return all providers whose tickets there are, whatever the user may do with them.

        :rtype: list
        """
        base = "livechat.ticket.provider"
        names = self.env.registry.descendants([base], "_inherit") - {base}
        return [provider for name in names if (provider := self.env[name])._is_installed()]

    def _get_providers(self, kind):
        """Return the providers whose tickets the user may see, some of them at least.

        :param str kind: ``ticket`` or ``lead``
        :rtype: list
        """
        return [
            provider
            for provider in self._get_installed_providers()
            if provider._kind == kind and provider._get_tickets().has_access("read")
        ]

    def _get_key(self):
        """Return by what name a provider is asked for."""
        return self._name.removeprefix(PREFIX)

    def _get_label(self):
        """Return what the tickets are called, to tell several providers apart."""
        return self.env["ir.model"]._get(self._ticket_model).name

    def _is_installed(self):
        """Return whether there are such tickets in this database."""
        model = self.env.get(self._ticket_model)
        return model is not None and all(name in model._fields for name in self._ticket_model_signs)

    def _can_create(self):
        """Return whether the user may create tickets."""
        return self._get_tickets().has_access("create")

    def _get_tickets(self):
        """Return the model of the tickets, empty."""
        return self.env[self._ticket_model]

    def _get_teams(self):
        """Return the model of the teams of the tickets, empty; ``None`` if they have none."""
        field = self._get_tickets()._fields.get(self._team_field)
        return self.env[field.comodel_name] if field else None

    def _get_team_label(self):
        """Return what a team is called, as a project is for tasks."""
        return self._get_tickets()._fields[self._team_field]._description_string(self.env)

    # ------------------------------------------------------------
    # Finding what is open
    # ------------------------------------------------------------

    def _get_open_domain(self):
        """Return the domain of the tickets which are not done yet."""
        return Domain.TRUE

    def _get_customer_domain(self, channel):
        """Return the domain of the tickets which are known to be of a conversation's customer.

        They are those of the contact, of all people of a contact that is a company, and those that
        were created from this conversation or another one of the same guest.

        :param channel: one ``discuss.channel``
        """
        contact = channel.livechat_contact_id
        channels = SQL("(%s)", channel._get_same_guest_sql())
        # sudo: livechat.ticket.link - to find tickets, of which the user finds those they may read
        links = self.env["livechat.ticket.link"].sudo()
        linked = links._search(
            [("res_model", "=", self._ticket_model), ("channel_id", "in", channels)]
        )
        domain = Domain("id", "in", linked.subselect("res_id"))
        if self._channel_field in self._get_tickets()._fields:
            domain |= Domain(self._channel_field, "in", channels)
        if contact.is_company:
            people = [("commercial_partner_id", "=", contact.id)]
            domain |= Domain(self._partner_field, "any", people)
        elif contact:
            domain |= Domain(self._partner_field, "=", contact.id)
        return domain

    def _get_email_domain(self, emails):
        """Return the domain of the tickets with one of some addresses, and no other.

        :param set[str] emails: normalized and valid
        """
        tickets = self._get_tickets()
        if not emails or self._email_field not in tickets._fields:
            return Domain.FALSE
        if self._email_field == getattr(tickets, "_primary_email", None) and (
            "email_normalized" in tickets._fields
        ):
            return Domain("email_normalized", "in", emails)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                r"""lower(COALESCE(substring(%(email)s FROM '<([^<>]*)>\s*$'), %(email)s))
                    IN %(emails)s""",
                email=model._field_to_sql(alias, self._email_field, query),
                emails=tuple(email.lower() for email in emails),
            )
        )

    def _get_open_tickets_query(self, channel, limit=None):
        """Return the query of the open tickets of a conversation's customer, newest first."""
        emails = self._get_email_domain(channel._get_livechat_emails())
        return self._get_tickets()._search(
            self._get_open_domain() & (self._get_customer_domain(channel) | emails),
            order=f"{self._date_field} DESC, id DESC",
            limit=limit,
        )

    def _find_open_tickets(self, channels, limit):
        """Return the open tickets of the customers of conversations, newest first.

        All of it is one query, whatever there is.

        :param int limit: how many for each conversation at most
        :return: by id of a conversation ``{"count": int, "items": list}``: how many there are, and
            each as ``{"model", "id", "number", "title", "stage", "user_name", "date",
            "is_by_email"}``
        :rtype: dict[int, dict]
        """
        result = {channel.id: {"count": 0, "items": []} for channel in channels}
        if not result:
            return result
        rows = self.env.execute_query_dict(
            SQL(" UNION ALL ").join(self._get_rows_sql(channel, limit) for channel in channels)
        )
        for row in rows:
            found = result[row.pop("channel_id")]
            found["count"] = row.pop("count")
            found["items"].append(self._to_item(row))
        return result

    def _get_rows_sql(self, channel, limit):
        """Return the query of what ``_find_open_tickets`` tells of one conversation."""
        query = self._get_open_tickets_query(channel, limit)
        # sudo: the tickets' model - what sets apart those that were found as the user
        known = self._get_tickets().sudo()._search(self._get_customer_domain(channel))
        id_ = SQL.identifier(query.table, "id")
        columns = {
            "number": self._number_field,
            "title": self._title_field,
            "stage": self._stage_field,
            "user_name": self._assignee_field,
            "date": self._date_field,
        }
        return SQL(
            "(%s)",
            query.select(
                SQL("%s AS channel_id", channel.id),
                id_,
                *(
                    SQL("%s AS %s", self._get_column_sql(query, field), SQL.identifier(name))
                    for name, field in columns.items()
                ),
                SQL("%s NOT IN %s AS is_by_email", id_, known.subselect()),
                SQL("count(*) OVER () AS count"),
            ),
        )

    def _get_column_sql(self, query, field_name):
        """Return what a field of the tickets holds, as text if it refers to other records."""
        tickets = self._get_tickets()
        field = tickets._fields.get(field_name)
        if not field:
            return SQL("NULL")
        if field.type == "many2one":
            records, alias = field.join(tickets, query.table, query)
            return records._field_to_sql(alias, records._rec_name, query)
        if field.type == "many2many":
            return self._get_names_sql(SQL.identifier(query.table, "id"), field)
        return tickets._field_to_sql(query.table, field_name, query)

    def _get_names_sql(self, ticket_id, field):
        """Return the names of the records to which a field refers, with commas between them."""
        ids = SQL(
            "(SELECT %s FROM %s WHERE %s = %s)",
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            ticket_id,
        )
        # sudo: res.users - who has a ticket, named to those who can read the ticket
        records = self.env[field.comodel_name].sudo()
        query = records._search([("id", "in", ids)])
        name = records._field_to_sql(query.table, records._rec_name, query)
        return SQL("(%s)", query.select(SQL("string_agg(%s, ', ')", name)))

    def _to_item(self, row):
        """Return as the panel shows it what the query found of a ticket."""
        stage_field = self._get_tickets()._fields.get(self._stage_field)
        if stage_field and stage_field.type == "selection":
            stages = dict(stage_field._description_selection(self.env))
            row["stage"] = stages.get(row["stage"])
        return {
            "model": self._ticket_model,
            **{name: row[name] or False for name in ("id", "number", "stage", "user_name")},
            "title": row["title"] or "",
            "date": fields.Datetime.to_string(row["date"]),
            "is_by_email": row["is_by_email"],
        }
