"""The JavaScript linters, from npm, in a folder of their own."""

import shutil

from . import console, paths, process, stamps, system

FOLDER = paths.DEV / "node"
FILES = tuple(paths.ROOT / "dev" / name for name in ("package.json", "package-lock.json"))


def program(name):
    """Return the path of a program that one of the packages brings."""
    return FOLDER / "node_modules" / ".bin" / name


def ensure():
    """Install the packages that dev/package-lock.json pins."""
    npm = system.need_program(["npm"], "npm")
    stamp = stamps.Stamp("node", *FILES)
    if stamp.is_current() and FOLDER.is_dir():
        return
    stamp.remove()
    with console.step("Installing the JavaScript linters", FOLDER):
        new = paths.empty_folder("node")
        for file in FILES:
            shutil.copy(file, new)
        process.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            "npm",
            "npm could not install the linters: check the network and run this again.",
            cwd=new,
        )
        paths.replace_folder(new, FOLDER)
    stamp.write()
