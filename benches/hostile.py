#!/usr/bin/env python3
"""Whether time and memory grow no faster than a hostile page does.

    python3 benches/hostile.py [--cong PROGRAM] [--bytes 64000] [--only WORD] [--best 3]

Each shape is a page (or a small portal) as a function of n. It is built with n, 2n and 4n; printed are seconds and
megabytes above those of a portal without it, and the ratio of the last two times: about 2 is linear, 4 is quadratic.
The exit code is 1 where twice the input takes more than LIMIT times as long, or the program is killed.
"""
import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

LIMIT = 3.5
# Address space of the program, in bytes: a shape that takes more is stopped before it stops the machine.
MEMORY = 6 << 30
HEAD = "---\ntitle: T\nsummary: S\ndate: 2024-01-10\nauthor: A\n"
SITE = """base_url = "https://tinh.example"
title = "T"
[owner]
name = "T"
responsible = "T"
address = "T"
phone = "1022"
email = "a@b.vn"
[[agencies]]
id = "a"
name = "A"
"""


def body(text):
    return {"content/tin-tuc/x.md": HEAD + "---\n" + text}


def english(text):
    return {"content/tin-tuc/x.en.md": HEAD + "---\n" + text}


def front(text):
    return {"content/tin-tuc/x.md": HEAD + text + "---\nChữ.\n"}


def question(text):
    return {"content/hoi-dap/_index.md": "---\ntitle: H\nkind: question\n---\n",
            "content/hoi-dap/x.md": "---\ntitle: T\nreceived: 2024-01-05\nquestion: " + text + "\n---\n"}


def block(text):
    return question("|\n" + "".join("  " + line + "\n" for line in text.split("\n"))[:-1])


def documents(count, more):
    files = {"content/van-ban/_index.md": "---\ntitle: V\nkind: document\n---\n", "content/van-ban/a.pdf": "%PDF"}
    for at in range(count):
        files[f"content/van-ban/v{at}.md"] = (
            f"---\ntitle: V{at}\nnumber: {at}/Q\ntype: quyet-dinh\nissuer: U\nissued: 2024-01-01\neffective: 2024-01-01\n"
            f"summary: S\nagency: a\nattachments:\n- file: a.pdf\n{more(at)}---\n")
    return files


def many(count, text):
    return {f"content/tin-tuc/x{at}.md": HEAD + "---\n" + text(at) for at in range(count)}


def nested(depth):
    files, folder = {}, "content/sau"
    for _ in range(depth):
        files[folder + "/_index.md"] = "---\ntitle: S\nkind: article\n---\n"
        folder += "/a"
    return files


def lines(n, text):
    return "".join(text(at) for at in range(n))


def root(n):
    """How many lines, each longer than the one before, have about n characters."""
    return int((2 * n) ** 0.5)


