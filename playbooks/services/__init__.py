"""What happens to playbooks, plays and tasks: one transaction each."""
