"""PDF documents, pure: bytes -> title, date and text, as a person reads them."""
