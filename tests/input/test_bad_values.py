from collections import Counter

from odoo.tests import BaseCase, tagged

from ..support.bad_values import random_values

RANDOM = 20
NAMES = [f"some.method(parameter_{number})" for number in range(50)]


@tagged("post_install", "-at_install")
class TestBadValues(BaseCase):
    """What the tests of bad input draw at random is worth trying."""

    def test_they_differ(self):
        for name in NAMES:
            values = random_values(name, RANDOM)
            self.assertEqual(len(values), RANDOM)
            counts = Counter(map(repr, values))
            self.assertGreaterEqual(len(counts), 16, name)
            self.assertLessEqual(max(counts.values()), 2, name)

    def test_all_types_come_in_the_same_measure(self):
        for name in NAMES:
            types = Counter(type(value) for value in random_values(name, RANDOM))
            self.assertGreaterEqual(types[str], RANDOM * 0.3, name)
            self.assertGreaterEqual(types[list], RANDOM * 0.3, name)
            self.assertEqual(types[dict], RANDOM * 0.1, name)
            self.assertGreaterEqual(types[int] + types[float], RANDOM * 0.2, name)

    def test_the_same_name_draws_the_same(self):
        first, second = (repr(random_values(NAMES[0], RANDOM)) for _time in range(2))
        self.assertEqual(first, second)
        self.assertNotEqual(first, repr(random_values(NAMES[1], RANDOM)))
