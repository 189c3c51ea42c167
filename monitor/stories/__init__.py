"""Whether two releases tell one story, and which ones are worth comparing. Pure.

wording ▸ commons ▸ evidence ▸ judge: the judgement; sketch: the candidates for it.
"""
