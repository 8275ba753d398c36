"""Documents and pictures go in clean and sealed, and out through the door only."""

import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from PIL import Image

from relaas.application.door import NotGranted
from relaas.application.forms import FaultKind, FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story.attaching import (
    Added,
    AttachmentsPage,
    Download,
    NoSuchAttachment,
    TooManyAttachments,
    add_attachment,
    get_attachment,
    see_attachments,
)
from relaas.application.story.cleaning import FileRefused, Why
from relaas.application.story.labelling import NeedsAnother
from relaas.application.story.labelling_attachments import (
    AttachmentLabelled,
    AttachmentPage,
    confirm_attachment,
    label_attachment,
    release_attachment,
    see_labelling,
)
from relaas.application.story.releasing import NotReleasable
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.cases import Placement
from relaas.storage.models.grants import AccessGrant
from relaas.storage.models.story import Attachment, AttachmentLabel
from tests.support.files import DEVICE, letter, photo
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
ROOM = "kamer-boven.jpg"


def added(
    world: World,
    actor: str,
    *categories: str,
    content: bytes | None = None,
    name: str = ROOM,
    key: str = "add-1",
) -> Added:
    return add_attachment(
        actor=world.actors[actor],
        number=world.number,
        name=name,
        content=photo() if content is None else content,
        categories=categories,
        idempotency_key=key,
        now=world.at(TOLD_ON_DAY + 1),
    )


def labelled(world: World, actor: str, attachment: str, *categories: str, hour: int = 15) -> AttachmentLabelled:
    place: dict[str, Any] = {"number": world.number, "attachment": attachment, "now": world.at(TOLD_ON_DAY + 1, hour)}
    return label_attachment(actor=world.actors[actor], categories=categories, **place)


def confirmed(world: World, actor: str, attachment: str, *, hour: int = 14) -> AttachmentLabelled:
    place: dict[str, Any] = {"number": world.number, "attachment": attachment, "now": world.at(TOLD_ON_DAY + 1, hour)}
    return confirm_attachment(actor=world.actors[actor], **place)


def released(world: World, attachment: str, role: str, *, by: str = "story_team") -> int:
    place: dict[str, Any] = {"number": world.number, "attachment": attachment, "now": world.at(TOLD_ON_DAY + 1, 15)}
    return release_attachment(actor=world.actors[by], role=role, **place)


def page_of(world: World, actor: str) -> AttachmentsPage:
    at = world.at(TOLD_ON_DAY + 2)
    return see_attachments(actor=world.actors[actor], number=world.number, today=at.date(), now=at)


def fetched(world: World, actor: str, attachment: str) -> Download:
    at = world.at(TOLD_ON_DAY + 2)
    return get_attachment(
        actor=world.actors[actor], number=world.number, attachment=attachment, today=at.date(), now=at
    )


def names(world: World, actor: str) -> list[str]:
    return [one.name for one in page_of(world, actor).attachments]


class TestAFileInTheAccount:
    def test_is_seen_by_who_may_see_all_that_it_carries(self, world: World) -> None:
        added(world, "story_team", "family", "route")
        assert names(world, "child") == names(world, "guardian") == names(world, "story_team") == [ROOM]

    def test_is_seen_by_nobody_who_may_see_only_a_part_of_what_it_carries(self, world: World) -> None:
        added(world, "story_team", "family", "health")
        assert names(world, "guardian") == names(world, "doctor") == []
        assert names(world, "child") == [ROOM]

    @pytest.mark.parametrize("role", ["police", "ind"])
    def test_goes_to_who_sees_only_what_was_confirmed_once_a_second_person_does(self, world: World, role: str) -> None:
        file = added(world, "story_team", "route").id
        assert names(world, role) == []
        with pytest.raises(NoSuchAttachment):
            fetched(world, role, file)
        assert confirmed(world, "story_team_2", file).is_confirmed
        assert names(world, role) == [ROOM]
        assert fetched(world, role, file).media_type == "image/jpeg"

    def test_is_handed_out_clean_under_a_name_that_says_nothing(self, world: World) -> None:
        found = fetched(world, "child", added(world, "story_team", "route").id)
        assert found.media_type == "image/jpeg"
        assert Image.open(io.BytesIO(found.content)).size == (48, 64)
        assert DEVICE.encode() not in found.content
        assert "kamer" not in found.file_name

    def test_stands_nowhere_in_the_clear(self, world: World) -> None:
        kept = Attachment.objects.get(pk=added(world, "story_team", "route").id)
        sealed = bytes(kept.content) + bytes(kept.ciphertext)
        assert b"JFIF" not in sealed
        assert b"kamer" not in sealed

    def test_is_added_by_who_writes_the_account_down(self, world: World) -> None:
        for role in ("police", "ind", "reception", "guardian"):
            with pytest.raises(NotGranted):
                added(world, role, "route")

    def test_is_added_once_however_often_the_same_request_comes(self, world: World) -> None:
        first = added(world, "story_team", "route")
        assert added(world, "story_team", "route") == Added(id=first.id, again=True)
        with pytest.raises(KeyReused):
            added(world, "story_team_2", "route")

    @pytest.mark.parametrize("categories", [(), ("uncategorised",), ("told_to_one",), ("decisions",), ("signals",)])
    def test_carries_something_that_can_be_shown(self, world: World, categories: tuple[str, ...]) -> None:
        with pytest.raises(FormInvalid) as refused:
            added(world, "story_team", *categories)
        assert refused.value.faults[0].kind in (FaultKind.REQUIRED, FaultKind.NOT_AN_OPTION)


