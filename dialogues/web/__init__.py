"""What pages share: base form, guards, error pages, template filters, caching."""
