"use strict";
// Keeps the part of a page up to date that says where an import stands: asks for it again and again, and puts in place
// what differs. Where more than that part has changed, the page is asked for anew, unless somebody is typing in it.
(() => {
  document.querySelector("[data-focus]")?.focus();
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const changed = document.querySelector("[data-changed]");
  let typed = document.querySelector("[data-focus]") !== null;
  document.addEventListener("input", () => { typed = true; });

  const pageChanged = () => {
    if (typed) {
      changed.hidden = false;
    } else {
      location.replace(location.pathname);
    }
  };

  const put = (part) => {
    live.dataset.every = part.dataset.every;
    for (const fresh of part.querySelectorAll("[data-part]")) {
      const old = live.querySelector(`[data-part="${fresh.dataset.part}"]`);
      if (!old || old.innerHTML === fresh.innerHTML) continue;
      const open = [...old.querySelectorAll("details")].map((details) => details.open);
      old.replaceChildren(...fresh.childNodes);
      old.querySelectorAll("details").forEach((details, i) => { details.open = open[i] ?? false; });
    }
  };

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(live.dataset.live, { redirect: "manual", cache: "no-store" });
        if (answer.ok) {
          const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
          live.classList.remove("stale");
          if (part && part.dataset.version === live.dataset.version) {
            put(part);
          } else {
            pageChanged();
          }
        } else if (answer.type === "opaqueredirect" || answer.status === 404) {
          pageChanged(); // logged out, or not there any more
        } else {
          live.classList.add("stale");
        }
      } catch {
        live.classList.add("stale"); // not reached: what stands there is old
      }
    }
    setTimeout(look, Number(live.dataset.every) * 1000);
  };
  setTimeout(look, Number(live.dataset.every) * 1000);
})();