class TestWhatAFileCarries:
    def test_is_confirmed_by_another_trained_person(self, world: World) -> None:
        file = added(world, "story_team", "route").id
        with pytest.raises(NeedsAnother):
            confirmed(world, "story_team", file)
        for role in ("police", "guardian", "child", "ind"):
            with pytest.raises(NoSuchAttachment):
                confirmed(world, role, file)
        assert not confirmed(world, "story_team_2", file).again
        assert confirmed(world, "story_team", file).again

    def test_said_anew_is_confirmed_anew(self, world: World) -> None:
        file = added(world, "story_team", "route").id
        confirmed(world, "story_team_2", file)
        assert labelled(world, "story_team_2", file, "route").again, "it is what holds already"
        assert not labelled(world, "story_team_2", file, "route", "control").is_confirmed
        assert names(world, "police") == []
        with pytest.raises(NeedsAnother):
            confirmed(world, "story_team_2", file, hour=16)
        confirmed(world, "story_team", file, hour=16)
        assert names(world, "police") == [ROOM]
        labelled(world, "story_team", file, "health", hour=17)
        assert names(world, "police") == names(world, "guardian") == []

    def test_is_said_by_who_could_have_added_it(self, world: World) -> None:
        file = added(world, "story_team", "route").id
        with pytest.raises(NoSuchAttachment):
            labelled(world, "guardian", file, "identity")
        with pytest.raises(NotGranted):
            labelled(world, "story_team", file, "identity")
        for wrong in ((), ("told_to_one",), ("decisions",)):
            with pytest.raises(FormInvalid):
                labelled(world, "story_team", file, *wrong)

    def test_of_a_paper_needs_no_second_person(self, world: World) -> None:
        paper = added(world, "guardian", "identity", content=letter(), name="paspoort.pdf").id
        at = world.at(TOLD_ON_DAY + 2)
        page = see_labelling(
            actor=world.actors["guardian"], number=world.number, attachment=paper, today=at.date(), now=at
        )
        assert (page.attachment.needs_second, page.may_confirm, page.releasable) == (False, False, ())

    def test_is_in_the_log_of_the_case_and_by_identifier_only(self, world: World) -> None:
        file = added(world, "story_team", "route").id
        confirmed(world, "story_team_2", file)
        line = AccessEntry.objects.get(action="confirm_attachment")
        assert (line.outcome, line.categories, line.parts) == (Outcome.DONE, "route", file)

    def test_once_labelled_stays_in_the_database(self, world: World) -> None:
        added(world, "story_team", "route")
        with pytest.raises(DatabaseError), transaction.atomic():
            AttachmentLabel.objects.update(categories=1)
        with pytest.raises(DatabaseError), transaction.atomic():
            AttachmentLabel.objects.all().delete()


