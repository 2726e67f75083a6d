/* Has what is pasted from Word or a page made Markdown by the server; without it, its plain text is pasted. */
(function () {
  "use strict";
  var HAS_MARKS = /<(h[1-6]|ul|ol|li|a|b|strong|i|em|table)\b|mso-list|font-weight/i;

  document.querySelectorAll("[data-editor]").forEach(function (editor) {
    var text = editor.querySelector("textarea");
    var state = editor.querySelector("[data-state]");

    function put(words) {
      text.focus();
      if (!document.execCommand("insertText", false, words)) {
        text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
      }
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }

    text.addEventListener("paste", function (event) {
      var html = event.clipboardData.getData("text/html");
      var plain = event.clipboardData.getData("text/plain");
      if (!HAS_MARKS.test(html)) { return; }
      event.preventDefault();
      var body = new URLSearchParams({ csrf_token: text.form.elements.csrf_token.value, html: html });
      fetch(editor.dataset.pasted, { method: "POST", body: body, redirect: "error" })
        .then(function (answer) { return answer.json(); })
        .then(function (found) {
          if (found.markdown === undefined) {
            state.textContent = found.says || "";
            return;
          }
          put(found.markdown);
          state.textContent = editor.dataset.saysPasted;
        })
        .catch(function () { put(plain); });
    });
  });
})();
