from odoo.addons.web.controllers.export import ExcelExport

# How a text begins that becomes a formula in an Excel file, or a link to a file or a mail.
ACTIVE = ("=", "{=", "external:", "file://", "internal:", "mailto:")


def as_text(value):
    """Return a cell so that Excel shows it, and neither runs nor follows it. Odoo does so with
    formulas in CSV files."""
    return f"'{value}" if isinstance(value, str) and value.startswith(ACTIVE) else value


class LivechatExcelExport(ExcelExport):
    """What visitors typed is text, in whatever record it stands by now: a conversation, a contact,
    a lead. Odoo would write it as a formula, or a link to a file, where it looks like one.
    """

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, columns_headers, self._as_text(rows))

    def from_group_data(self, fields, columns_headers, groups):
        self._make_groups_text(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _make_groups_text(self, groups):
        groups.data = self._as_text(groups.data)
        for key, group in list(groups.children.items()):
            self._make_groups_text(group)
            del groups.children[key]  # to stay in order
            label = tuple(map(as_text, key)) if isinstance(key, tuple) else as_text(key)
            groups.children[label] = group

    @staticmethod
    def _as_text(rows):
        return [[as_text(value) for value in row] for row in rows]
