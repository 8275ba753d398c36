"""*My work*: what my role at my organisation owes."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from relaas.application import work
from relaas.application.actors import Actor
from relaas.web.presentation.child import message_owed_view
from relaas.web.presentation.lists import task_view
from relaas.web.presentation.requests import notice_view
from relaas.web.presentation.risk import due_view
from relaas.web.presentation.signals import report_view
from relaas.web.session import acting, language_of_page, page


@require_GET
@acting
def my_work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is owed, soonest first."""
    cursor = request.GET.get("na")
    try:
        found = work.my_work(actor=actor, today=timezone.localdate(), cursor=cursor)
    except work.CursorInvalid as error:
        raise BadRequest(str(error)) from error
    tasks = [task_view(task, language_of_page()) for task in found.tasks]
    context = {
        "section": "work",
        "tasks": tasks,
        "notices": [notice_view(notice, language_of_page()) for notice in found.notices],
        "reports": [report_view(report, language_of_page()) for report in found.reports],
        "messages_owed": [message_owed_view(one, found.today, language_of_page()) for one in found.messages],
        "risks": [due_view(one) for one in found.risks],
        "next": found.next_cursor,
        "is_first": not cursor,
    }
    return page(request, "web/work.html", context)
