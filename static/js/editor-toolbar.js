/* Sets Markdown's marks around what is selected, or takes them away, by button or by key; takes a selected sentence along to an action item. */
(function () {
  "use strict";
  var KEYS = { b: "**", i: "*", k: "link" };

  function put(text, from, to, words, selectFrom, selectTo) {
    text.focus();
    text.setSelectionRange(from, to);
    // The old way, since it alone lets one undo.
    if (!document.execCommand("insertText", false, words)) { text.setRangeText(words, from, to); }
    text.setSelectionRange(selectFrom, selectTo);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function around(text, mark) {
    var from = text.selectionStart, to = text.selectionEnd;
    var chosen = text.value.slice(from, to);
    if (mark === "link") {
      put(text, from, to, "[" + chosen + "](https://)", from + chosen.length + 3, from + chosen.length + 11);
      return;
    }
    // Marks stand beside the words, or they are none.
    from += /^\s*/.exec(chosen)[0].length % (chosen.length || 1);
    chosen = chosen.trim();
    to = from + chosen.length;
    var length = mark.length;
    if (isMarked(text.value.slice(0, from), text.value.slice(to), mark)) {
      put(text, from - length, to + length, chosen, from - length, to - length);
    } else {
      put(text, from, to, mark + chosen + mark, from + length, to + length);
    }
  }

  // Of three stars, two make words bold, and one slanted.
  function isMarked(before, after, mark) {
    var stars = Math.min(/\**$/.exec(before)[0].length, /^\**/.exec(after)[0].length);
    return mark === "*" ? stars === 1 || stars === 3 : stars >= 2;
  }

  function before(text, mark) {
    var from = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
    var to = text.value.indexOf("\n", text.selectionEnd);
    if (to < 0) { to = text.value.length; }
    var lines = text.value.slice(from, to).split("\n");
    var isNumber = mark === "1. ", number = 0;
    var known = isNumber ? /^\d+\. / : { test: function (line) { return line.startsWith(mark); } };
    var areMarked = lines.every(function (line) { return !line || known.test(line); }) && lines.some(Boolean);
    var marked = lines.map(function (line) {
      if (areMarked) { return line.replace(isNumber ? known : mark, ""); }
      if (!line && lines.length > 1) { return line; }
      number += 1;
      return (isNumber ? number + ". " : mark) + line;
    }).join("\n");
    put(text, from, to, marked, lines.length > 1 ? from : from + marked.length, from + marked.length);
  }

  document.querySelectorAll("[data-editor]").forEach(function (editor) {
    var text = editor.querySelector("textarea");
    var bar = editor.querySelector(".toolbar");
    bar.hidden = false;
    bar.addEventListener("click", function (event) {
      var button = event.target.closest("[data-mark]");
      if (!button) { return; }
      var mark = button.dataset.mark;
      if (mark.endsWith(" ")) { before(text, mark); } else { around(text, mark); }
    });
    text.addEventListener("keydown", function (event) {
      var mark = KEYS[event.key];
      if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) { return; }
      event.preventDefault();
      around(text, mark);
    });
    var item = editor.querySelector("[data-action-item]");
    if (!item) { return; }
    item.parentNode.querySelector("[data-action-item-hint]").hidden = false;
    item.addEventListener("click", function () {
      var address = new URL(item.href);
      var chosen = text.value.slice(text.selectionStart, text.selectionEnd).trim().slice(0, 1000);
      if (chosen) { address.searchParams.set("text", chosen); }
      item.href = address.href;
    });
  });
})();
