"""How search engines, other sites and telephones find the paper."""
