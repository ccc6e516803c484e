"""The portfolio service: portfolios, records, requests, data points and what comes of them."""
