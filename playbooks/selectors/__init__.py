"""What pages, the API and the services ask about playbooks, plays and tasks; always scoped by who asks."""
