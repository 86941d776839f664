"""What people type about stakeholders, parsed and checked; nothing here writes."""
