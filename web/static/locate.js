// Fills in where the phone is. The form works without it, by typing.
"use strict";

document.querySelectorAll("form[data-locate]").forEach((form) => {
  const offer = form.querySelector("[data-locate-offer]");
  const said = form.querySelector("[data-locate-said]");
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  offer.hidden = false;

  const put = (name, value) => { form.elements[name].value = value; };
  const found = (position) => {
    put("longitude", position.coords.longitude.toFixed(6));
    put("latitude", position.coords.latitude.toFixed(6));
    put("accuracy", Math.ceil(position.coords.accuracy));
    put("source", "phone");
    said.textContent = said.dataset.done;
  };
  const failed = () => { said.textContent = said.dataset.failed; };

  form.querySelector("[data-locate-here]").addEventListener("click", () => {
    said.textContent = said.dataset.waiting;
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
  });
  ["longitude", "latitude"].forEach((name) => {
    form.elements[name].addEventListener("input", () => { put("source", "typed"); });
  });
});
