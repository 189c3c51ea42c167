"""What a good feed document keeps to, checked on its bytes: nothing of how it was made is asked."""
