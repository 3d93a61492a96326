"""A private nginx, which serves an Odoo of several workers on one port."""

import os
import shutil
from contextlib import contextmanager

from . import apt_sources, console, paths, process
from .console import Stop

HOME = paths.DEV / "nginx"
# As Odoo's documentation has it. In one process, which a signal ends; errors go to Odoo's log.
CONFIGURATION = """
daemon off;
master_process off;
pid "{folder}/nginx.pid";
error_log stderr error;
events {{}}
http {{
    access_log off;
    client_body_temp_path "{folder}/body";
    proxy_temp_path "{folder}/proxy";
    fastcgi_temp_path "{folder}/fastcgi";
    uwsgi_temp_path "{folder}/uwsgi";
    scgi_temp_path "{folder}/scgi";
    client_max_body_size 0;
    proxy_connect_timeout 720s;
    proxy_read_timeout 720s;
    proxy_send_timeout 720s;
    map $http_upgrade $connection_upgrade {{
        default upgrade;
        "" close;
    }}
    server {{
        listen 127.0.0.1:{port};
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        location / {{
            proxy_pass http://127.0.0.1:{http_port};
            proxy_redirect off;
        }}
        location /websocket {{
            proxy_pass http://127.0.0.1:{gevent_port};
        }}
    }}
}}
"""


def ensure():
    """Unpack Debian's nginx if the machine has none: installed, its service would start."""
    if find():
        return
    release = apt_sources.release()
    if release.get("ID") != "debian":
        raise Stop("Please install nginx, which serves Odoo's workers, and run this again.")
    with console.step("Fetching nginx from Debian", HOME):
        new = paths.empty_folder("nginx")
        apt_sources.fetch(["nginx"], release["VERSION_CODENAME"], new)
        for archive in new.glob("*.deb"):
            unpack = ["dpkg-deb", "--extract", archive, new]
            process.run(unpack, "unpack", "nginx could not be unpacked: is the disk full?")
            archive.unlink()
        paths.replace_folder(new, HOME)


def find():
    """Return the path of the program, of the machine or our own, or None."""
    places = (os.environ.get("PATH", ""), "/usr/sbin", str(HOME / "usr/sbin"))
    return shutil.which("nginx", path=os.pathsep.join(places))


@contextmanager
def command(port, http_port, gevent_port):
    """Yield the command line that serves these ports of Odoo on `port`, of this machine only."""
    folder = paths.empty_folder(f"nginx-{port}")
    file = folder / "nginx.conf"
    ports = {"port": port, "http_port": http_port, "gevent_port": gevent_port}
    file.write_text(CONFIGURATION.format(folder=folder, **ports))
    try:
        yield [find(), "-c", str(file), "-p", str(folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
