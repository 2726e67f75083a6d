/* Saves while one types. What the server does not have yet is kept in this browser, and comes back when the page is opened again. */
(function () {
  "use strict";
  var AFTER_MS = 2000, AGAIN_MS = 10000, KEPT_MS = 60 * 24 * 3600 * 1000;

  function read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch (_error) { return null; }
  }

  function write(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch (_error) { /* Then the server alone keeps it. */ }
  }

  function forget(key) {
    try { localStorage.removeItem(key); } catch (_error) { /* Nothing was kept. */ }
  }

  function forgetOld() {
    try {
      Object.keys(localStorage).filter(function (key) { return key.startsWith("dialogues:"); }).forEach(function (key) {
        var found = read(key);
        if (!found || Date.now() - found.at > KEPT_MS) { forget(key); }
      });
    } catch (_error) { /* Nothing was kept. */ }
  }

  function begin(editor) {
    var form = editor.closest("form"), says = editor.dataset, fields = { csrf_token: form.elements.csrf_token };
    // Where a form holds several texts, the names of each one's fields begin alike.
    ["heading", "body", "base", "kept"].forEach(function (name) { fields[name] = form.elements[(says.prefix || "") + name]; });
    var key = "dialogues:" + says.net;
    var state = editor.querySelector("[data-state]"), parked = editor.querySelector("[data-parked]");
    var known = typed(), waiting, running = null;

    function typed() { return JSON.stringify([fields.heading.value, fields.body.value]); }

    function keep() {
      write(key, { at: Date.now(), heading: fields.heading.value, body: fields.body.value, base: fields.base.value, kept: fields.kept.value });
    }

    function say(sentence) { state.textContent = sentence; }

    function later(delay) {
      clearTimeout(waiting);
      waiting = setTimeout(save, delay);
    }

    function save() {
      if (!says.autosave || running || typed() === known) { return running || Promise.resolve(true); }
      clearTimeout(waiting);
      var sent = typed();
      var body = new FormData();
      ["csrf_token", "heading", "body", "base", "kept"].forEach(function (name) { body.set(name, fields[name].value); });
      running = fetch(says.autosave, { method: "POST", body: body, redirect: "manual" })
        .then(function (answer) {
          if (answer.type === "opaqueredirect" || answer.status === 403) { throw new Error("out"); }
          return answer.json().catch(function () { throw new Error("trouble"); });
        })
        .then(function (found) { return take(found, sent); })
        .catch(function (error) {
          say({ out: says.saysOut, trouble: says.saysTrouble }[error.message] || says.saysOffline);
          later(AGAIN_MS);
          return false;
        })
        .finally(function () {
          running = null;
          if (typed() !== sent) { later(AFTER_MS); }
        });
      return running;
    }

    function take(found, sent) {
      say([found.says].concat(found.sentences || []).join(" "));
      if (found.token) {
        if (found.token !== fields.csrf_token.value && !(found.sentences || []).length) {
          fields.csrf_token.value = found.token;
          later(0);
        }
        return true;
      }
      if (found.base) { fields.base.value = found.base; }
      fields.kept.value = found.kept;
      if (parked && found.kept) {
        var way = parked.querySelector("a");
        way.href = way.dataset.leadsTo;
      }
      if (parked) { parked.hidden = !found.kept; }
      known = sent;
      if (typed() === sent) { forget(key); } else { keep(); }
      return true;
    }

    var before = read(key);
    if (before && JSON.stringify([before.heading, before.body]) !== known) {
      ["heading", "body", "base", "kept"].forEach(function (name) { fields[name].value = before[name]; });
      fields.body.dispatchEvent(new Event("input", { bubbles: true }));
      say(says.saysBack);
      if (editor.closest("details")) { editor.closest("details").open = true; }
      later(AFTER_MS);
    } else if ("unsaved" in form.dataset || "unsaved" in says) {
      known = "";
      keep();
    } else {
      forget(key);
    }

    form.addEventListener("input", function (event) {
      if (event.target !== fields.body && event.target !== fields.heading) { return; }
      keep();
      if (!says.autosave) { return; }
      say(says.saysWaiting);
      later(AFTER_MS);
    });
    addEventListener("online", function () { later(0); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") { save(); }
    });
    form.addEventListener("submit", function (event) {
      if ("leaving" in form.dataset || !says.autosave || typed() === known) { return; }
      // What is on its way arrives first, so that nothing is saved twice.
      event.preventDefault();
      var button = event.submitter;
      Promise.resolve(running).then(save).then(function (isAnswered) {
        if (!isAnswered || "leaving" in form.dataset) { return; }
        form.dataset.leaving = "";
        form.requestSubmit(button);
      });
    });
  }

  forgetOld();
  document.querySelectorAll("[data-editor]").forEach(begin);
})();
