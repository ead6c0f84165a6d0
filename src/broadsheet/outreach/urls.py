from django.urls import path

from broadsheet.outreach import converters  # noqa: F401 - registers them
from broadsheet.outreach.fediverse import views as fediverse
from broadsheet.outreach.feeds import views as feeds
from broadsheet.outreach.finding import views as finding
from broadsheet.outreach.following import views as following
from broadsheet.outreach.friend import views as friend
from broadsheet.outreach.hub import views as hub
from broadsheet.outreach.newsletter import clicks
from broadsheet.outreach.newsletter import mine as choice
from broadsheet.outreach.newsletter import views as newsletter
from broadsheet.outreach.phone import views as phone
from broadsheet.outreach.printing import views as printing
from broadsheet.outreach.printing.newspaper import views as newspaper
from broadsheet.outreach.push import views as push
from broadsheet.outreach.reading import views as reading

# `uslug` and `key` are registered by the news room, whose addresses come first.
# A feed has three addresses; `reverse` of its name gives the one without format.
urlpatterns = [
    path("feeds/comments/<key:article_id>.<feed:kind>", feeds.comments),
    path("feeds/live/<key:article_id>.<feed:kind>", feeds.live),
    path("feeds/forum/<uslug:slug>.<feed:kind>", feeds.board),
    path("feeds/forum/topic/<key:thread_id>.<feed:kind>", feeds.forum_topic),
    path("hub/", hub.hub, name="hub"),
    path("feeds/comments/<key:article_id>", feeds.comments, {"kind": "rss"}, name="feed_comments"),
    path("feeds/live/<key:article_id>", feeds.live, {"kind": "rss"}, name="feed_live"),
    path("feeds/forum/<uslug:slug>", feeds.board, {"kind": "rss"}, name="feed_board"),
    path(
        "feeds/forum/topic/<key:thread_id>", feeds.forum_topic, {"kind": "rss"}, name="feed_forum_topic"
    ),
    path(".well-known/webfinger", fediverse.webfinger, name="webfinger"),
    path(".well-known/nodeinfo", fediverse.nodeinfo_links, name="nodeinfo"),
    path("fediverse/nodeinfo/<str:version>", fediverse.nodeinfo, name="fedi_nodeinfo"),
    path("fediverse/inbox/", fediverse.inbox, name="fedi_shared_inbox"),
    path("fediverse/note/<key:key>/", fediverse.note, name="fedi_note"),
    path("fediverse/<str:name>/", fediverse.actor, name="fedi_actor"),
    path("fediverse/<str:name>/inbox/", fediverse.inbox, name="fedi_inbox"),
    path("fediverse/<str:name>/outbox/", fediverse.outbox, name="fedi_outbox"),
    path("fediverse/<str:name>/followers/", fediverse.followers, name="fedi_followers"),
    path("robots.txt", finding.robots, name="robots"),
    path("indexnow.txt", finding.indexnow_key, name="indexnow_key"),
    path("oembed/", finding.oembed_card, name="oembed"),
    path("manifest.webmanifest", finding.manifest, name="manifest"),
    path("sw.js", phone.service_worker, name="service_worker"),
    path("offline/", phone.offline, name="offline"),
    path("share/", phone.shared, name="shared"),
    path("mobile/", finding.mobile, name="mobile"),
    path("email/<key:article_id>/", friend.send, name="email_friend"),
    path("email/sent/", friend.sent, name="friend_sent"),
    path("email/never-again/<str:token>/", friend.never_again, name="friend_never_again"),
    path("print/<key:article_id>/", printing.print_view, name="print_article"),
    path("print/<key:article_id>/<uslug:slug>.pdf", printing.pdf, name="article_pdf"),
    path("print/<key:article_id>/card-<str:mark>.png", printing.card, name="share_card"),
    path("print-edition/", newspaper.editions, name="print_editions"),
    path(
        "print-edition/<year:year>/<month:month>/<day:day>/<uslug:paper>.pdf",
        newspaper.edition,
        name="print_edition",
    ),
    path("newsletter/", newsletter.newsletter, name="newsletter"),
    path("newsletter/asked/", newsletter.asked, name="newsletter_asked"),
    path("newsletter/mine/", choice.ask_for_link, name="newsletter_ask_for_link"),
    path("newsletter/mine/asked/", choice.link_asked, name="newsletter_link_asked"),
    path("newsletter/mine/<str:token>/", choice.mine, name="newsletter_mine"),
    path("newsletter/issues/", newsletter.issues, name="newsletter_issues"),
    path("newsletter/account/", newsletter.account, name="newsletter_account"),
    path("newsletter/<key:issue_id>/", newsletter.issue, name="newsletter_issue"),
    path(
        "newsletter/to/<key:issue_id>/<slug:variant>/<key:article_id>/", clicks.go, name="newsletter_go"
    ),
    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="newsletter_confirm"),
    path("newsletter/leave/<str:token>/", newsletter.leave, name="newsletter_leave"),
    path("for-you/", following.for_you, name="for_you"),
    path("following/", following.following, name="following"),
    path("following/letters/<str:token>/", following.letters_over, name="follow_letters_over"),
    path("following/feed/", following.own_feed, name="own_feed"),
    path("following/feed/<str:token>.<feed:kind>", following.feed),
    path("following/feed/<str:token>", following.feed, {"kind": "rss"}, name="private_feed"),
    path("following/<followable:what>/", following.follow, name="follow"),
    path("following/<followable:what>/stop/", following.unfollow, name="unfollow"),
    path("following/<followable:what>/choose/", following.choose, name="follow_choose"),
    path("push/", push.page, name="push"),
    path("push/subscribe/", push.subscribe, name="push_subscribe"),
    path("push/choice/", push.choice, name="push_choice"),
    path("push/leave/", push.leave, name="push_leave"),
    path("reading-list/", reading.reading_list, name="reading_list"),
    path("reading-list/merge/", reading.merge, name="reading_list_merge"),
    path("reading-list/<key:article_id>/save/", reading.save, name="reading_list_save"),
    path("reading-list/<key:article_id>/remove/", reading.remove, name="reading_list_remove"),
]
