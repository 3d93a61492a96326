"""What dev/bench does: plain Odoo and Odoo with the addon, measured side by side."""
