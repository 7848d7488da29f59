"""How the field period goes: response rates and groups that lag behind."""
