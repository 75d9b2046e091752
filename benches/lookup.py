#!/usr/bin/env python3
"""What a table of 700,000 rows costs in which single rows are looked up.

    cargo build --profile dist && python3 benches/lookup.py [PROGRAM]

A small portal is built with and without the table, and the time of the processor between them, less that of reading the file, is
held against a limit; also the most memory, the size of the files, and what an edit of one row changes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(os.environ.get("ROWS", "700000"))
SECONDS = 2.0
SHARD = 60_000
ROOT = Path(__file__).resolve().parent.parent

SCHEMA = "primaryKey: sbd\nlookup:\n  example: '12345678'\nfields:\n  - name: sbd\n    constraints: { required: true, pattern: '[0-9]{8}' }\n"
SUBJECTS = ["toan", "ngu_van", "ngoai_ngu", "vat_li", "hoa_hoc", "sinh_hoc", "lich_su", "dia_li", "gdcd"]


def portal(folder):
    shutil.copy(ROOT / "benches/portal/site.toml", folder / "site.toml")
    shutil.copytree(ROOT / "themes", folder / "themes")
    text = (folder / "site.toml").read_text().replace('theme = "bench"', 'theme = "portal"')
    (folder / "site.toml").write_text(text)
    page = folder / "content/tra-cuu/diem/index.md"
    page.parent.mkdir(parents=True)
    (folder / "content/_index.md").write_text("---\ntitle: Trang chủ\n---\n")
    (folder / "content/tra-cuu/_index.md").write_text("---\ntitle: Tra cứu\nkind: lookup\n---\n")
    return page


def table(path):
    schema = SCHEMA + "".join(f"  - name: {name}\n    type: number\n    constraints: {{ minimum: 0, maximum: 10 }}\n" for name in SUBJECTS)
    path.with_suffix(".schema.yaml").write_text(schema + "  - name: ma_ngoai_ngu\n")
    with path.open("w") as file:
        file.write(f"sbd,{','.join(SUBJECTS)},ma_ngoai_ngu\n")
        for number in range(ROWS):
            marks = [f"{(number * (7 + at) % 401) / 40:.2f}" for at in range(6)]
            empty = [",,", ""] if number % 3 else ["", ",,"]
            first, second = (",".join(marks[3:]), empty[0]) if number % 3 else (empty[1], ",".join(marks[3:]))
            file.write(f"{10_000_000 + number * 3},{','.join(marks[:3])},{first},{second},N1\n")


def build(program, folder, *more):
    """Seconds of the processor, and the most memory in MB."""
    process = subprocess.Popen([program, "-C", folder, "--quiet", "build", *more])
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"the build failed: {status}"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/dist/cong")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = portal(folder)
        page.write_text("---\ntitle: Điểm\nsummary: Điểm.\nkind: page\n---\nChữ.\n")
        without, memory_without = min(build(program, folder, "--fresh") for _ in range(3))
        page.write_text("---\ntitle: Điểm\nsummary: Điểm.\ntable: diem.csv\n---\nChữ.\n")
        csv = page.parent / "diem.csv"
        table(csv)
        start = time.process_time()
        csv.read_bytes()
        reading = time.process_time() - start
        costs = []
        for _ in range(3):
            shutil.rmtree(folder / "public", ignore_errors=True)
            costs.append(build(program, folder, "--fresh"))
        seconds, memory = min(costs)
        above = seconds - without - reading
        files = {path: path.stat() for path in (folder / "public").rglob("*") if path.is_file()}
        shards = [stat.st_size for path, stat in files.items() if "assets/lookup/" in str(path)]
        warm, _ = build(program, folder)
        text = csv.read_text()
        row = text.splitlines()[ROWS // 2]
        csv.write_text(text.replace(row, row[:-2] + "N2"))
        edit, _ = build(program, folder)
        after = {path: path.stat() for path in (folder / "public").rglob("*") if path.is_file()}
        gone = [path for path in files if path not in after]
        written = [path for path, stat in after.items() if path not in files or files[path].st_mtime_ns != stat.st_mtime_ns]
        written = [path for path in written if not path.name.startswith(".cong")]
        size = csv.stat().st_size / 1e6
        print(f"{ROWS:,} rows, {size:.1f} MB: {above:.2f} s of the processor above reading it ({reading:.3f} s): {above / SECONDS:.2f} of the limit")
        print(f"memory {memory:.0f} MB, {memory_without:.0f} MB without the table")
        print(f"{len(shards)} files of rows, {min(shards):,} to {max(shards):,} bytes: {max(shards) / SHARD:.2f} of the limit")
        print(f"nothing changed: {warm:.2f} s; one row edited: {edit:.2f} s, {len(written)} files written, {len(gone)} deleted")
        for path in sorted(written):
            print(f"  {path.relative_to(folder / 'public')}")
        sys.exit(above > SECONDS or max(shards) > SHARD or len(written) > 2)


main()
