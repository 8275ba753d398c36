// Nothing that somebody typed is lost, and nothing is sent twice. Before a form goes, it is asked whether there is a
// connection and whether the same person is still signed in; if not, the page stays as it is and says what to do.
// Without this script forms work too: what is sent twice is recorded once all the same, by the key in the form.
(() => {
  "use strict";
  const notice = document.getElementById("keeping");
  if (!notice) return;
  let sending = false;
  let typed = false;

  const tell = (why) => {
    for (const part of notice.querySelectorAll("[data-why]")) part.hidden = part.dataset.why !== why;
    notice.hidden = false;
    notice.focus();
  };

  // What stands in the way, or nothing. A fresh token comes along: signing in again in another tab made the old one void.
  const obstacle = async (form) => {
    let answer;
    try {
      answer = await fetch(notice.dataset.session, { cache: "no-store", credentials: "same-origin" });
    } catch {
      return "connection";
    }
    if (answer.status === 401) return "session";
    if (!answer.ok) return "connection";
    const { mandate, token } = await answer.json();
    if (String(mandate) !== notice.dataset.mandate) return "somebody-else";
    const field = form.querySelector("[name=csrfmiddlewaretoken]");
    if (field) field.value = token;
    return "";
  };

  const send = async (form, button) => {
    sending = true;
    form.setAttribute("aria-busy", "true");
    const why = await obstacle(form);
    if (why) {
      sending = false;
      form.removeAttribute("aria-busy");
      tell(why);
      return;
    }
    notice.hidden = true;
    typed = false;
    form.dataset.goes = "now";
    form.requestSubmit(button);
  };

  for (const form of document.querySelectorAll("main form[method=post]")) {
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", (event) => {
      if (form.dataset.goes) {
        delete form.dataset.goes;
        return;
      }
      event.preventDefault();
      if (!sending) send(form, event.submitter);
    });
  }

  addEventListener("beforeunload", (event) => { if (typed && !sending) event.preventDefault(); });
  addEventListener("pageshow", () => { sending = false; });
})();
