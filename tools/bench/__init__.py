"""`make bench`: what the program costs, each figure beside a floor or a peer, in one run."""
