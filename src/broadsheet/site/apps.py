from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "broadsheet.site"
    label = "broadsheet_site"

    def ready(self) -> None:
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in

        from broadsheet.site import second_step

        user_logged_in.connect(second_step.signed_in, dispatch_uid="site.second_step")
        signals.authenticator_added.connect(
            second_step.authenticator_added, dispatch_uid="site.second_step"
        )
