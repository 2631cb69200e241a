"""Every kind of page in Chromium: axe, a walk with the Tab key, and pictures for people to look at."""

from collections import Counter
from contextlib import contextmanager

from bench.pages import tools
from bench.pages.report import Table

WIDTHS, SCHEMES = (360, 768, 1280), ("light", "dark")
HEIGHT = {360: 740, 768: 1024, 1280: 900}
BEST = {  # one screen each, for README and docs/reports.md
    ("front", 1280, "light"),
    ("article", 360, "light"),
    ("topic", 768, "light"),
    ("section", 1280, "dark"),
    ("search-results", 360, "dark"),
}
AXE_WIDTHS = (360, 1280)
MOST_STOPS = 600
ACTIVE = """() => {
  const all = [...document.querySelectorAll('*')];
  return all.indexOf(document.activeElement);
}"""
STOPS = """() => {
  const all = [...document.querySelectorAll('*')];
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const seen = e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true});
  return all.findLastIndex(e => e.matches(stops) && seen(e));
}"""
EVERY_PICTURE = """async () => {
  document.querySelector('.footer')?.scrollIntoView();
  await new Promise(done => setTimeout(done, 500));  // the most read come when they are near
  document.querySelectorAll('img[loading="lazy"]').forEach(picture => { picture.loading = 'eager'; });
  await Promise.all([...document.images].map(picture => picture.decode().catch(() => null)));
  scrollTo(0, 0);
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def a_page(browser, site, width: int, scheme: str = "light", **options):
    context = browser.new_context(
        base_url=site.address,
        viewport={"width": width, "height": HEIGHT[width]},
        color_scheme=scheme,
        locale="vi-VN",
        reduced_motion="reduce",
        service_workers="block",
        **options,
    )
    page = context.new_page()
    yield page
    context.close()


def run_axe(site, places, say) -> Table:
    source, table, counts = tools.axe(), Table("axe", ["pages", "width", "scheme", "violations"]), Counter()
    with chromium() as browser:
        for width in AXE_WIDTHS:
            for scheme in SCHEMES:
                with a_page(browser, site, width, scheme) as page:
                    for kind, path in places.items():
                        page.goto(path)
                        page.evaluate(source)
                        told = page.evaluate("axe.run(document, {iframes: false}).then(r => r.violations)")
                        counts[width, scheme] += len(told)
                        table.fault(f"{kind}, {width}, {scheme}: {fault_of(one)}" for one in told)
                say(f"  {width} {scheme}: {counts[width, scheme]}")
                table.add(f"{len(places)} kinds of page", width, scheme, counts[width, scheme])
    return table


def fault_of(violation: dict) -> str:
    where = ", ".join(node["target"][0] if node["target"] else "" for node in violation["nodes"][:3])
    return f"{violation['id']} ({where})"


def run_keyboard(site, places, say) -> Table:
    """Tab from the top of each page reaches its last control: nothing holds the keyboard."""
    table = Table("Tab from top to bottom", ["pages", "stops, median", "stops, most", "traps"])
    stops, traps = [], 0
    with chromium() as browser, a_page(browser, site, 1280) as page:
        for kind, path in places.items():
            page.goto(path)
            last, pressed, reached = page.evaluate(STOPS), 0, -1
            while reached != last and pressed < MOST_STOPS:
                page.keyboard.press("Tab")
                pressed, reached = pressed + 1, page.evaluate(ACTIVE)
            stops.append(pressed)
            if reached != last:
                traps += 1
                table.fault([f"{kind}: {MOST_STOPS} presses of Tab do not reach the end"])
    say(f"  {sorted(stops)[len(stops) // 2]} stops in the middle, {traps} traps")
    table.add(f"{len(places)} kinds of page", sorted(stops)[len(stops) // 2], max(stops), traps)
    return table


def run_screenshots(site, places, say) -> Table:
    """All of each page in six pictures; and whether anything is wider than the screen."""
    folder = tools.RESULTS / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    table, made, wide = Table("Screenshots", ["pages", "pictures", "wider than the screen"]), 0, 0
    with chromium() as browser:
        for width in WIDTHS:
            for scheme in SCHEMES:
                with a_page(browser, site, width, scheme) as page:
                    for kind, path in places.items():
                        page.goto(path, wait_until="load")
                        more = page.evaluate(WIDER)
                        wide += more > 0
                        table.fault([f"{kind}, {width}, {scheme}: {more} px wider"] if more > 0 else [])
                        if (kind, width, scheme) in BEST:
                            page.screenshot(path=folder / f"best-{kind}-{width}-{scheme}.png")
                        page.evaluate(EVERY_PICTURE)
                        page.screenshot(path=folder / f"{kind}-{width}-{scheme}.png", full_page=True)
                        made += 1
                say(f"  {width} {scheme}")
        made += bare(browser, site, places, folder)
    table.add(f"{len(places)} kinds of page", made, wide)
    table.note = (
        f"In `{folder.relative_to(tools.PROJECT)}`; also every page without script and without pictures."
    )
    return table


def keep_best() -> None:
    """The best into docs/img."""
    from PIL import Image

    for kind, width, scheme in BEST:
        taken = tools.RESULTS / "screenshots" / f"best-{kind}-{width}-{scheme}.png"
        if taken.is_file():
            Image.open(taken).save(tools.PROJECT / "docs" / "img" / f"page-{kind}.webp", quality=82, method=6)


def bare(browser, site, places, folder) -> int:
    """Without script and with every picture failing, at the narrowest width."""
    with a_page(browser, site, WIDTHS[0], java_script_enabled=False) as page:
        page.route("**/media/**", lambda route: route.abort())
        for kind, path in places.items():
            page.goto(path, wait_until="load")
            page.screenshot(path=folder / f"{kind}-{WIDTHS[0]}-bare.png", full_page=True)
    return len(places)
