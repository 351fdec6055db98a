from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "cms.editions"

    def ready(self) -> None:
        from cms.blocks.links import page_links  # models must be loaded first
        from cms.clinics.roles import CLINIC_MARKETER, CLINIC_OWNER, CLINICAL_REVIEWER, NETWORK_OWNER, allow
        from cms.editions.editor import adapters
        from cms.editions.inherited_uses import inherited_uses
        from cms.editions.links import edition_targets
        from cms.editions.models import Answer, Proposal
        from cms.editions.oversight import signals as oversight_signals
        from cms.editions.proposals import signals as proposal_signals
        from cms.editions.rollout import signals as rollout_signals
        from cms.plugins.leaving.stripping import goes_with_its_block
        from cms.plugins.leaving.uses import also_look
        from cms.themes.templates import open_to_themes

        also_look(inherited_uses)
        goes_with_its_block(Answer, Proposal)
        open_to_themes(lambda: ("editions",))
        adapters.connect()
        page_links.register(edition_targets)
        oversight_signals.connect()
        proposal_signals.connect()
        allow(CLINICAL_REVIEWER, "editions.sign_off_edition")
        for role in (NETWORK_OWNER, CLINIC_OWNER, CLINIC_MARKETER):
            allow(role, "editions.accept_edition")
        rollout_signals.connect()
