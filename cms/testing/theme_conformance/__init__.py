"""The points that every theme keeps to, one test each. What fails says what is wrong and how to mend it."""
