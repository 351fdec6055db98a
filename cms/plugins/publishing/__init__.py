"""What plugins say of a page before it is published, and what follows from that."""
