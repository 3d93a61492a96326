import re

from odoo.addons.web.controllers.export import ExcelExport

# How a text begins that becomes a formula in an Excel file, or a link to a file or a mail.
ACTIVE = ("=", "{=", "external:", "file://", "internal:", "mailto:")
# How a text begins that becomes a link to the web.
WEB = ("ftp://", "ftps://", "http://", "https://")
# How long a link may be, and what comes after its "#", and how many links a sheet may have.
LINK_MAX_LENGTH = 2_079
LINKS_LIMIT = 65_530
# What is escaped in a link, unless something is already. Odoo writes a space for "\r".
TO_ESCAPE = re.compile(r'[\r "%<>\[\]^`{}]')
ESCAPED = re.compile("%[0-9a-fA-F]{2}")


class TextCells:
    """The cells of one Excel file that are made text: Excel shows them, and neither runs nor
    follows them. Odoo does so with formulas in CSV files.

    A link to the web stays one, unless its cell would be empty: because it is too long, or the
    sheet has too many.
    """

    def __init__(self):
        self.link_count = 0

    def as_text(self, value, after=""):
        """Return a cell as text, if it must not be anything else.

        :param str after: what Odoo adds to the cell
        """
        is_active = isinstance(value, str) and (
            value.startswith(ACTIVE)
            or (value.startswith(WEB) and not self.is_possible_link(value + after))
        )
        return f"'{value}" if is_active else value

    def is_possible_link(self, value):
        if any(self.measure(part) > LINK_MAX_LENGTH for part in value.split("#", 1)):
            return False
        self.link_count += 1
        return self.link_count <= LINKS_LIMIT

    @staticmethod
    def measure(part):
        """Return how long a part of a link is for Excel. Characters that are escaped count more.

        Odoo's version of the library that writes the file measures so; later ones do not count
        more.
        """
        if not ESCAPED.search(part):
            part = TO_ESCAPE.sub("%00", part)
        return len(part.encode("utf-16-le")) // 2

    def rows_as_text(self, rows):
        return [[self.as_text(value) for value in row] for row in rows]

    def make_groups_text(self, groups):
        groups.data = self.rows_as_text(groups.data)
        for key, group in list(groups.children.items()):
            self.make_groups_text(group)
            del groups.children[key]  # to stay in order
            after = f" ({group.count})"
            label = (
                tuple(self.as_text(part, after) for part in key)
                if isinstance(key, tuple)
                else self.as_text(key, after)
            )
            groups.children[label] = group


class LivechatExcelExport(ExcelExport):
    """What visitors typed is text, in whatever record it stands by now: a conversation, a contact,
    a lead. Odoo would write it as a formula, or a link to a file, where it looks like one.
    """

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, columns_headers, TextCells().rows_as_text(rows))

    def from_group_data(self, fields, columns_headers, groups):
        TextCells().make_groups_text(groups)
        return super().from_group_data(fields, columns_headers, groups)
