"""Parts of a text that change by themselves: found, learnt from visit to visit, left out."""
