"""Pages follow what happens elsewhere within a second, without being loaded again.

The second runs from the answer to Send. One exception (docs/live-pages.md): what is joined or
released with another's part can be taken back for a while, and opens when that has passed; its
second runs from when the clock, which looks once a second, finds that time over. A minute is the
rule; here it is shorter.
"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, Response, expect

from deploy.local.demo.people import PASSWORD, Learner
from libs.chassis.timers import LOOK_EVERY_S
from tests.e2e.api.callers import signed_in
from tests.e2e.api.cast import SHIFT
from tests.e2e.browsing import Visits
from tests.e2e.conftest import UNDO_S
from tests.e2e.mails import Mails
from tests.e2e.steps import TODAY, fill_combel, open_task, start_about
from tests.e2e.test_asking_feedback import ask, open_link, ready_to_ask, somebody_outside
from tests.e2e.test_combel import judge_by_keyboard
from tests.e2e.touching import Touch, tap
from tests.e2e.world import World, name_of

SECOND = 1.0
STRONG = "Calm, and clear about what happens next."


def never_loaded_again(page: Page) -> None:
    """Leave a mark that a reload would wipe."""
    page.evaluate("window.stillTheSamePage = true")


def still_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.stillTheSamePage === true"))


LOOK = """([text, selector, count]) => { window.seenAt = new Promise(done => {
    const isThere = () => text
        ? document.body.innerText.includes(text)
        : document.querySelectorAll(selector).length === count;
    const look = () => isThere() && done(Date.now());
    new MutationObserver(look).observe(document.body,
        {subtree: true, childList: true, characterData: true});
    look(); }) }"""


def watch_for(watcher: Page, text: str = "", *, selector: str = "", count: int = 1) -> None:
    """Have the page note the moment at which the words, or so many elements, are there."""
    watcher.evaluate(LOOK, [text, selector, count])


def seen_at(watcher: Page, within_s: float = 20.0) -> float:
    """That moment, in seconds since the epoch."""
    late = f"new Promise((_, no) => setTimeout(no, {within_s * 1000:.0f}))"
    return float(watcher.evaluate(f"Promise.race([window.seenAt, {late}])")) / 1000


def answer_assessment(touch: Touch) -> None:
    touch.pick("areas.medical", 2)
    touch.pick("areas.communication", 3)
    touch.answer("strong", STRONG)
    touch.answer("next_step", "Ask what the patient expects before you explain.")


def send(sender: Page, button: str) -> float:
    """Press Send; when the server's answer was there, in seconds since the epoch."""
    with sender.expect_response(lambda answer: answer.request.method == "POST"):
        tap(sender.get_by_role("button", name=button))
    return time.time()


def is_send(answer: Response) -> bool:
    return answer.request.method == "POST" and "/draft" not in answer.url


def send_and_measure(sender: Page, button: str, watchers: list[Page], shows: str) -> float:
    """Seconds from the answer of the server to Send until the words are on all other pages."""
    for watcher in watchers:
        watch_for(watcher, shows)
    sent_at = send(sender, button)
    return max(seen_at(watcher) for watcher in watchers) - sent_at


def watch_area(watcher: Page) -> None:
    """The page of one competency, of which nothing is known yet."""
    watcher.goto("/dashboard")
    tap(watcher.get_by_role("link", name="Medical care"))
    expect(watcher.locator("#area")).to_contain_text("Nothing collected yet")
    never_loaded_again(watcher)


def test_an_area_report_shows_the_judgement_within_a_second_of_send_on_phone_and_desk(
    visits: Visits, world: World, mails: Mails
):
    learner, address = world.learner(), somebody_outside()
    phone, desk = ask(visits, learner, address).page, visits.desk(learner.person.user_name)
    for watcher in (phone, desk):
        watch_area(watcher)
    page = open_link(visits, mails, address)
    page.get_by_label("Your name", exact=True).fill("Dr. A. Mertens")
    answer_assessment(Touch(page))
    took = send_and_measure(page, "Send", [phone, desk], STRONG)
    assert took <= SECOND, f"the area report showed it after {took:.2f} s"
    for watcher in (phone, desk):
        assert still_the_same(watcher)
        expect(watcher.locator("#area")).to_contain_text("As expected")


def watch_chart(watcher: Page) -> None:
    """The page of the ComBeL chart, in which there is no line yet."""
    watcher.goto("/dashboard")
    tap(watcher.get_by_role("link", name="Progress", exact=True))
    expect(watcher.locator("#progress")).to_contain_text("No line yet")
    never_loaded_again(watcher)
    watch_for(watcher, selector="#progress [data-chart]")


def test_the_combel_chart_draws_itself_on_phone_and_desk_while_it_is_looked_at(
    visits: Visits, world: World
):
    learner = world.learner()
    trainer = visits.phone(learner.trainer.user_name)
    start_about(trainer, name_of(learner.person), "ComBeL", period=True)
    fill_combel(trainer, 5, "Good.")
    phone, desk = (visits.phone(learner.person.user_name), visits.desk(learner.person.user_name))
    teacher = visits.desk(learner.teacher.user_name)
    open_task(teacher, "ComBeL")
    for watcher in (phone, desk):
        watch_chart(watcher)
    answered: list[float] = []
    teacher.on("response", lambda one: answered.append(time.time()) if is_send(one) else None)
    judge_by_keyboard(teacher)
    opens_at = answered[-1] + UNDO_S
    took = max(seen_at(one, within_s=UNDO_S + 20) for one in (phone, desk)) - opens_at
    assert took <= SECOND + LOOK_EVERY_S, f"the chart showed it {took:.2f} s after its time"
    for watcher in (phone, desk):
        assert still_the_same(watcher)
    legend_by_thumb_and_keyboard(phone)
    legend_by_mouse(desk)


