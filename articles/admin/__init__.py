from articles.admin import articles, taxonomy  # noqa: F401  (registered by import)
