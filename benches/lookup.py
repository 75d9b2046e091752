#!/usr/bin/env python3
"""What a table of 700,000 rows costs in which single rows are looked up.

    cargo build --profile dist && python3 benches/lookup.py [PROGRAM]

A small portal is built with and without the table, and the time of the processor between them, less that of reading the file, is
held against a limit; also the most memory, the size of the files, and what an edit of one row changes. Then the first 100,000 rows are
built as CSV and as XLSX, as a table of statistics, and what the workbook costs above the portal is told as a ratio to the CSV. ROWS chooses how many rows there are.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROWS = int(os.environ.get("ROWS", "700000"))
BOOK_ROWS = min(ROWS, 100_000)
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


def book(csv, path):
    """The first rows of a CSV as a workbook: numbers as numbers, all else as text that each cell has itself."""
    def cell(text, column):
        place = chr(ord("A") + column)
        if not text:
            return ""
        if column and text[0].isdigit():
            return f'<c r="{place}@"><v>{text}</v></c>'
        return f'<c r="{place}@" t="inlineStr"><is><t>{text}</t></is></c>'

    relations = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts, csv.open() as lines:
        parts.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>')
        parts.writestr("_rels/.rels", f'{relations}<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        parts.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Diem" sheetId="1" r:id="r1"/></sheets></workbook>')
        parts.writestr("xl/_rels/workbook.xml.rels", f'{relations}<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        with parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {main}><sheetData>".encode())
            for number, line in zip(range(1, BOOK_ROWS + 2), lines):
                cells = "".join(cell(text, column) for column, text in enumerate(line.rstrip("\n").split(",")))
                sheet.write(f'<row r="{number}">{cells}</row>'.replace("@", str(number)).encode())
            sheet.write(b"</sheetData></worksheet>")


def of_books(program, folder, page, csv, without):
    """What the same rows cost above the portal as a table of statistics, as CSV and as a workbook."""
    costs = {}
    csv.with_suffix(".schema.yaml").unlink()
    rows = csv.read_text().splitlines(keepends=True)[: BOOK_ROWS + 1]
    xlsx = csv.with_suffix(".xlsx")
    book(csv, xlsx)
    csv.write_text("".join(rows))
    for path, other in ((csv, xlsx), (xlsx, csv)):
        aside = other.rename(folder / other.name)
        page.write_text(f'---\ntitle: Điểm\nsummary: Điểm.\nkind: statistics\ndate: 2024-01-02\nperiod: Năm 2023\nunit: điểm\nmethod: Tính.\ntable: {path.name}\ndecimal: "."\n---\nChữ.\n')
        runs = []
        for _ in range(3):
            shutil.rmtree(folder / "public", ignore_errors=True)
            runs.append(build(program, folder, "--fresh"))
        seconds, memory = min(runs)
        costs[path.suffix] = seconds - without
        print(f"{BOOK_ROWS:,} rows as {path.suffix[1:]}, {path.stat().st_size / 1e6:.1f} MB: {seconds - without:.2f} s above the portal, {memory:.0f} MB")
        aside.rename(other)
    print(f"XLSX costs {costs['.xlsx'] / max(costs['.csv'], 0.01):.2f} times what CSV costs")


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
        of_books(program, folder, page, csv, without)
        sys.exit(above > SECONDS or max(shards) > SHARD or len(written) > 2)


main()
