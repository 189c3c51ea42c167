"""`doctor`: is all well? Each file looks at one part and gives findings; `run` gathers them."""
