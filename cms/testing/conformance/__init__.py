"""The points that every plugin keeps to, one test each. What fails says what is wrong and how to mend it."""
