"""Every sentence in the reader's language: catalogues in gettext's PO format, English where one says nothing."""
