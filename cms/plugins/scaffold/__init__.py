"""What a new plugin is made from: its files are in ``files/``, by part; ``parts`` says what a part registers.

In the files ``$name``, ``$title`` and so on are filled in, in their paths ``NAME``; what is in ``TESTS`` goes
to the tests. Their names end in ``-tpl``, so that no tool takes them for code of this project.
"""
