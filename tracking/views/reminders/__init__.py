"""The pages on which coordinators look after reminders."""
