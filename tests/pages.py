"""HTML reports read as a browser does, and what must hold in each."""

import re
from collections import Counter

import html5lib

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {
    "html", "head", "meta", "link", "title", "style", "body", "header", "main", "footer", "section", "div", "h1", "h2", "p",
    "span", "dl", "dt", "dd", "ul", "li", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "th",
    "td",
    *(f"{SVG}{name}" for name in ("svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "polyline", "text", "use")),
}  # fmt: skip
"""Every element that a report may have: no script, no image, no frame, no form, no link to follow."""
_HREF = "{http://www.w3.org/1999/xlink}href"


def parse(data):
    """The page, by the letter of the standard: any parse error raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(data.decode())


def text_of(element):
    """Its text without that of what is drawn."""
    return "".join(element.itertext()) if not element.tag.startswith(SVG) else ""


def tables(page):
    """Each table as rows of texts: heads, rows, total; a drawn cell is its picture's title."""
    return [[["".join(c.itertext()) for c in row] for row in table.iter("tr")] for table in page.iter("table")]


def assert_sound(page):
    """What holds in every page, whatever the report says."""
    elements = [e for e in page.iter() if isinstance(e.tag, str)]
    assert {e.tag for e in elements} <= TAGS
    for e in elements:
        assert not [
            name for name in e.attrib if name.startswith("on") or name in ("src", "action", "formaction", "srcset")
        ]
        for name in ("href", _HREF):
            assert e.get(name, "#").startswith("#") or (e.tag == "link" and e.get(name) == "data:,")
    ids = Counter(e.get("id") for e in elements if e.get("id"))
    assert set(ids.values()) <= {1}
    for e in elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert {*e.get(name, "").split()} <= {*ids}
        assert e.get("href", "#")[1:] in {*ids, ""} or e.tag == "link"
    assert_styles(page)
    assert_tables(page)
    assert_pictures(page)
    html = page if page.tag == "html" else page.find("html")
    assert html.get("lang") in ("fr", "en")
    assert page.find("head/title").text.strip()
    assert len([*page.iter("h1")]) == 1


def assert_styles(page):
    (style,) = page.iter("style")
    assert not re.search(r"@import|expression|https?:|//", style.text)
    assert {*re.findall(r"url\((.*?)\)", style.text)} <= {"#dots", "#hatch"}
    for quoted in re.findall(r'content: "(.*)"', style.text):
        assert re.fullmatch(r"([0-9A-Za-z]|\\[0-9a-f]{1,6} )*|[A-Za-z]* / .*", quoted.replace('" / "', "")), quoted


def assert_tables(page):
    for table in page.iter("table"):
        assert "".join(table.find("caption").itertext()).strip()
        assert {th.get("scope") for th in table.iter("th")} <= {"col", "row"}
        assert all(th.get("scope") == "col" for th in table.find("thead").iter("th"))
        assert all("".join(th.itertext()).strip() for th in table.find("thead").iter("th"))
        assert len({len(row) for row in table.iter("tr")}) == 1


def assert_pictures(page):
    for svg in page.iter(f"{SVG}svg"):
        if svg.get("role") == "img":
            assert svg[0].tag == f"{SVG}title"
            assert svg[0].text.strip()
        else:
            assert svg.get("aria-hidden") == "true"
