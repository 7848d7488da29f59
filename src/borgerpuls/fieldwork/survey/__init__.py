"""What the survey is made of: questionnaire versions, local questions, letter templates and municipalities."""
