/* Brings the figures of a message up to date while its mails go; at their end, the whole page. */
(function () {
  "use strict";
  var EVERY_MS = 3000;
  var shown = document.querySelector("[data-progress]");

  function show(html) {
    var fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-progress]");
    if (!fresh || fresh.dataset.progress !== "moving") {
      location.reload();
      return;
    }
    shown.innerHTML = fresh.innerHTML;
    setTimeout(look, EVERY_MS);
  }

  function look() {
    fetch(location.href, { headers: { Accept: "text/html" } })
      .then(function (answer) { return answer.ok ? answer.text().then(show) : setTimeout(look, EVERY_MS); })
      .catch(function () { setTimeout(look, EVERY_MS); });
  }

  setTimeout(look, EVERY_MS);
})();
