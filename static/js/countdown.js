/* Counts down to the opening of a meeting, and shows its door then; without it, the page refreshes itself. */
(function () {
  "use strict";
  var waiting = document.querySelector("[data-countdown]");
  var shown = waiting.querySelector("[role=timer]");
  var language = document.documentElement.lang;
  // By how long it is, and not until when: the visitor's clock may be wrong.
  var opensAt = Date.now() + 1000 * Number(waiting.dataset.countdown);

  function counted(unit, number) {
    // Figures as on the rest of the page.
    return new Intl.NumberFormat(language + "-u-nu-latn", { style: "unit", unit: unit, unitDisplay: "long" }).format(number);
  }

  function words(seconds) {
    var minutes = Math.ceil(seconds / 60);
    var parts = seconds > 3600
      ? [["day", Math.floor(minutes / 1440)], ["hour", Math.floor(minutes / 60) % 24], ["minute", minutes % 60]]
      : [["minute", Math.floor(seconds / 60)], ["second", seconds % 60]];
    return parts
      .filter(function (part) { return part[1]; })
      .map(function (part) { return counted(part[0], part[1]); })
      .join({ ar: " و", zh: "" }[language] ?? " ");
  }

  function tick() {
    var seconds = Math.ceil((opensAt - Date.now()) / 1000);
    if (seconds <= 0) {
      clearInterval(ticking);
      waiting.hidden = true;
      document.querySelector("[data-door]").hidden = false;
      return;
    }
    try { shown.textContent = words(seconds); } catch (_error) { /* What the page says at first stays. */ }
  }

  var ticking = setInterval(tick, 1000);
  tick();
})();
