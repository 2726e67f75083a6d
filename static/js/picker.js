/* Finds cities while one types; without it, the button does. */
(function () {
  "use strict";
  var form = document.querySelector("[data-picker]");
  var results = document.getElementById("results");
  var waiting, running;
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(function () {
      if (running) { running.abort(); }
      running = new AbortController();
      var address = form.action + "?" + new URLSearchParams(new FormData(form));
      fetch(address, { signal: running.signal })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer); })
        .then(function (text) {
          var found = new DOMParser().parseFromString(text, "text/html").getElementById("results");
          results.replaceChildren.apply(results, found.childNodes);
        })
        .catch(function () { /* The button still works. */ });
    }, 200);
  });
})();
