"""The programme office's work: questionnaires, plans, waves from opening to publication, and long jobs."""
