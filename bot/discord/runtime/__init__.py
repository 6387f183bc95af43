"""What runs beside the commands: workers, jobs, permissions, signals, logs and health."""
