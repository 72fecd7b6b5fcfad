// While a job on the page is under way, what is said of it is fetched anew and put in its place.
"use strict";

const live = document.getElementById("live");
const PAUSE = 2000;

const keepUp = async () => {
  if (live.dataset.live !== "yes") return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      const busy = live.contains(document.activeElement);  // nobody loses the button under the finger
      if (fresh && (!busy || fresh.dataset.live !== "yes")) {
        live.dataset.live = fresh.dataset.live;
        live.replaceChildren(...fresh.childNodes);
      }
    }
  } catch {
    // away from the net: the next round asks again
  }
  setTimeout(keepUp, PAUSE);
};
if (live) setTimeout(keepUp, PAUSE);
