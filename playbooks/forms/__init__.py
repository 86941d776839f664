"""What pages ask about playbooks, plays and tasks."""
