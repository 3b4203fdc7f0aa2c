"""How the office file is kept: tables, connection, journal, migrations. No rules here beyond constraints."""
