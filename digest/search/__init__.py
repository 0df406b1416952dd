"""What readers search by: the words of all stories, in static files."""
