/* Has what is pasted from Word or a page made Markdown by the server; without it, its plain text is pasted. */
(function () {
  "use strict";
  var HAS_MARKS = /<(p|h[1-6]|ul|ol|li|a|b|strong|i|em|table)\b|mso-list|font-weight/i;
  var NOT_READ = /<(style|xml)\b[\s\S]*?<\/\1>|\bsrc="data:[^"]*"/gi;
  var IS_BLOCK = /^(#{1,6}|[->|]|\d+\.) /;

  function lastLine(words) { return words.slice(words.lastIndexOf("\n") + 1).trimStart(); }

  // Headings, lists and tables begin a line of their own, wherever they are pasted.
  function apart(words, before, after) {
    var lead = before && IS_BLOCK.test(words) ? "\n\n".slice(/\n{0,2}$/.exec(before)[0].length) : "";
    var tail = after && IS_BLOCK.test(lastLine(words)) ? "\n\n".slice(/^\n{0,2}/.exec(after)[0].length) : "";
    return lead + words + tail;
  }

  document.querySelectorAll("[data-pasted]").forEach(function (editor) {
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
      var body = new FormData();
      body.set("csrf_token", text.form.elements.csrf_token.value);
      body.set("html", new Blob([html.replace(NOT_READ, "")]));
      fetch(editor.dataset.pasted, { method: "POST", body: body, redirect: "error" })
        .then(function (answer) { return answer.json(); })
        .then(function (found) {
          if (found.markdown === undefined) {
            state.textContent = found.says || "";
            return;
          }
          put(apart(found.markdown, text.value.slice(0, text.selectionStart), text.value.slice(text.selectionEnd)));
          state.textContent = editor.dataset.saysPasted;
        })
        .catch(function () {
          put(plain);
          state.textContent = editor.dataset.saysPastedPlain;
        });
    });
  });
})();
