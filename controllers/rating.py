from werkzeug.exceptions import NotFound

from odoo.addons.rating.controllers.main import Rating


class LivechatRating(Rating):
    def _get_rating_and_record(self, token):
        """Let nobody rate a live chat by a link: agents, who read its rating, know the link."""
        rating, record_sudo = super()._get_rating_and_record(token)
        if rating.res_model == "discuss.channel":
            raise NotFound()
        return rating, record_sudo
