from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from broadsheet.talk import (
    comments_json,
    counts,
    forum,
    keeping,
    liking,
    mine,
    notice_page,
    openness,
    receipts,
    taking_back,
    views,
)
from broadsheet.talk.moderation import digest
from broadsheet.talk.orders import Order
from broadsheet.talk.outside import views as outside


class OrderConverter:
    """The orders of an article's thread besides the one at its own address."""

    regex = "|".join(order.value for order in Order if order != Order.NEWEST)

    def to_python(self, value: str) -> Order:
        return Order(value)

    def to_url(self, value: Order) -> str:
        return value.value


register_converter(OrderConverter, "order")


class CodeConverter(StringConverter):
    """A page elsewhere (`outside.addresses.code_of`)."""

    regex = "[A-Za-z0-9_-]{4,2700}"


register_converter(CodeConverter, "code")

# What the frame on a page elsewhere shows.
FRAME = [
    path("", outside.frame, name="talk_frame"),
    path("latest.json", outside.frame_latest, name="talk_frame_latest"),
    path("thanks/<key:thread_id>/", outside.frame_thanks, name="talk_frame_thanks"),
    path("<order:order>/", outside.frame, name="talk_frame_order"),
    path("<key:post_id>/", outside.frame_post, name="talk_frame_post"),
    path("<key:post_id>/reply/", outside.frame_reply, name="talk_frame_reply"),
    path("<key:post_id>/report/", outside.frame_report, name="talk_frame_report"),
    path("<key:post_id>/like/", outside.frame_like, name="talk_frame_like"),
    path("<key:post_id>/edit/", outside.frame_change, name="talk_frame_edit"),
    path("<key:post_id>/delete/", outside.frame_take_back, name="talk_frame_take_back"),
    path("mine/", outside.frame_mine, name="talk_frame_mine"),
    path("mine/delete/", outside.frame_take_all_back, name="talk_frame_take_all_back"),
    path("mine/data.json", outside.frame_data, name="talk_frame_data"),
    path("<key:post_id>/answers/", outside.frame_answers, name="talk_frame_answers"),
]

# `uslug`, `key`, `year` and `month` are registered by the news room, whose addresses come first.
urlpatterns = [
    path("talk/article/<key:article_id>/", views.comment, name="talk_comment"),
    path("talk/topic/<key:thread_id>/", views.topic_comment, name="talk_topic_comment"),
    path("talk/article/<key:article_id>/latest.json", counts.of_article, name="talk_article_latest"),
    path("talk/article/<key:article_id>/comments.json", comments_json.of_article, name="talk_comments"),
    path("talk/topic/<key:thread_id>/latest.json", counts.of_topic, name="talk_topic_latest"),
    path("talk/counts.json", counts.of_articles, name="talk_counts"),
    path("talk/thanks/<key:thread_id>/", views.thanks, name="talk_thanks"),
    path("talk/digest/<str:token>/", digest.one, name="talk_digest"),
    path("talk/openness/", openness.page, name="talk_openness"),
    path("talk/openness/<year:year>/<month:number>/", openness.page, name="talk_openness_month"),
    path("talk/mine/", mine.mine, name="talk_mine"),
    path("talk/mine/delete/", taking_back.everything, name="talk_take_all_back"),
    path("talk/mine/data.json", taking_back.data, name="talk_data"),
    path("talk/decision/<str:token>/", receipts.receipt, name="talk_receipt"),
    path("talk/notices/<str:token>/", notice_page.answer, name="talk_notices"),
    path("talk/embed.js", outside.script, name="talk_embed"),
    path("talk/on/", outside.on, name="talk_on_any"),
    path("talk/on/<code:code>/", outside.of_page, name="talk_on"),
    path("talk/on/<code:code>/<order:order>/", outside.of_page, name="talk_on_order"),
    path("talk/on/<code:code>/latest.json", outside.latest, name="talk_on_latest"),
    path("talk/frame/<code:code>/", include(FRAME)),
    path("talk/<key:post_id>/", views.permalink, name="talk_post"),
    path("talk/<key:post_id>/reply/", views.reply, name="talk_reply"),
    path("talk/<key:post_id>/report/", views.report, name="talk_report"),
    path("talk/<key:post_id>/like/", liking.like, name="talk_like"),
    path("talk/<key:post_id>/edit/", mine.change, name="talk_edit"),
    path("talk/<key:post_id>/delete/", taking_back.one, name="talk_take_back"),
    path("forum/", forum.index, name="forum"),
    path("forum/article/<key:article_id>/", forum.article_thread, name="forum_article"),
    path(
        "forum/article/<key:article_id>/<order:order>/", forum.article_thread, name="forum_article_order"
    ),
    path("forum/search/", forum.search_page, name="forum_search"),
    path("forum/thread/<key:thread_id>/keep/", keeping.keep, name="forum_keep"),
    path("forum/answers/<key:post_id>/", forum.answers, name="forum_answers"),
    path("forum/topic/<key:thread_id>/<uslug:slug>/", forum.topic, name="forum_topic"),
    path("forum/post/<key:post_id>/", views.in_forum, name="forum_post"),
    path("forum/<uslug:slug>/", forum.board, name="forum_board"),
    path("forum/<uslug:slug>/new/", forum.new_topic, name="forum_new"),
]
