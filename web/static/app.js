// What makes the pages quicker. Every page works without it.
"use strict";

// On a narrow screen the menu and the strips scroll sideways: where we are comes into view.
document.querySelectorAll(".menu [aria-current], .strip [aria-current], .steps-row [aria-current]").forEach((here) => {
  const row = here.parentElement;
  row.scrollLeft += here.getBoundingClientRect().right - row.getBoundingClientRect().right + 48;
});

// A form that came back begins at the first field to be corrected.
document.querySelector(".field-bad :is(input:not([type=hidden]), select, textarea)")?.focus();

// A form is sent once: the key in it makes a second sending harmless, and the button says that it is under way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) setTimeout(() => { button.setAttribute("aria-busy", "true"); button.disabled = true; }, 0);
});

// A page that comes back from the browser's memory may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button[aria-busy]").forEach((button) => {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    });
  });
});

// <form data-bulk>: <input type=checkbox data-bulk-all> ticks every <input data-bulk-one>, and <output data-bulk-count> counts.
// A bar marked data-bulk-bar is quiet while nothing is ticked.
document.querySelectorAll("form[data-bulk]").forEach((form) => {
  const all = form.querySelector("[data-bulk-all]");
  const ones = [...form.querySelectorAll("[data-bulk-one]:not(:disabled)")];
  const show = () => {
    const ticked = ones.filter((one) => one.checked).length;
    form.querySelectorAll("[data-bulk-count]").forEach((place) => { place.textContent = ticked; });
    form.querySelectorAll("[data-bulk-bar] button").forEach((button) => { button.disabled = ticked === 0; });
    if (all) {
      all.checked = ticked > 0 && ticked === ones.length;
      all.indeterminate = ticked > 0 && ticked < ones.length;
    }
  };
  let last = null;
  form.addEventListener("click", (event) => {
    if (!event.target.matches("[data-bulk-one]")) return;
    if (event.shiftKey && last) {  // from the last one ticked to this one
      const [from, to] = [ones.indexOf(last), ones.indexOf(event.target)].sort((a, b) => a - b);
      ones.slice(from, to + 1).forEach((one) => { one.checked = event.target.checked; });
    }
    last = event.target;
  });
  form.addEventListener("change", (event) => {
    if (event.target === all) ones.forEach((one) => { one.checked = all.checked; });
    show();
  });
  show();
});

// <select data-send> and chips inside a GET form send it at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});
