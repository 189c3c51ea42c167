"""Pages as a hostile author would write them: every kind of furniture around every kind of list."""

NAV = """
<header class="site-head"><a href="/"><img src="/logo.svg" alt="Home"></a>
<nav class="mega"><ul>
<li><a href="/about/the-council-and-its-members">The council and its members</a>
 <ul><li><a href="/about/history-of-the-house">History of the house</a></li>
 <li><a href="/about/how-to-find-us-in-town">How to find us in town</a></li></ul></li>
<li><a href="/services/waste-and-recycling-2024">Waste and recycling 2024</a></li>
<li><a href="/services/permits-for-building-work">Permits for building work</a></li>
<li><a href="/jobs/working-with-us-every-day">Working with us every day</a></li></ul></nav></header>
<p class="breadcrumb"><a href="/">Home</a> &gt; <a href="/press">Press</a></p>
"""
BESIDE = """
<aside class="rail"><h3>Most read</h3><ol>
<li><a href="/press/1901-old-favourite-about-snow">An old favourite about the snow of March</a></li>
<li><a href="/press/1902-another-favourite-story">Another favourite that nobody forgets</a></li>
<li><a href="/press/1903-third-in-the-charts">The third in the charts of the readers</a></li></ol>
<h3>Topics</h3><div class="tag-cloud"><a href="/tag/roads">Roads</a> <a href="/tag/water">Water</a>
<a href="/tag/schools">Schools (12)</a> <a href="/tag/budget">Budget (7)</a></div>
<h3>Archive</h3><ul><li><a href="/press/2023">2023</a></li><li><a href="/press/2022">2022</a></li>
<li><a href="/press/2021-05">May 2021 (9)</a></li>
<li><a href="/press/2021-04">April 2021 (4)</a></li>
</ul></aside>
"""
FOOT = """
<ul class="pagination"><li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li>
<li><a href="?page=3">3</a></li><li><a href="?page=2">Next</a></li></ul>
<footer><p>Last updated 1 June 2024</p><ul><li><a href="/privacy">Privacy</a></li>
<li><a href="/imprint">Imprint and legal notice</a></li><li><a href="/contact">Contact</a></li></ul>
<p><a href="https://twitter.com/house">Twitter</a> <a href="https://facebook.com/house">Facebook</a>
</footer>
"""
TITLES = (
    "Council opens the new bridge over the river",
    "Water prices stay as they are for two years",
    "A hundred trees for the school in the north",
    "Night buses will run again from September",
    "Fire brigade looks for volunteers of all ages",
    "The library lends tools as well as books",
    "Budget for roads grows by a tenth",
)


def page(body: str, *, language: str = "en", head: str = "") -> bytes:
    """A whole page with everything around its list that lists should not be taken for."""
    return (
        f'<!doctype html><html lang="{language}"><head><title>Press</title>{head}</head><body>'
        f"{NAV}<main><h1>Press releases</h1>{body}</main>{BESIDE}{FOOT}</body></html>"
    ).encode()


def slug(number: int) -> str:
    """The address of a title's release."""
    return f"/press/{100 + number}-" + TITLES[number].lower().replace(" ", "-")
