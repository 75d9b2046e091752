"""Reads a portal behind nginx 200 times a second while it is published again and again, and counts readers who would get pages of
an older release after pages of a newer one.

Used by `publish.py --poll`. Every release has its number in all pages, so that each of them changes."""
import contextlib, http.client, os, random, re, shutil, socket, subprocess, sys, threading, time

from figures import measure

A_SECOND, READERS = 200, 4
MARK = re.compile(rb'name="?release"? content="?(\d+)')
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Nginx:
    """The server block of docs/nginx.md over a folder that is published to."""

    def __init__(self, work, folder, port):
        with open(os.path.join(ROOT, "docs/nginx.md"), encoding="utf-8") as file:
            block = file.read().split("```nginx\n")[1].split("```")[0]
        block = block.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/portal", folder)
        own = os.path.join(work, "nginx")
        os.makedirs(own)
        user = "user root;" if os.getuid() == 0 else ""
        paths = "".join(f"{name}_temp_path {own}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        config = os.path.join(own, "nginx.conf")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"{user}\nworker_processes 2;\npid {own}/pid;\nerror_log {own}/err;\ndaemon off;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{block}}}\n")
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-e", f"{own}/err", "-c", config])
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        sys.exit("nginx does not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Reader(threading.Thread):
    """One of those who read; `seen` is the newest release that anybody has got."""

    seen, lock = 0, threading.Lock()

    def __init__(self, port, pages, over):
        super().__init__()
        self.port, self.pages, self.over, self.asked, self.older, self.failed = port, pages, over, 0, 0, 0

    def run(self):
        connection, begun = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10), time.monotonic()
        while not self.over.is_set():
            before = Reader.seen
            connection.request("GET", "/" + random.choice(self.pages))
            answer = connection.getresponse()
            found = MARK.search(answer.read())
            self.asked += 1
            if answer.status != 200 or not found:
                self.failed += 1
            else:
                release = int(found[1])
                self.older += release < before
                with Reader.lock:
                    Reader.seen = max(Reader.seen, release)
            time.sleep(max(0, begun + self.asked * READERS / A_SECOND - time.monotonic()))


def mark(portal, number):
    """Writes the number of a release into all pages."""
    path = os.path.join(portal.site, "themes/bench/templates/base.html")
    with open(path, encoding="utf-8") as file:
        text = re.sub(r'<meta name="release" content="\d+">', "", file.read())
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("</head>", f'<meta name="release" content="{number}"></head>', 1))


def run(portal, out, publish, folder, times, port):
    mark(portal, 1)
    portal.build(out)
    measure(publish)
    found = (os.path.relpath(os.path.join(top, file), out) for top, _, files in os.walk(out) for file in files if file == "index.html")
    pages = []
    for path in sorted(found):
        with open(os.path.join(out, path), "rb") as file:
            if MARK.search(file.read()):
                pages.append(path.removesuffix("index.html"))
    nginx, over = Nginx(portal.work, folder, port), threading.Event()
    readers = [Reader(port, pages, over) for _ in range(READERS)]
    try:
        begun = time.monotonic()
        for reader in readers:
            reader.start()
        took = []
        for number in range(2, times + 2):
            mark(portal, number)
            portal.build(out)
            took.append(measure(publish)["wall"])
        over.set()
        for reader in readers:
            reader.join()
        seconds = time.monotonic() - begun
    finally:
        over.set()
        nginx.stop()
    asked, older, failed = (sum(getattr(reader, what) for reader in readers) for what in ("asked", "older", "failed"))
    print(f"{times} publications of {len(pages)} changed pages, {min(took):.1f} to {max(took):.1f} s each; {asked} requests, "
          f"{asked / seconds:.0f} a second; release {Reader.seen} seen last; {older} mixed, {failed} failed  {'met' if not older + failed else 'MISSED'}")
