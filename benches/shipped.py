"""Builds the portal as it is shipped, with its theme, all outputs and the search, beside the articles of a benchmark, after
edits of every sort, and prints what each costs as a share of a cold build."""
import hashlib, json, os, re, shutil, sys, time, tomllib
from datetime import datetime, timedelta, timezone

from figures import measure, median, median_ratio, verdict

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Shares of the CPU time of another row of the same round.
COLD_OF_HUGO = 0.6
SAME_OF_COLD = 1 / 30
EDIT_OF_SAME = 1.2
TEMPLATE_OF_COLD = 0.6
# A moment that has passed, but is near enough for the portal to be one for readers, and one at which an item has appeared.
BASE, APPEARS, LATER = (timedelta(hours=hours) for hours in (20, 10, 1))
VIETNAM = timezone(timedelta(hours=7))
# Between a save and the build after it, as in life.
PAUSE = 1.0


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def replaced(old, new):
    """An edit that puts a text with the number of the turn in the place of another, once."""
    return lambda text, turn: text.replace(old, new.replace("{turn}", str(turn)), 1)


def earlier(text, turn):
    """An article with its date moved by half a year."""
    date = datetime.fromisoformat(re.search(r"(?m)^date: *\"?([\d-]{10})", text)[1])
    return re.sub(r"(?m)^date: .*", f"date: {date - timedelta(days=180 + turn):%Y-%m-%d}", text, count=1)


class Shipped:
    """This portal with articles of a content folder in it, in sections of their own below `tin-tuc`."""

    def __init__(self, work, name, content, cong):
        self.work, self.cong, self.site, self.items = work, cong, os.path.join(work, name), 0
        self.now = datetime.now(VIETNAM)
        for folder in ("content", "themes"):
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(self.site, folder))
        shutil.copy(os.path.join(ROOT, "site.toml"), self.site)
        self.agencies = self.take_agencies()
        self.topics = [topic["id"] for topic in tomllib.loads(read(self.path("site.toml")))["topics"]]
        newest = self.take_articles(content)
        appears = self.now - APPEARS
        dates = f"publish_at: {appears:%Y-%m-%d %H:%M}\ndate: {appears:%Y-%m-%d}"
        folder, text = os.path.dirname(newest), read(self.path(newest))
        write(self.path(folder, "hen-gio.md"), re.sub(r"(?m)^date: .*", dates, text, count=1))
        self.edits = [
            ("one body", newest, lambda text, turn: f"{text}\nThêm một dòng, lần {turn}.\n"),
            ("one title", newest, lambda text, turn: re.sub(r"(?m)^title: \"?", rf"\g<0>Lần {turn} – ", text, count=1)),
            ("one date", newest, earlier),
            ("one item more", os.path.join(folder, "them.md"), lambda _, turn: f"{text}\nBài thêm, lần {turn}.\n"),
            ("template of all pages", "themes/portal/templates/base.html", replaced("<main ", "<p>Lần {turn}</p>\n<main ")),
            ("style sheet", "themes/portal/assets/portal.css", lambda text, turn: f"{text}\n:root {{ --turn: {turn}; }}\n"),
            ("one label", "themes/portal/i18n/vi.toml", replaced('skip = "', 'skip = "Lần {turn}: ')),
            ("one menu entry", "site.toml", replaced('{ vi = "Dịch vụ công"', '{ vi = "Dịch vụ công {turn}"')),
        ]

    def path(self, *parts):
        return os.path.join(self.site, *parts)

    def take_agencies(self):
        """Ids by id and by name; those of the benchmark that this portal does not have are added to it."""
        portal, bench = (read(os.path.join(ROOT, path)) for path in ("site.toml", "benches/portal/site.toml"))
        known = {}
        for agency in tomllib.loads(portal)["agencies"]:
            known[agency["id"]] = known[agency["name"]["vi"]] = agency["id"]
        for agency in tomllib.loads(bench)["agencies"]:
            if known.keys().isdisjoint((agency["id"], agency["name"])):
                name = json.dumps(agency["name"], ensure_ascii=False)
                portal += f'\n[[agencies]]\nid = "{agency["id"]}"\nname = {{ vi = {name}, en = {name} }}\n'
            own = known.get(agency["name"]) or known.setdefault(agency["id"], agency["id"])
            known[agency["id"]] = known[agency["name"]] = own
        write(self.path("site.toml"), portal)
        return known

    def take_articles(self, content):
        """Adds all of them, with an author and topics; gives the path of the newest."""
        newest = ("", "")
        for top, folders, files in os.walk(content):
            folders.sort()
            below = os.path.relpath(top, content)
            for file in sorted(file for file in files if file.endswith(".md") and below != "."):
                text, target = read(os.path.join(top, file)), os.path.join("content/tin-tuc", below, file)
                if file.startswith("_index."):
                    text = text.replace("\n---", "\nkind: article\n---", 1)
                else:
                    text = self.article(text, target)
                    if ".en." not in file:
                        self.items += 1
                        newest = max(newest, (re.search(r"(?m)^date: *\"?([\d-]{10})", text)[1], target))
                write(self.path(target), text)
        return newest[1]

    def article(self, text, path):
        number = hashlib.sha256(path.encode()).digest()
        topics = sorted({self.topics[byte % len(self.topics)] for byte in number[: 1 + number[2] % 2]})
        text = text.replace("\n---", f"\nauthor: Ban Biên tập\ntopics: [{', '.join(topics)}]\n---", 1)
        agency = lambda found: f"agency: {self.agencies.get(found[1], found[1])}"
        return re.sub(r"(?m)^agency: *\"?([^\"\n]+)\"?", agency, text, count=1)

    def build(self, out, *options, ago=BASE, why=True):
        """Figures of a build, with how many files were written and, if it is asked why, pages rendered."""
        said = os.path.join(self.work, "said.json")
        options = [*options, "--why"] if why else options
        with open(said, "wb") as output:
            command = [self.cong, "-C", self.site, "build", "--json", "--at", self.moment(ago), "--output", out, *options]
            figures = measure(command, output)
        with open(said, encoding="utf-8") as file:
            report = json.load(file)
        figures.update(report["files"])
        figures["rendered"] = len(report["why"]) if why else None
        return figures

    def moment(self, ago):
        return f"{self.now - ago:%Y-%m-%dT%H:%M:%S+07:00}"

    def verify(self, out, row, ago=BASE):
        """Holds the output against a clean build."""
        said = os.path.join(self.work, "said.json")
        command = [self.cong, "-C", self.site, "verify", "--json", "--at", self.moment(ago), "--output", out]
        with open(said, "wb") as output:
            measure(command, output)
        print(f"verified after: {row}", file=sys.stderr)

    def touch(self):
        """What a new checkout does: the same bytes with other times."""
        for top, _, files in os.walk(self.site):
            if ".cong" not in top.split(os.sep):
                for file in files:
                    os.utime(os.path.join(top, file))

    def round(self, turn, verify, beside=None):
        """All rows once, by name. `beside` is measured right after the cold build."""
        out, rows = os.path.join(self.work, f"shipped-{turn}"), {}

        def row(name, *options, ago=BASE, why=True):
            time.sleep(PAUSE)
            rows[name] = self.build(out, *options, ago=ago, why=why)
            if verify:
                self.verify(out, name, ago)

        # Reasons of all pages would be a part of what is measured, so they are asked for where it does not count.
        row("cold", "--fresh", why=turn == 0)
        if beside:
            rows["beside"] = beside(turn)
        row("nothing changed")
        self.touch()
        row("nothing changed, new times")
        for name, path, edit in self.edits:
            before = read(self.path(path)) if os.path.exists(self.path(path)) else None
            after = edit(before, turn)
            if after == before:
                sys.exit(f"{path} has nothing to edit: {name}")
            write(self.path(path), after)
            row(name)
            if before is None:
                os.remove(self.path(path))
            else:
                write(self.path(path), before)
            self.build(out, why=False)
        row("a scheduled item appears", ago=LATER)
        self.build(out, why=False)
        if verify:
            self.verify(out, "everything restored")
        shutil.rmtree(out)
        return rows


