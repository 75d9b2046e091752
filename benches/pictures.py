#!/usr/bin/env python3
"""Builds a portal of photographs from nothing, again with what was kept, and again without an output; and the same sizes with Hugo.

usage: benches/pictures.py [--photographs 300] [--width 4000] [--height 3000] [--cong PATH] [--hugo PATH] [--at FOLDER]

--hugo  a Hugo that makes WebP (extended before 0.153); it makes JPEG and WebP in the same widths from the same files
--at    a folder to work in, which is kept; otherwise one of the system's that is removed

The photographs are drawn by this script (`pip install pillow numpy`): hills and fields under a sky, with grain, so that they compress as
photographs do. Absolute times drift with the machine; ratios are of one run.
"""
import argparse, multiprocessing, os, shutil, sys, tempfile

from figures import measure

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WIDTHS = [320, 640, 960, 1440]
PAGE = "---\ntitle: Ảnh {n}\nsummary: Một bức ảnh.\ndate: 2024-01-{day:02}\n---\n![Đồi và ruộng](anh.jpg)\n"
HUGO_CONFIG = 'baseURL = "https://a.example/"\ntitle = "a"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n[imaging]\nquality = 80\n'
HUGO_PAGE = """{{ with .Resources.Get "anh.jpg" }}{{ $original := . }}{{ range slice WIDTHS }}
<img src="{{ ($original.Resize (printf "%dx jpeg" .)).RelPermalink }}"><img src="{{ ($original.Resize (printf "%dx webp" .)).RelPermalink }}">
{{ end }}{{ end }}"""


def draw(width, height, seed):
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = x / width, y / height
    out = np.stack([150 + 70 * v, 185 + 40 * v, 225 - 10 * v], -1)
    for layer in range(4):
        waves = sum(random.uniform(0.01, 0.05) * np.sin(u[0] * f + random.uniform(0, 6)) for f in (3, 7, 17, 31))
        mask = np.clip((v - (0.38 + layer * 0.13 + waves / (1 + layer))[None, :]) * height / 2, 0, 1)[..., None]
        colour = np.array([[70, 105, 110], [60, 110, 70], [85, 130, 55], [150, 150, 70]][layer], np.float32)
        texture = random.normal(0, 3 + 5 * layer, (height, width, 1)).astype(np.float32)
        out = out * (1 - mask) + (colour + texture) * mask
    return Image.fromarray(np.clip(out + random.normal(0, 4, out.shape), 0, 255).astype(np.uint8))


def prepare(work, arguments):
    """A portal and a Hugo site with the same photographs: twelve that are drawn, each time with another pixel."""
    drawn = [draw(arguments.width, arguments.height, seed) for seed in range(min(12, arguments.photographs))]
    portal, site = places(work)
    for n in range(arguments.photographs):
        picture = drawn[n % len(drawn)].copy()
        picture.putpixel((n, 0), (n % 256, 0, 0))
        for folder, name in [(f"{portal}/content/tin-tuc/{n}", "index.md"), (f"{site}/content/{n}", "index.md")]:
            os.makedirs(folder)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as page:
                page.write(PAGE.format(n=n, day=1 + n % 28))
        picture.save(f"{portal}/content/tin-tuc/{n}/anh.jpg", quality=85)
        os.link(f"{portal}/content/tin-tuc/{n}/anh.jpg", f"{site}/content/{n}/anh.jpg")
    shutil.copytree(f"{ROOT}/benches/portal", portal, dirs_exist_ok=True)
    for name, text in {"_index.md": "---\ntitle: Trang chủ\n---\n", "tin-tuc/_index.md": "---\ntitle: Tin tức\nkind: page\n---\n"}.items():
        with open(f"{portal}/content/{name}", "w", encoding="utf-8") as page:
            page.write(text)
    os.makedirs(f"{site}/layouts/_default")
    for name, text in {
        "hugo.toml": HUGO_CONFIG,
        "layouts/_default/single.html": HUGO_PAGE.replace("WIDTHS", " ".join(map(str, WIDTHS))),
        "layouts/_default/list.html": "list",
    }.items():
        with open(f"{site}/{name}", "w", encoding="utf-8") as page:
            page.write(text)


def places(work):
    return os.path.join(work, "portal"), os.path.join(work, "hugo")


def show(name, run, other=None):
    ratio = f"  {run['wall'] / other['wall']:.3f} of Hugo's time, {run['cpu'] / other['cpu']:.3f} of its CPU" if other else ""
    print(f"{name:34} {run['wall']:8.2f} s {run['cpu']:8.2f} s CPU {run['memory']:6.0f} MB{ratio}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--photographs", type=int, default=300)
    parser.add_argument("--width", type=int, default=4000)
    parser.add_argument("--height", type=int, default=3000)
    parser.add_argument("--cong", default=os.path.join(ROOT, "target/release/cong"))
    parser.add_argument("--hugo")
    parser.add_argument("--at")
    arguments = parser.parse_args()
    work = arguments.at or tempfile.mkdtemp()
    # In a process of its own: what a program is measured to need begins with what the process that starts it holds.
    maker = multiprocessing.Process(target=prepare, args=(work, arguments))
    maker.start()
    maker.join()
    if maker.exitcode:
        return maker.exitcode
    portal, site = places(work)
    build = [arguments.cong, "-C", portal, "build", "--quiet"]
    others = [None, None]
    if arguments.hugo:
        others[0] = measure([arguments.hugo, "--quiet", "-s", site])
        others[1] = measure([arguments.hugo, "--quiet", "-s", site])
        show("Hugo, from nothing", others[0])
        show("Hugo, again", others[1])
    show("cong, from nothing", measure(build), others[0])
    show("cong, again", measure(build), others[1])
    shutil.rmtree(f"{portal}/public")
    show("cong, again, without an output", measure(build))
    made = [os.path.join(folder, name) for folder, _, names in os.walk(f"{portal}/public/assets/pictures") for name in names]
    for ending in (".jpg", ".webp"):
        sizes = [os.path.getsize(path) for path in made if path.endswith(ending)]
        print(f"{len(sizes)} versions {ending}, {sum(sizes) / 1e6:.1f} MB")
    if not arguments.at:
        shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
