"""What readers' browsers and machines say of the pages: `make reports`, results in docs/reports.md."""
