import json
from io import BytesIO

from openpyxl import load_workbook

from odoo.http import Request
from odoo.tests import tagged

from ..support.common import PASSWORD, PanelCase

FORMULA = "=1+cmd|' /C calc'!A0"


@tagged("post_install", "-at_install")
class TestExport(PanelCase):
    """What visitors typed is text in the files that Odoo exports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exporter = cls.new_user(
            "exporter", "Eve Exporter", "im_livechat.im_livechat_group_manager"
        )
        cls.exporter.group_ids |= cls.env.ref("base.group_allow_export")
        cls.channel = cls.make_conversation(FORMULA)
        cls.other = cls.make_conversation("+32 470 12 34 56")

    @classmethod
    def make_conversation(cls, phone):
        channel = cls.make_guest_conversations(1, livechat_visitor_phone=phone)
        channel.name = phone
        return channel

    def export(self, model, ids, names, groupby=()):
        """Return the cells of an exported file, without the first row, as Excel reads them."""
        self.authenticate(self.exporter.login, PASSWORD)
        fields = self.env[model].fields_get()
        params = {
            "model": model,
            "ids": False if groupby else ids,
            "domain": [("id", "in", ids)],
            "fields": [
                {"name": name, "label": name, "type": fields[name.split("/")[0]]["type"]}
                for name in names
            ],
            "groupby": list(groupby),
            "import_compat": False,
        }
        response = self.url_open(
            "/web/export/xlsx",
            data={"data": json.dumps(params), "csrf_token": Request.csrf_token(self)},
        )
        response.raise_for_status()
        sheet = load_workbook(BytesIO(response.content)).active
        return [cell for row in list(sheet.rows)[1:] for cell in row if cell.value]

    def test_no_formula(self):
        ids = (self.channel | self.other).ids
        names = ["livechat_visitor_phone", "name", "display_name"]
        cells = self.export("discuss.channel", ids, names)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        values = [cell.value for cell in cells]
        self.assertEqual(values.count(f"'{FORMULA}"), 3)
        self.assertEqual(values.count("+32 470 12 34 56"), 3)

    def test_no_formula_of_several_cells(self):
        self.channel.name = "{=1+1}"
        [cell] = self.export("discuss.channel", self.channel.ids, ["name"])
        self.assertEqual((cell.data_type, cell.value), ("s", "'{=1+1}"))

    def test_no_link_to_a_file(self):
        for name in ("external:\\\\host\\share\\run.exe", "file:///C:/run.exe", "internal: Paid"):
            self.channel.name = name
            [cell] = self.export("discuss.channel", self.channel.ids, ["name"])
            self.assertEqual((cell.hyperlink, cell.value), (None, f"'{name}"))

    def test_no_formula_as_a_group(self):
        ids = (self.channel | self.other).ids
        names = ["name", "livechat_visitor_phone"]
        cells = self.export("discuss.channel", ids, names, ["livechat_visitor_phone"])
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertIn(f"'{FORMULA} (1)", [cell.value for cell in cells])

    def test_nor_where_it_went_from_the_chat(self):
        contact = self.env["res.partner"].create({"name": "Mia", "phone": FORMULA})
        [cell] = self.export("res.partner", contact.ids, ["phone"])
        self.assertEqual((cell.data_type, cell.value), ("s", f"'{FORMULA}"))
