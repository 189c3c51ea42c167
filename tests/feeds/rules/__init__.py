"""The rules of publishing, on documents that break them."""
