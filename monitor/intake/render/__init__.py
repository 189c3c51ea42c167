"""`render: browser`: what a page's own scripts make of it, in a browser that can be killed."""
