"""What is kept of a document, and what is dropped."""
