// Keeps what somebody types in the form of a signal: on the server, sealed, while they type, and before it is sent in.
// Without a connection, or signed out, the form stays as it is and says so. Nothing is kept on the device. Without this
// script the form works as well: there is a button to keep it.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  const status = document.querySelector("#draft-status");
  const signIn = document.querySelector("#sign-in-again");
  if (!form || !status) return;

  const PAUSE = 1500;
  let timer = 0;
  let changed = false;
  let ready = false;
  let running = null;

  const tell = (what) => {
    status.textContent = status.dataset[what] || "";
    status.classList.toggle("is-warning", what !== "saved");
    signIn.hidden = what !== "signedOut";
  };

  const post = () =>
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });

  // Whoever signed in again got a new token; the same person in the same role may go on with this form.
  const renew = async () => {
    const answer = await fetch(form.dataset.draft, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return "signedOut";
    const fresh = await answer.json();
    if (fresh.mandate !== form.elements.mandate.value) return "other";
    form.elements.csrfmiddlewaretoken.value = fresh.token;
    return "saved";
  };

  const attempt = async () => {
    let answer = await post();
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      const renewed = await renew();
      if (renewed !== "saved") return renewed;
      answer = await post();
    }
    if (answer.ok) return "saved";
    if (answer.status !== 409) return "failed";
    const said = await answer.json();
    if (!said.sent) return "other";
    changed = false;
    location.replace(said.sent);
    return "sent";
  };

  const save = async () => {
    window.clearTimeout(timer);
    if (running) await running;
    changed = false;
    running = attempt().catch(() => "offline");
    const result = await running;
    running = null;
    if (result !== "saved" && result !== "sent") changed = true;
    if (result !== "sent") tell(result);
    return result;
  };

  form.addEventListener("input", () => {
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  });

  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (ready) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    const result = await save();
    sending = false;
    // What cannot be kept may still be sent in: the answer says what is wrong with it, beside the field.
    if (result === "saved" || result === "failed") {
      ready = true;
      changed = false;
      form.requestSubmit(event.submitter || undefined);
    }
  });

  const tryAgain = () => {
    if (changed && !sending && !running) save();
  };
  window.addEventListener("online", tryAgain);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tryAgain();
  });
  window.addEventListener("offline", () => tell("offline"));
  window.addEventListener("pageshow", () => {
    ready = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
})();
