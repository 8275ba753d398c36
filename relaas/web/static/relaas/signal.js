// Keeps what somebody types in the form of a signal on the server, sealed, while they type. Nothing is kept on the device.
// Without a connection, or signed out, it says so and tries again later; sending is the business of forms.js. Without this
// script the form works as well: there is a button to keep it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  const status = document.getElementById("draft-status");
  const notice = document.getElementById("keeping");
  if (!form || !status || !notice) return;

  const PAUSE = 1500;
  let timer = 0;
  let changed = false;
  let running = false;
  let gone = false;

  const tell = (what) => {
    status.textContent = status.dataset[what] || "";
    status.classList.toggle("is-warning", what !== "saved");
    document.getElementById("sign-in-again").hidden = what !== "signedOut";
  };

  const post = () =>
    fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual" });

  // Whoever signed in again has a new token; the same person in the same role may go on with this form.
  const renew = async () => {
    const answer = await fetch(notice.dataset.session, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) return "signedOut";
    const fresh = await answer.json();
    if (String(fresh.mandate) !== form.elements.mandate.value) return "other";
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
    gone = true;
    location.replace(said.sent);
    return "sent";
  };

  const save = async () => {
    window.clearTimeout(timer);
    if (running || gone) return;
    running = true;
    changed = false;
    const result = await attempt().catch(() => "offline");
    running = false;
    if (gone) return;
    if (result !== "saved") changed = true;
    tell(result);
  };

  const soon = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  };
  const tryAgain = () => {
    if (changed) save();
  };
  form.addEventListener("input", () => {
    changed = true;
    soon();
  });
  // What is on its way as a signal needs no draft.
  form.addEventListener("submit", () => window.clearTimeout(timer));
  window.addEventListener("online", tryAgain);
  window.addEventListener("offline", () => tell("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") tryAgain();
  });
})();