def limit_of(name, runs, rows):
    """The limit of a row with its verdict; every limit is a ratio to another row of the same round."""
    share, of_same = (median_ratio(runs, rows[other], "cpu") for other in ("cold", "nothing changed"))
    if name == "nothing changed":
        return verdict(share, SAME_OF_COLD)
    if name in ("one body", "one title"):
        return f"{of_same:.2f} of nothing changed {verdict(of_same, EDIT_OF_SAME)}"
    return verdict(share, TEMPLATE_OF_COLD) if name == "template of all pages" else ""


def table(portal, rounds, beside, goals):
    """`beside`: the name of what was measured beside the cold build. `goals`: in seconds, so they are printed and not judged."""
    rows = {name: [one[name] for one in rounds] for name in rounds[0]}
    other = rows.pop("beside", None)
    cold = rows["cold"]
    files, size = cold[0]["written"] + cold[0]["kept"], cold[0]["bytes"] / 1e6
    print(f"\nas shipped, {portal.items:,} items: {files:,} files, {size:,.0f} MB; median of {len(rounds)}")
    print(f"{'':28} {'wall s':>8} {'CPU s':>8} {'MB':>7} {'rendered':>9} {'written':>8} {'CPU/cold':>9}  limit")
    for name, runs in rows.items():
        figures = f"{median(runs, 'wall'):8.2f} {median(runs, 'cpu'):8.2f} {median(runs, 'memory'):7.0f}"
        done = f"{runs[0]['rendered']:9} {runs[0]['written']:8} {median_ratio(runs, cold, 'cpu'):9.3f}"
        print(f"{name:28} {figures} {done}  {goals.get(name) or limit_of(name, runs, rows)}")
    if other:
        print(f"{beside:28} {median(other, 'wall'):8.2f} {median(other, 'cpu'):8.2f} {median(other, 'memory'):7.0f}")
        wall, cpu = (median_ratio(cold, other, key) for key in ("wall", "cpu"))
        print(f"{'cold / ' + beside:28} {wall:8.3f} {cpu:8.3f}  {verdict(cpu, COLD_OF_HUGO)} of CPU")


def shipped(portal, runs, verify, beside=None, goals={}):
    """The first round warms the file cache and counts the pages of a cold build; it counts itself only where it is the only one."""
    first = portal.round(0, verify, beside)
    rounds = [portal.round(turn, False, beside) for turn in range(1, runs + 1)]
    for rows in rounds:
        rows["cold"]["rendered"] = first["cold"]["rendered"]
    table(portal, rounds or [first], "hugo, plain site", goals)
