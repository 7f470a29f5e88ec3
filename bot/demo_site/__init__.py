"""A site that looks like the platform's, to try the assistant as any of its visitors. Not for real deployments."""
