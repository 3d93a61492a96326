"""What comes in and should not: each class of it by a name, and a generator of random ones."""

from random import Random

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"

TEXTS = {
    "empty": "",
    "blanks": " \t\u2003 ",
    "lines": "a\nb\r\nc\u2028d",
    "nul": "a\x00b",
    "control characters": "\x01\x07\x1b\x7f\x9f\ufffe\uffff",
    "lone surrogate": "\ud800 half of a character",
    "HTML": "<p><b onclick='alert(1)'>x</b><!-- </p>" * 20,
    "script": SCRIPT,
    "script in a link": "javascript:alert(1)",
    "SQL": "'; DROP TABLE discuss_channel; --",
    "placeholders": "%s %(name)s %5 {0} {{7*7}} ${7*7} \\",
    "domain": "[('id', '!=', 0)]",
    "4-byte Unicode": "\U0001d573\U0001d58a \U0001f469\u200d\U0001f467 \U0001f3f4\u2620\ufe0f",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "turned around": "\u202egnp.exe\u2066\u2067",
    "invisible": "\u200b\u200d\ufeff\u2060",
    "combining": "Z" + "\u0351\u0301" * 200,
    "digits": "9" * 5_000,
    "other digits": "\u0663\u0663",
    "token": "x|y",
    "date": "0001-02-30 25:61:61",
    "huge": "x" * 1_000_000,
    "huge, of several bytes": "\U0001f469\u05e9\n" * 50_000,
}
# What can be kept as it is, so that all of it may be tried at once.
STORABLE = (
    *("HTML", "script", "script in a link", "SQL", "placeholders", "domain", "4-byte Unicode"),
    *("right to left", "turned around", "invisible", "combining", "other digits", "date"),
)
FEWER_TEXTS = {
    **{name: text for name, text in TEXTS.items() if name not in STORABLE},
    "all in one": " ".join(TEXTS[name] for name in STORABLE),
}
NUMBERS = {
    "zero": 0,
    "negative": -1,
    "nobody's id": 1,
    "last of int4": 2**31 - 1,
    "beyond int4": 2**31,
    "beyond int8": 2**63,
    "beyond any": 10**30,
    "far below zero": -(2**70),
    "fraction": 1.5,
    "huge fraction": 1e308,
    "not a number": float("nan"),
    "infinite": float("inf"),
}
OTHERS = {"nothing": None, "true": True, "false": False}


def nest(value, depth):
    for _level in range(depth):
        value = [value]
    return value


CONTAINERS = {
    "empty list": [],
    "empty dict": {},
    "list of lists": [[]],
    "list of nothing": [None, None],
    "list of dicts": [{"id": 1}, {}],
    "dict": {"id": 1, "name": "x", "": None},
    "nested": nest({"a": nest({"b": [None]}, 20)}, 20),
    "command": [[6, 0, [1]]],
    "wrong command": [[99, "x", {}], [4], [0, 0, 7], [6, 0, None]],
    "long list": list(range(-5, 2_000)),
    "list of texts": ["a\x00b", SCRIPT, "\ud800"],
    "mixed list": [1, "1", 1.0, None, True, [1], {"1": 1}, 2**63, float("nan")],
}
NO_TEXTS = {**NUMBERS, **OTHERS, **CONTAINERS}
# One of each kind, for what takes its time.
FEW_TEXTS = {
    "empty": "",
    "unstorable": "".join(TEXTS[name] for name in ("nul", "control characters", "lone surrogate")),
    "all in one": FEWER_TEXTS["all in one"],
    "digits": TEXTS["digits"],
    "huge": TEXTS["huge"],
}
FEW_NUMBERS = {
    name: NUMBERS[name]
    for name in ("zero", "negative", "beyond int4", "beyond int8", "fraction", "not a number")
}
FEW_OTHERS = {
    **OTHERS,
    **{name: CONTAINERS[name] for name in ("empty list", "list of lists", "dict", "command")},
    "mixed list": CONTAINERS["mixed list"],
}
FEW_IDS = (
    "id of one's own conversation",
    "id of a group that one may not read",
    "id of a closed conversation",
    "id of a conversation that is gone",
    "id in a list",
    "id as text",
)


# ------------------------------------------------------------
# Random ones
# ------------------------------------------------------------

SHORT_TEXTS = [text for text in TEXTS.values() if len(text) < 1_000]


def random_text(random):
    """Return some characters, from all that there are, halves of some included."""
    last = random.choice((0x7F, 0x7FF, 0xFFFF, 0x10FFFF))
    return "".join(chr(random.randint(0, last)) for _place in range(random.randint(1, 40)))


def random_number(random):
    number = random.getrandbits(random.choice((4, 8, 16, 31, 32, 63, 64, 80)))
    return random.choice((number, -number))


def random_fraction(random):
    return random.uniform(-1, 1) * 10 ** random.randint(-12, 30)


def random_scalar(random):
    return random.choice(SCALARS)(random)


def random_list(random):
    return [random_scalar(random) for _place in range(random.randint(1, 3))]


def random_lists(random):
    return [random_list(random) for _place in range(random.randint(1, 2))]


def random_dict(random):
    names = ("id", "name", random_text(random), random.choice(SHORT_TEXTS))
    return {name: random_scalar(random) for name in random.sample(names, 2)}


def random_commands(random):
    ids = [random_number(random), random_scalar(random)]
    return [[random.randint(-1, 8), random.choice(ids), random.choice((ids, {"id": ids[0]}))]]


def known_scalar(random):
    return random.choice([*NUMBERS.values(), *OTHERS.values()])


def known_text(random):
    return random.choice(SHORT_TEXTS)


SCALARS = (random_number, random_fraction, random_text, known_scalar, known_text)
KINDS = (*SCALARS, random_text, random_list, random_lists, random_dict, random_commands)


def random_values(name, count):
    """Return values, of each kind as many as of the others; the same ones for the same name."""
    random = Random(name)
    kinds = random.sample(KINDS, len(KINDS))
    return [kinds[number % len(kinds)](random) for number in range(count)]
