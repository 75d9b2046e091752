#!/usr/bin/env python3
"""Measures how fast `cong visits count` reads a log, and with how much memory: makes a synthetic log, counts it, says MB/s and peak memory.

Usage: benches/visits.py CONG [MEGABYTES]        (a release build of cong; 1000 MB unless said otherwise)
The log has 20,000 pages on 30 days, one request in four for a file, one in five by a robot.
"""
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/119.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
]
SITE = """base_url = "https://tinh.example"
title = { vi = "Cổng thử" }
languages = ["vi"]
[owner]
name = { vi = "Ủy ban nhân dân tỉnh" }
responsible = { vi = "Trưởng ban" }
address = { vi = "Số 1" }
phone = "1022"
email = "a@tinh.example"
"""


def block(rng, day):
    lines = []
    for _ in range(20000):
        page = f"/tin-tuc/2023/11/bai-viet-so-{rng.randrange(20000)}/"
        path = "/theme/portal.1234567890.css" if rng.random() < 0.25 else page
        at = f"{day:02}/Nov/2023:{rng.randrange(24):02}:{rng.randrange(60):02}:00 +0700"
        ip = f"203.0.113.{rng.randrange(256)}"
        lines.append(f'{ip} - - [{at}] "GET {path} HTTP/1.1" 200 {rng.randrange(90000)} "https://tinh.example/" "{rng.choice(AGENTS)}"\n')
    return "".join(lines).encode()


def main():
    cong, size = os.path.abspath(sys.argv[1]), int(sys.argv[2] if len(sys.argv) > 2 else 1000) * 1_000_000
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "content"))
        with open(os.path.join(folder, "site.toml"), "w") as site:
            site.write(SITE)
        blocks = [block(rng, day) for day in range(1, 31)]
        log, written = os.path.join(folder, "access.log"), 0
        with open(log, "wb") as out:
            while written < size:
                written += out.write(blocks[rng.randrange(30)])
        began = time.monotonic()
        subprocess.run([cong, "-C", folder, "visits", "count", log], check=True)
        took = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{written / 1e6:.0f} MB in {took:.1f} s: {written / 1e6 / took:.0f} MB/s, at most {peak:.0f} MB of memory")


if __name__ == "__main__":
    main()
