"""The municipality's door: enrolment, local questions, population list, response rates, report."""
