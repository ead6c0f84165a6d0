"""Letters (RFC 5322, MIME) with copy in them."""
