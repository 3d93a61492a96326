from . import test_panel_layout
