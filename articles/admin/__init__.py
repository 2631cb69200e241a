from articles.admin import articles, audit, desk, taxonomy  # noqa: F401  (registered by import)