# Name, how many bytes one step of n takes (so that all begin at the same size), and the page.
SHAPES = [
    ("plain text", 10, lambda n: body("Một câu. " * n)),
    ("html in one line", 3, lambda n: body("<b>" * n)),
    ("html comments that do not close", 4, lambda n: body("<!--" * n)),
    ("html instructions that do not close", 2, lambda n: body("a" + "<?" * n)),
    ("cdata that does not close", 9, lambda n: body("a" + "<![CDATA[" * n)),
    ("spans of a language", 18, lambda n: body('a <span lang="vi">' * n)),
    ("spans in emphasis", 24, lambda n: body('*a <span lang="vi">b* c ' * n)),
    ("links in one line", 16, lambda n: body("[a](https://b/) " * n)),
    ("links of no scheme that is allowed", 12, lambda n: body("[a](java:b) " * n)),
    ("links without text", 12, lambda n: body("[](https:b) " * n)),
    ("links to missing pages", 10, lambda n: body("[a](b.md)\n" * n)),
    ("autolinks", 13, lambda n: body("<https://a/> " * n)),
    ("pictures in one line", 12, lambda n: body("![a](b.png) " * n)),
    ("pictures without description", 11, lambda n: body("![](b.png) " * n)),
    ("pictures inside pictures", 2, lambda n: body("![" * n + "a" + "](b.png)" * n)),
    ("references", 4, lambda n: body("[a] " * n + "\n\n[a]: https://b/" + "c" * n + "\n")),
    ("definitions", 16, lambda n: body(lines(n, lambda at: f"[{at}]: /b{at}\n"))),
    ("brackets", 1, lambda n: body("[" * n)),
    ("brackets that close", 2, lambda n: body("[" * n + "a" + "]" * n)),
    ("link beginnings", 4, lambda n: body("[a](" * n)),
    ("link beginnings in angles", 5, lambda n: body("[a](<" * n)),
    ("link titles that do not close", 7, lambda n: body('[a](b "' * n)),
    ("round brackets of a link", 2, lambda n: body("[a](" + "(" * n + ")" * n + ")")),
    ("backticks of every length", 1, lambda n: body(" ".join("`" * at for at in range(1, root(n))))),
    ("backticks", 3, lambda n: body("`a " * n)),
    ("emphasis", 3, lambda n: body("*a " * n)),
    ("emphasis that closes", 4, lambda n: body("*a " * n + "*" * n)),
    ("emphasis of two marks", 7, lambda n: body("*a _b " * n)),
    ("strikes", 4, lambda n: body("~~a " * n)),
    ("quotes", 1, lambda n: body(">" * n + "a")),
    ("quotes and lines", 3, lambda n: body(">" * n + "a\n" + ">\n" * n)),
    ("lists in one line", 2, lambda n: body("- " * n + "a")),
    ("lists and blank lines", 3, lambda n: body("- " * n + "a" + "\n" * n)),
    ("lists line by line", 2, lambda n: body(lines(root(n), lambda at: "  " * at + "- a\n"))),
    ("lists of quotes", 4, lambda n: body("- > " * n + "a")),
    ("headings", 6, lambda n: body("## a\n\n" * n)),
    ("headings and links to the last", 20, lambda n: body(lines(n, lambda at: f"## H{at}\n\n[a](#h{n - 1})\n\n"))),
    ("headings and wrong anchors", 20, lambda n: body(lines(n, lambda at: f"## H{at}\n\n[a](#x{at})\n\n"))),
    ("one long heading and its anchors", 8, lambda n: body("## " + "a" * n + "\n\n" + "[a](#b)\n" * n)),
    ("footnotes", 18, lambda n: body(lines(n, lambda at: f"[^{at}]\n\n[^{at}]: a\n\n"))),
    ("footnotes in footnotes", 7, lambda n: body("[^1]: " * n + "a")),
    ("one footnote", 5, lambda n: body("[^1] " * n + "\n\n[^1]: a\n")),
    ("columns of a table", 60, lambda n: body("|a" * n + "|\n" + "|-" * n + "|\n" + "|b|\n" * n)),
    ("rows of a table", 8, lambda n: body("|a|b|\n|-|-|\n" + "|c|d|\n" * n)),
    ("vietnamese in english", 22, lambda n: english("*a* một hai bốn đồng " * n)),
    ("entities", 5, lambda n: body("&lt; " * n)),
    ("a field of lists", 2, lambda n: question("'" + "- " * n + "a'")),
    ("a field of quotes", 1, lambda n: question("'" + ">" * n + "a'")),
    ("a field of emphasis", 4, lambda n: block("*a " * n + "*" * n)),
    ("a field of html", 3, lambda n: block("<b>" * n)),
    ("yaml in square brackets", 1, lambda n: front("topics: " + "[" * n + "\n")),
    ("yaml brackets that close", 2, lambda n: front("topics: " + "[" * n + "]" * n + "\n")),
    ("yaml in braces", 3, lambda n: front("topics: " + "{a:" * n + "\n")),
    ("yaml dashes", 2, lambda n: front("topics:\n  " + "- " * n + "a\n")),
    ("yaml dashes line by line", 1, lambda n: front("topics:\n" + lines(root(n), lambda at: " " * at + "-\n"))),
    ("yaml questions", 2, lambda n: front("? " * n + "a\n")),
    ("yaml keys", 9, lambda n: front(lines(n, lambda at: f"k{at}: 1\n"))),
    ("yaml keys in braces", 9, lambda n: front("source: {" + lines(n, lambda at: f"k{at}: 1, ") + "}\n")),
    ("one yaml key twice", 5, lambda n: front("a: 1\n" * n)),
    ("a long yaml key", 1, lambda n: front("k" * min(n, 1000) + ": 1\n" + "#" * n + "\n")),
    ("aliases behind a tag", 6, lambda n: front("x: !t &a [" + "a," * n + "]\ny: !t [" + "*a," * n + "]\n")),
    ("aliases of a long text", 4, lambda n: front('x: !t &a "' + "a" * n + '"\ny: !t [' + "*a," * n + "]\n")),
    ("terms", 4, lambda n: front("agency:\n" + "- a\n" * n)),
    ("terms in brackets", 2, lambda n: front("agency: [" + "a," * n + "]\n")),
    ("terms that are unknown", 9, lambda n: front("agency: [" + lines(n, lambda at: f"b{at}, ") + "]\n")),
    ("attachments", 16, lambda n: {**front("attachments:\n" + "  - file: a.txt\n" * n), "content/tin-tuc/a.txt": "a"}),
    ("attachments that are missing", 16, lambda n: front("attachments:\n" + lines(n, lambda at: f"- file: {at}.pdf\n"))),
    ("aliases of a page", 12, lambda n: front("aliases:\n" + lines(n, lambda at: f"- /c{at}/\n"))),
    ("an alias of many folders", 2, lambda n: front("aliases: [" + "/a" * n + "/]\n")),
    ("missing links of many pages", 250, lambda n: many(n, lambda at: lines(20, lambda k: f"[a](t{at}-{k}.md)\n"))),
    ("wrong anchors of many pages", 250, lambda n: {
        **many(n, lambda at: lines(20, lambda k: f"[a](dich.md#q{at}{k})\n")),
        "content/tin-tuc/dich.md": HEAD + "---\n" + lines(n * 10, lambda at: f"## H{at}\n\n")}),
    ("documents that cite one", 250, lambda n: documents(n, lambda at: "amends: 0/Q\n")),
    ("one document that cites all", 250, lambda n: documents(n, lambda at: "" if at else "amends: [" + lines(n, lambda k: f"{k}/Q, ") + "]\n")),
    ("wrong numbers of many documents", 250, lambda n: documents(n, lambda at: "") | many(
        n, lambda at: lines(10, lambda k: f"[a](van-ban:{at}/X{k})\n"))),
    ("sections in sections", 800, lambda n: nested(min(n, 1500))),
]


