"""How older stores become stores of this version. Revisions are only ever added."""
