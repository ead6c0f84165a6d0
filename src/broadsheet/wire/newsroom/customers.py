"""Customers: who takes the paper's stories with a key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.viewsets.model import ModelViewSet

from broadsheet.wire.models import Customer
from broadsheet.wire.newsroom.forms import CustomerForm
from broadsheet.wire.newsroom.screens import back, keeps_customers, person, screen
from broadsheet.wire.service import keys


class CustomerViewSet(ModelViewSet):
    """The form in which a customer is changed; a new one comes with a key, in `customers`."""

    model = Customer
    icon = "key"
    add_to_admin_menu = False
    form_fields = ["name", "contact", "per_minute", "others_copy"]
    list_display = ["name", "contact", "state", "used_at"]
    inspect_view_enabled = False
    copy_view_enabled = False


@keeps_customers
@never_cache
def customers(request: HttpRequest) -> HttpResponse:
    """All customers, and a form for a new one."""
    form = CustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        customer = form.save(commit=False)
        key = keys.make(customer=customer, by=person(request))
        return _with_key(request, customer, key)
    start = request.build_absolute_uri(reverse("service:api-root"))
    context = {"customers": Customer.objects.all(), "form": form, "start": start}
    return screen(request, "wire/customers.html", _("Customers"), context)


@keeps_customers
@never_cache
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a customer, go on, end it, or give a new key."""
    customer = get_object_or_404(Customer, pk=pk)
    name, verb = {"name": customer.name}, request.POST.get("act")
    try:
        if verb == "renew":
            return _with_key(request, customer, keys.renew(customer=customer))
        if verb == "pause":
            keys.pause(customer=customer)
            messages.success(request, _("The key of “%(name)s” is paused.") % name)
        elif verb == "resume":
            keys.resume(customer=customer)
            messages.success(request, _("The key of “%(name)s” is taken again.") % name)
        elif verb == "end":
            keys.end(customer=customer)
            messages.success(request, _("The key of “%(name)s” has ended.") % name)
    except keys.Ended:
        messages.error(request, _("The key of “%(name)s” has ended; that stays so.") % name)
    return back(request, "wire_customers")


def _with_key(request: HttpRequest, customer: Customer, key: str) -> HttpResponse:
    """The one page on which a key stands."""
    start = request.build_absolute_uri(reverse("service:articles"))
    context = {"customer": customer, "key": key, "start": start}
    return screen(request, "wire/key.html", _("A key for %(name)s") % {"name": customer.name}, context)
