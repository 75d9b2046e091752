"""Measures `cong serve`: from start to the first page, and from saving an article to its new page."""
import http.client, os, shutil, socket, subprocess, time

FOLDER = os.path.dirname(os.path.abspath(__file__))
EDITS = 11


def measure_preview(portal):
    """Milliseconds: `start`, `served` (over HTTP alone), and `shown` (in Chromium, None where it cannot be run)."""
    portal.edit("")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.monotonic()
    command = [portal.cong, "-C", portal.site, "serve", "--quiet", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        home = wait_for(port, "/")
        start = 1000 * (time.monotonic() - begun)
        assert home, "the home page is served"
        url = address(portal)
        served = sorted(save_to_served(portal, port, url, turn) for turn in range(EDITS))[EDITS // 2]
        return {"start": start, "served": served, "shown": save_to_shown(portal, port, url)}
    finally:
        server.terminate()
        server.wait()
        portal.edit("")


def address(portal):
    """`content/kinh-te/2024/01/a.md` is at `/kinh-te/2024/01/a/` or, where date folders are no part of it, `/kinh-te/a/`."""
    below = os.path.relpath(portal.article, os.path.join(portal.site, "content"))
    return "/" + os.path.splitext(below)[0].replace(os.sep, "/") + "/"


def get(port, url):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", url)
    reply = connection.getresponse()
    return reply.read().decode("utf-8", "replace") if reply.status == 200 else ""


def wait_for(port, url):
    for _ in range(6000):
        try:
            return get(port, url)
        except OSError:
            time.sleep(0.005)
    return ""


def save_to_served(portal, port, url, turn):
    mark = f"Dòng thử {turn} {time.time_ns()}"
    begun = time.monotonic()
    portal.edit(f"\n{mark}\n")
    while mark not in get(port, url):
        if time.monotonic() - begun > 60:
            raise SystemExit(f"{url} does not show an edit of {portal.article}")
        time.sleep(0.001)
    elapsed = 1000 * (time.monotonic() - begun)
    time.sleep(0.1)
    return elapsed


def save_to_shown(portal, port, url):
    """Needs Node, Chromium, and playwright-core where Node finds it (tests/browser/node_modules)."""
    if not shutil.which("node"):
        return None
    script = os.path.join(FOLDER, "preview.mjs")
    done = subprocess.run(
        ["node", script, f"http://127.0.0.1:{port}{url}", portal.article, str(EDITS)], capture_output=True, text=True
    )
    return float(done.stdout) if done.returncode == 0 and done.stdout.strip() else None
