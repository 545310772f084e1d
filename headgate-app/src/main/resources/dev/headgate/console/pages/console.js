"use strict";
// Puts parts of a page in place that have changed. What is unfolded in them stays so.
const putParts = (into, part) => {
  for (const fresh of part.querySelectorAll("[data-part]")) {
    const old = into.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (!old || old.innerHTML === fresh.innerHTML) continue;
    const open = [...old.querySelectorAll("details")].map((details) => details.open);
    old.replaceChildren(...fresh.childNodes);
    old.querySelectorAll("details").forEach((details, i) => { details.open = open[i] ?? false; });
  }
};

const ask = (path) => fetch(path, { redirect: "manual", cache: "no-store" });

const partOf = async (answer, selector) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);

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

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await ask(live.dataset.live);
        if (answer.ok) {
          const part = await partOf(answer, "[data-live]");
          live.classList.remove("stale");
          if (part && part.dataset.version === live.dataset.version) {
            live.dataset.every = part.dataset.every;
            putParts(live, part);
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

// Tries another peak while somebody moves it: one at a time, and the last one always.
(() => {
  const whatIf = document.querySelector("[data-what-if]");
  if (!whatIf) return;
  const form = whatIf.querySelector("form");
  const field = form.querySelector('input[type="text"]');
  const slider = form.querySelector('input[type="range"]');
  let timer;
  let running = false;
  let again = false;

  const attempt = async () => {
    again = running;
    if (running) return;
    running = true;
    try {
      const answer = await ask(`${whatIf.dataset.whatIf}?peak=${encodeURIComponent(field.value)}`);
      const part = answer.type === "opaqueredirect" ? null : await partOf(answer, "[data-what-if]");
      whatIf.classList.toggle("stale", !part);
      if (part) putParts(whatIf, part);
    } catch {
      whatIf.classList.add("stale");
    }
    running = false;
    if (again) attempt();
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(attempt, 250);
  };

  field.addEventListener("input", () => {
    slider.value = field.value.replace(/[,_\s]/g, "");
    soon();
  });
  slider.addEventListener("input", () => {
    field.value = slider.value;
    soon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt();
  });
  whatIf.addEventListener("click", (event) => {
    const link = event.target.closest("[data-take]");
    const into = link && document.querySelector(link.hash);
    if (!into) return;
    event.preventDefault();
    into.closest("details").open = true;
    into.value = link.dataset.take;
    into.focus();
  });
  slider.hidden = false;
})();
