// While a job runs: ask for the page again every other second, and put its new progress in place of the old.
"use strict";
(function () {
  const every = 2000;
  async function look() {
    const here = document.getElementById("progress");
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const there = page.getElementById("progress");
      if (!there || !("running" in there.dataset)) {
        location.replace(location.href);
        return;
      }
      here.replaceChildren(...there.childNodes);
    } catch (error) {
      // The connection is gone for now: look again later.
    }
    setTimeout(look, every);
  }
  setTimeout(look, every);
})();
