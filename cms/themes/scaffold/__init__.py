"""What ``manage.py starttheme`` writes, and how."""
