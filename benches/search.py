#!/usr/bin/env python3
"""Makes a portal out of documents, builds it, and measures its search with benches/search.mjs.

usage: benches/search.py DOCS [QUERIES ...] [--pagefind PROGRAM] [--keep FOLDER] [--cong PATH] [-- OPTIONS OF search.mjs]

DOCS       one JSON object a line, as it is or compressed (.xz): id; title and lead if there are any; body (a list of
           paragraphs) or text. A document without a title gets its id for one, so that its text is all there is to find
QUERIES    folders with queries.jsonl and qrels.tsv; without any, the folder of DOCS
--pagefind also indexes the same pages with Pagefind (its program, as npm installs it) and measures that search
--keep     leaves the portal (site, public, docs.jsonl, pagefind) in a folder

The portal has the repository's theme. Dates run back from the end of 2024, 16,533 items to a year.
"""
import argparse, datetime, glob, json, lzma, os, re, shutil, subprocess, sys, tempfile

from compare import ROOT, measure

SITE = """base_url = "https://portal.example.gov.vn"
title = { vi = "Cổng thông tin điện tử", en = "Provincial portal" }
theme = "portal"
languages = ["vi", "en"]

[owner]
name = "Ủy ban nhân dân tỉnh"
responsible = "Trưởng Ban Biên tập"
address = "Quốc lộ 14, phường Tân Phú"
phone = "0271.1022"
email = "bbt@portal.example.gov.vn"

[outputs]
archive = false
site_tree = false
list_json = false
feeds = ["rss"]
search = true
"""
PER_YEAR = 16533


def documents(file):
    with (lzma.open if file.endswith(".xz") else open)(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def plain(text):
    """One paragraph of Markdown that shows the text as it is."""
    text = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#+\-!|~&$:=]|^\d+(?=[.)]))", lambda m: m[1] if m[1].isdigit() else "\\" + m[1], re.sub(r"^(\d+)([.)])", r"\1\\\2", text))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def lay_out(source, work):
    """The folder of a portal, and beside it the documents with their addresses."""
    site, sections = os.path.join(work, "site"), set()
    items = list(documents(source))
    write(os.path.join(site, "site.toml"), SITE)
    shutil.copytree(os.path.join(ROOT, "benches/portal/kinds"), os.path.join(site, "kinds"), dirs_exist_ok=True)
    os.makedirs(os.path.join(site, "themes"))
    os.symlink(os.path.join(ROOT, "themes/portal"), os.path.join(site, "themes/portal"))
    write(os.path.join(site, "content/_index.md"), "---\ntitle: Cổng thông tin\nkind: page\n---\n")
    days = max(1, 365 * len(items) // PER_YEAR)
    with open(os.path.join(work, "docs.jsonl"), "w", encoding="utf-8") as out:
        for number, item in enumerate(items):
            section = item.get("section") or "tin"
            date = datetime.date(2024, 12, 31) - datetime.timedelta(days=number * days // len(items))
            name = f"{section}/{date.year}/{date.month:02}/tin-{number:06}"
            head = {"title": " ".join((item.get("title") or item["id"]).split()), "date": str(date)}
            if item.get("lead"):
                head["summary"] = " ".join(item["lead"].split())
            front = "".join(f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
            body = item.get("body") or [item.get("text", "")]
            write(os.path.join(site, f"content/{name}.md"), f"---\n{front}---\n\n" + "\n\n".join(map(plain, body)) + "\n")
            out.write(json.dumps({**item, "url": f"/{name}/"}, ensure_ascii=False) + "\n")
            sections.add(section)
    for section in sections:
        write(os.path.join(site, f"content/{section}/_index.md"), f"---\ntitle: {section}\nkind: page\n---\n")
    return site, len(items)


def file_sizes(folder):
    return [os.path.getsize(path) for path in glob.glob(f"{folder}/**", recursive=True) if os.path.isfile(path)]


def run_pagefind(program, public, out):
    """Indexes the items' pages alone: menus and lists would be found for every query."""
    cost = measure([program, "--site", public, "--glob", "**/tin-*/index.html", "--root-selector", "main",
                    "--force-language", "vi", "--output-path", out])
    sizes = file_sizes(out)
    return f"{cost['wall']:.1f} s, {cost['cpu']:.1f} s of CPU, {cost['memory']:.0f} MB; {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs")
    parser.add_argument("queries", nargs="*")
    parser.add_argument("--pagefind")
    parser.add_argument("--keep")
    parser.add_argument("--cong", default=os.path.join(ROOT, "target/dist/cong"))
    own, rest = sys.argv[1:], []
    if "--" in own:
        own, rest = own[: own.index("--")], own[own.index("--") + 1 :]
    arguments = parser.parse_args(own)
    work = os.path.abspath(arguments.keep) if arguments.keep else tempfile.mkdtemp()
    try:
        os.makedirs(work, exist_ok=True)
        site, count = lay_out(arguments.docs, work)
        public, index = os.path.join(work, "public"), os.path.join(work, "pagefind")
        cost = measure([os.path.abspath(arguments.cong), "-C", site, "--quiet", "build", "--output", public])
        files = file_sizes(os.path.join(public, "assets/search"))
        print(f"{count} items: the whole build with search {cost['wall']:.1f} s, {cost['cpu']:.1f} s of CPU, {cost['memory']:.0f} MB; "
              f"search {len(files)} files, {sum(files) / 1e6:.1f} MB", flush=True)
        if arguments.pagefind:
            print(f"Pagefind alone: {run_pagefind(arguments.pagefind, public, index)}", flush=True)
            rest = ["--pagefind", index, *rest]
        queries = arguments.queries or [os.path.dirname(os.path.abspath(arguments.docs))]
        command = ["node", os.path.join(ROOT, "benches/search.mjs"), public, os.path.join(work, "docs.jsonl"), *queries, *rest]
        sys.exit(subprocess.run(command).returncode)
    finally:
        if not arguments.keep:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
