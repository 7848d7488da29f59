"""A municipality's enrolment in a wave: what it is now, and what its coordinator decides."""
