"""Fields of forms: a pasted link, words in several languages, a choice among what a clinic has."""
