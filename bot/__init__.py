"""The support assistant of JeVeuxAider.gouv.fr; `docs/architecture.md` shows the rooms."""
