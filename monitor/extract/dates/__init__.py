"""Dates: what is written, in many languages and calendars, and what it means.

    a text's line ─lines─▸ grammar ─▸ Said ─conclude─▸ a day, over the whole text
    a page's piece ─stamps, ago────▸ Said ─order────▸ a day, over the whole page

Reading and concluding are apart: `05/03` without its year is read as it stands, and only its
neighbours say what it means. `calendar` holds the words.
"""