class TestAReleasedFile:
    def test_is_seen_whole_by_the_role_once_it_is_confirmed(self, world: World) -> None:
        file = added(world, "story_team", "family", "route").id
        assert names(world, "police") == []
        assert released(world, file, "police") == 1
        assert names(world, "police") == [], "the rule asks a second person"
        confirmed(world, "story_team_2", file)
        assert names(world, "police") == [ROOM]
        assert names(world, "prosecutor") == []

    def test_is_released_only_where_a_rule_allows_it_and_by_who_releases(self, world: World) -> None:
        file = added(world, "story_team", "family").id
        for role in ("privacy_officer", "reception", "geen"):
            with pytest.raises(NotReleasable):
                released(world, file, role)
        with pytest.raises(NoSuchAttachment):
            released(world, file, "police", by="guardian")

    def test_does_not_go_to_an_organisation_that_works_on_the_case_no_more(self, world: World) -> None:
        file = added(world, "story_team", "family").id
        Placement.objects.filter(role="police").update(until_on=world.at(TOLD_ON_DAY).date())
        with pytest.raises(NotReleasable):
            released(world, file, "police")
        assert not AccessGrant.objects.filter(passage_id=file).exists()

    def test_can_be_released_as_the_page_says(self, world: World) -> None:
        file, at = added(world, "story_team", "family").id, world.at(TOLD_ON_DAY + 2)

        def page() -> AttachmentPage:
            return see_labelling(
                actor=world.actors["story_team"], number=world.number, attachment=file, today=at.date(), now=at
            )

        assert "police" in page().releasable
        assert "guardian" not in page().releasable, "has it already"
        released(world, file, "police")
        assert "police" not in page().releasable
        assert {one.role: one.waits for one in page().seen_by}["police"]


class TestAPaper:
    def test_is_added_and_seen_by_who_writes_down_who_the_child_is(self, world: World) -> None:
        added(world, "guardian", "identity", content=letter(), name="paspoort.pdf")
        assert names(world, "guardian") == names(world, "child") == ["paspoort.pdf"]
        assert names(world, "story_team") == names(world, "police") == []

    def test_can_be_added_as_the_form_says(self, world: World) -> None:
        def choices(role: str) -> list[str]:
            return [one.category for one in page_of(world, role).choosable]

        assert choices("guardian") == ["identity"]
        assert "route" in choices("story_team")
        assert "identity" not in choices("story_team")
        assert choices("police") == choices("privacy_officer") == []


class TestARefusedFile:
    def test_leaves_nothing_but_a_line_in_the_log(self, world: World) -> None:
        with pytest.raises(FileRefused) as refused:
            added(world, "story_team", "route", content=letter(script=True))
        assert refused.value.why is Why.ACTIVE
        assert not Attachment.objects.exists()
        line = AccessEntry.objects.latest("pk")
        assert (line.action, line.outcome, line.detail) == ("add_attachment", Outcome.REFUSED, "FileRefused")

    def test_is_refused_first_for_want_of_a_right(self, world: World) -> None:
        with pytest.raises(NotGranted):
            added(world, "police", "route", content=letter(script=True))

    def test_is_one_too_many(self, world: World, settings: Any) -> None:
        settings.RELAAS_UPLOADS = 1
        added(world, "story_team", "route")
        with pytest.raises(TooManyAttachments):
            added(world, "story_team", "route", key="add-2")
        # What others added, who perhaps may not be known to have, does not count.
        assert not added(world, "guardian", "identity", key="add-3").again

    def test_is_larger_than_the_deployment_wants(self, world: World, settings: Any) -> None:
        settings.RELAAS_UPLOAD_MB = 0
        with pytest.raises(FileRefused) as refused:
            added(world, "story_team", "route")
        assert refused.value.why is Why.TOO_LARGE


class TestReading:
    def test_is_logged_as_the_list_and_as_the_file(self, world: World) -> None:
        attachment = added(world, "story_team", "route").id
        names(world, "child")
        fetched(world, "child", attachment)
        actions = list(AccessEntry.objects.order_by("pk").values_list("action", "outcome", "role"))
        assert actions[-2:] == [
            ("see_attachments", Outcome.DONE, "child"),
            ("see_attachment", Outcome.DONE, "child"),
        ]

    def test_has_one_notice_for_what_is_withheld_whether_or_not_there_is_anything(self, world: World) -> None:
        before = page_of(world, "police").withheld
        added(world, "story_team", "health")
        assert page_of(world, "police").withheld == before
        assert {notice.category for notice in before} >= {"health", "identity"}

    def test_of_what_one_may_not_see_is_as_of_what_is_not_there(self, world: World) -> None:
        attachment = added(world, "story_team", "health").id
        answers = []
        for asked in (attachment, "0" * 26):
            with pytest.raises(NoSuchAttachment) as refused:
                fetched(world, "police", asked)
            answers.append(str(refused.value))
        assert answers[0] == answers[1]