def first_line(page: Page, drawing: str) -> tuple[Locator, Locator]:
    """The first button of the legend, and its line in the drawing that this page is wide enough
    for."""
    expect(page.locator(drawing)).to_be_visible()
    button = page.locator("[data-series-button]").first
    key = button.get_attribute("data-series-button")
    return button, page.locator(f'{drawing} [data-series="{key}"]')


def legend_by_thumb_and_keyboard(page: Page) -> None:
    """A touch on a line's name hides it and another brings it back, thick; with a keyboard so do
    Enter and Space, and the focus thickens the line."""
    button, line = first_line(page, ".chart__narrow")
    tap(button)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(line).to_be_hidden()
    tap(button)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(line).to_be_visible()
    expect(line).to_have_attribute("data-strong", "")
    page.keyboard.press("Shift+Tab")
    expect(line).not_to_have_attribute("data-strong", "")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(line).to_have_attribute("data-strong", "")
    for key, shown in ((" ", "false"), ("Enter", "true")):
        page.keyboard.press(key)
        expect(button).to_have_attribute("aria-pressed", shown)


def legend_by_mouse(page: Page) -> None:
    """Pointing at a line's name thickens it, pressing it hides it."""
    button, line = first_line(page, ".chart__wide")
    button.hover()
    expect(line).to_have_attribute("data-strong", "")
    page.mouse.move(5, 5)
    expect(line).not_to_have_attribute("data-strong", "")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(line).to_be_hidden()


def test_a_teacher_sees_unanswered_requests_come_and_go(visits: Visits, world: World, mails: Mails):
    learner, address = world.learner(), somebody_outside()
    teacher = visits.phone(learner.teacher.user_name)
    teacher.goto("/learners")
    expect(teacher.locator("main")).to_contain_text(name_of(learner.person))
    expect(teacher.locator("main")).not_to_contain_text("Unanswered requests")
    never_loaded_again(teacher)
    watch_for(teacher, "Short practice assessment")
    touch = ready_to_ask(visits, learner, address)
    asked_at = send(touch.page, "Send")
    assert (took := seen_at(teacher) - asked_at) <= SECOND, f"the list showed it after {took:.2f} s"
    requests = teacher.get_by_role("list", name="Unanswered requests")
    expect(requests).to_contain_text("Short practice assessment")
    page = open_link(visits, mails, address)
    page.get_by_role("button", name="Decline", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why can you not do this?").fill("I was away.")
    watch_for(teacher, selector="#unanswered", count=0)
    declined_at = send(page, "Decline this request")
    assert (took := seen_at(teacher) - declined_at) <= SECOND, f"it left after {took:.2f} s"
    expect(requests).to_have_count(0)
    assert still_the_same(teacher)


def approved_shift(world: World, learner: Learner) -> None:
    """One shift that the learner registered and the trainer approved."""
    own, trainer = (
        signed_in(world.origin, one.user_name, PASSWORD)
        for one in (learner.person, learner.trainer)
    )
    fields = {"form_key": "shift", "context": {"encounter_date": str(TODAY)}}
    portfolio = f"/portfolios/{world.portfolio_id(learner)}"
    stages = f"/records/{own.done('POST', f'{portfolio}/records', fields)['record_id']}/stages"
    own.done("POST", f"{stages}/log/send", {"answers": SHIFT})
    trainer.done("POST", f"{stages}/approve/send", {"answers": {}})


def test_a_teacher_sees_who_is_behind_of_own_learners_until_what_was_missing_is_sent(
    visits: Visits, world: World
):
    # After so many days one shift and one assessment are expected, and nothing else is yet.
    late, other = world.learner(started_days_ago=56), world.learner(started_days_ago=56)
    approved_shift(world, late)
    teacher = visits.phone(late.teacher.user_name)
    teacher.goto("/learners")
    tap(teacher.get_by_role("navigation", name="Who needs what").get_by_role("link", name="Behind"))
    expect(teacher).to_have_url(re.compile("need=behind"))
    expect(teacher.locator("main")).to_contain_text(name_of(late.person))
    expect(teacher.locator("main")).not_to_contain_text(name_of(other.person))
    expect(teacher.locator("main")).to_contain_text("behind on Short practice assessments: 0 of 6")
    never_loaded_again(teacher)
    trainer = visits.phone(late.trainer.user_name)
    start_about(trainer, name_of(late.person), "Short practice assessment")
    answer_assessment(Touch(trainer))
    took = send_and_measure(trainer, "Send", [teacher], "Nobody, at this moment")
    assert took <= SECOND, f"the list let go of the learner after {took:.2f} s"
    expect(teacher.locator("main")).not_to_contain_text(name_of(late.person))
    assert still_the_same(teacher)


def test_a_teacher_sees_whose_dashboard_every_page_is(visits: Visits, world: World):
    page = visits.desk(world.shown("teacher"))
    page.goto("/learners")
    page.locator("main a[href^='/learners/']").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Dashboard", exact=True).click()
    bar = page.get_by_role("navigation", name="Pages of the dashboard")
    for number in range(bar.get_by_role("link").count()):
        bar.get_by_role("link").nth(number).click()
        expect(page.get_by_role("navigation", name="Where you are")).to_contain_text(name)