def write(folder, files):
    for path, text in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def prepare(folder, shape, n):
    """In a process of its own: what this one holds would count as the program's memory."""
    pid = os.fork()
    if pid == 0:
        try:
            write(folder, {"site.toml": SITE, "content/_index.md": "---\ntitle: T\n---\n",
                           "content/_index.en.md": "---\ntitle: T\n---\n",
                           "content/tin-tuc/_index.md": "---\ntitle: T\nkind: article\n---\n"} | shape(n))
            os._exit(0)
        except BaseException as error:
            print(error, file=sys.stderr)
            os._exit(1)
    if os.waitpid(pid, 0)[1]:
        sys.exit("the portal could not be written")


def run(program, shape, n, most=60):
    """Seconds of one core, megabytes, exit code."""
    folder = tempfile.mkdtemp(prefix="cong-hostile-")
    try:
        prepare(folder, shape, n)
        out = open(os.path.join(folder, "messages"), "wb")
        child = subprocess.Popen([program, "build", "-C", folder, "--at", "2024-01-15"], stdout=out, stderr=out,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)))
        killed, begun = False, time.time()
        while True:
            pid, status, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.time() - begun > most:
                child.kill()
                killed = True
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(status)
        code = "time" if killed else child.returncode
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, code
    finally:
        shutil.rmtree(folder)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cong", default="target/dist/cong")
    arguments.add_argument("--bytes", type=int, default=64_000)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--best", type=int, default=1, help="of so many runs the fastest counts")
    given = arguments.parse_args()
    sys.setrecursionlimit(10_000)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    program = os.path.abspath(given.cong)
    none = [run(program, lambda _: {}, 0) for _ in range(3)]
    empty = min(taken for taken, *_ in none), none[0][1]
    bad = 0
    print(f"{'':38}{'n':>9}   {'s (n, 2n, 4n)':24}{'MB':>7}  ratio")
    for name, size, shape in SHAPES:
        if given.only not in name:
            continue
        n = max(1, given.bytes // 4 // size)
        runs = [min((run(program, shape, n * times) for _ in range(given.best)), key=lambda one: one[0]) for times in (1, 2, 4)]
        seconds = [max(0.0, taken - empty[0]) for taken, _, _ in runs]
        # What takes next to no time tells nothing of how it grows.
        ratio = seconds[2] / max(seconds[1], 0.05)
        failed = ratio > LIMIT or any(code not in (0, 1) for *_, code in runs)
        bad += failed
        codes = "" if all(code in (0, 1) for *_, code in runs) else str([code for *_, code in runs])
        print(f"{name:38}{n * 4:>9}   {' '.join(f'{second:.2f}' for second in seconds):24}{runs[2][1] - empty[1]:>7.0f}"
              f"  {ratio:.1f} {'BAD' if failed else ''} {codes}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
