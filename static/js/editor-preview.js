/* Shows what a text looks like to its readers while one types; without it, the button does. */
(function () {
  "use strict";
  document.querySelectorAll("[data-editor]").forEach(function (editor) {
    var text = editor.querySelector("textarea");
    var shown = editor.querySelector("[data-shown]");
    var token = text.form.elements.csrf_token;
    var waiting, running;

    function show() {
      if (running) { running.abort(); }
      running = new AbortController();
      var body = new FormData();
      body.set("csrf_token", token.value);
      body.set("body", text.value);
      fetch(editor.dataset.preview, { method: "POST", body: body, signal: running.signal, redirect: "error" })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer); })
        .then(function (html) { shown.innerHTML = html; })
        .catch(function () { /* The button still works. */ });
    }

    text.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(show, 400);
    });
  });
})();
