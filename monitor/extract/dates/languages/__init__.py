"""What dates are written with, a row a language: words, nothing else."""
