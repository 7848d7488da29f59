"""Staff: roles, memberships, the dashboard, and the audit log."""
