"""Reports in a real browser: every kind, light and dark, held to axe-core; to the HTML validator vnu; and to paper.

    python tests/browser/check.py [--tools DIR] [--kinds summary,budget]

Needs `chromium` (Debian's package), and from npm axe-core and, with Java, vnu-jar, below DIR/node_modules (default: .browser
in .venv). What isn't there is left out, and said. Exit code 1 for any violation.
"""

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=20000",
)  # fmt: skip
WORKSPACES = {"valombre": "gare-commune", "villes-moyennes": ""}
"""Workspaces that ship, and a project of theirs for its sheet."""
ONE_PAGE = ("valombre-summary", "valombre-steering")
"""Reports of a town that are handed round on one sheet: A4, landscape."""
LEAST_PASSES = 10
"""Rules that find something right in any report: fewer mean that axe-core didn't see it."""
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>\n')
_RESULT = re.compile('<pre id="axe-result">(.*?)</pre>', re.DOTALL)
_RUN = """
const style = document.querySelector("style"), written = style.textContent, found = {};
const said = list => list.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary)}));
const look = async (name, dark, light) => {
  style.textContent = written.replaceAll("(prefers-color-scheme: dark)", dark).replaceAll("(prefers-color-scheme: light)", light);
  const ran = await axe.run(document, {resultTypes: ["violations"]});
  found[name] = {violations: said(ran.violations), passes: ran.passes.length};
};
look("light", "not all", "all").then(() => look("dark", "all", "not all")).then(() => {
  const made = document.createElement("pre");
  made.id = "axe-result";
  made.textContent = JSON.stringify(found);
  document.body.append(made);
});
"""
"""Both looks; what axe can't decide (text over a picture) isn't listed: tests/report/test_html.py has the contrasts."""


def report(workspace: str, kind: str, identifier: str, folder: Path) -> Path:
    """The report's file."""
    path = folder / f"{workspace}-{kind}.html"
    command = [sys.executable, "-m", "citydash", "report", kind, *([identifier] if identifier else []), "-q"]
    options = ["-f", "html", "-w", str(ROOT / "portfolios" / workspace), "--today", "2026-11-22", "-o", str(path)]
    done = subprocess.run([*command, *options], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{workspace} {kind}: {done.stderr}")
    return path


def violations(page: Path, axe: str) -> list[str]:
    """What axe-core finds wrong in a page, in each of its two looks."""
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))  # which rightly forbids scripts, this one too
    probe = page.with_suffix(".probe.html")
    probe.write_text(text.replace("</body>", f"<script>{axe}</script><script>{_RUN}</script></body>"), encoding="utf-8")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [*CHROMIUM, f"--user-data-dir={profile}", "--dump-dom", probe.as_uri()]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    match = _RESULT.search(done.stdout)
    if not match:
        return [f"axe-core gave no result: {done.stderr[-300:]}"]
    wrong = []
    for look, found in json.loads(html.unescape(match[1])).items():
        if found["passes"] < LEAST_PASSES:
            wrong.append(f"{look}: axe-core looked at too little, {found['passes']} rules")
        for v in found["violations"]:
            wrong += [f"{look}: {v['id']}: {v['help']}", *(f"    {node}" for node in v["nodes"])]
    return wrong


def main() -> None:
    """Check every kind and say what is wrong."""
    from citydash.report.kinds import KINDS, OF_ONE

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=Path, default=ROOT / ".venv" / ".browser")
    parser.add_argument("--kinds", default=",".join(KINDS))
    options = parser.parse_args()
    modules = options.tools / "node_modules"
    axe, vnu = modules / "axe-core" / "axe.min.js", modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    with tempfile.TemporaryDirectory(prefix="citydash-browser-") as folder:
        pages = [
            report(workspace, kind, identifier if kind in OF_ONE else "", Path(folder))
            for workspace, identifier in WORKSPACES.items()
            for kind in options.kinds.split(",")
            if identifier or kind not in OF_ONE
        ]
        wrong = _validated(pages, vnu) + _accessible(pages, axe) + _on_one_page(pages)
    print("\n".join(wrong) or f"{len(pages)} reports: nothing wrong")
    sys.exit(bool(wrong))


def _validated(pages: list[Path], vnu: Path) -> list[str]:
    if not vnu.is_file() or not shutil.which("java"):
        print(f"not validated: {vnu if shutil.which('java') else 'java'} isn't there")
        return []
    command = ["java", "-jar", str(vnu), "--also-check-svg", "--format", "gnu", *map(str, pages)]
    return subprocess.run(command, check=False, capture_output=True, text=True).stderr.splitlines()


def _accessible(pages: list[Path], axe: Path) -> list[str]:
    if not axe.is_file() or not shutil.which(CHROMIUM[0]):
        print(f"not seen by a browser: {axe if shutil.which(CHROMIUM[0]) else CHROMIUM[0]} isn't there")
        return []
    source = axe.read_text(encoding="utf-8")
    return [f"{page.stem}, {found}" for page in pages for found in violations(page, source)]


def _on_one_page(pages: list[Path]) -> list[str]:
    if not shutil.which(CHROMIUM[0]):
        return []
    counted = {page.stem: sheets(page) for page in pages if page.stem in ONE_PAGE}
    return [f"{name}: {n} pages of paper" for name, n in counted.items() if n != 1]


def sheets(page: Path) -> int:
    """How many pages of paper it is printed on."""
    made = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [*CHROMIUM, f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={made}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=300)
    return len(re.findall(rb"/Type\s*/Page\b", made.read_bytes()))


if __name__ == "__main__":
    main()
