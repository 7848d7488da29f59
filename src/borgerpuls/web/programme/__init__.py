"""The programme office's door: waves, enrolments, approval, freezing, building, publishing."""
