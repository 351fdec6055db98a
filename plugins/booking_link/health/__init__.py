"""How the links are: whether they still work, and whose accounts they lead to."""
