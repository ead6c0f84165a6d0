"""What has been made, what it depends on, and what has changed since."""

from __future__ import annotations

from django.db import models


class Plate(models.Model):
    """A finished page: the bytes of one public address."""

    address = models.CharField(max_length=500, unique=True)  # host + path + normal query
    content_type = models.CharField(max_length=100)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()  # gzipped
    etag = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class PlateTag(models.Model):
    """A plate shows something: `article:42`, `section:7`, `paper` …"""

    plate = models.ForeignKey(Plate, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=100, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("plate", "tag", name="a_tag_once_a_plate")]

    def __str__(self) -> str:
        return self.tag


class StaleTag(models.Model):
    """Something changed. Written in the transaction that changes it."""

    tag = models.CharField(max_length=100, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.tag
