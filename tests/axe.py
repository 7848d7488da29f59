"""axe-core in a browser: what it finds wrong with the page that is open."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async ([rules, least]) => {
    const found = await axe.run(document, {...(rules && {runOnly: rules}), resultTypes: ["violations"]});
    if (found.passes.length <= least) throw new Error(`only ${found.passes.length} rules had something to try`);
    return found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 200)).slice(0, 3).join(" "));
}"""


def violations(page: Page, rules: list[str] | None = None, *, least: int = 0) -> list[str]:
    """Each rule that the page breaks, with the first elements that do; of all rules where none are named.

    An error where no more than ``least`` rules had anything to try and found it right.
    """
    page.evaluate(SOURCE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN, [rules, least])
    return found
