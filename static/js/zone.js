/* The viewer's zone, kept in localStorage and shown by ?zone=; the language, kept in a cookie. */
(function () {
  "use strict";
  var own, kept;
  try {
    kept = true;
    own = localStorage.getItem("zone");
  } catch (_error) {
    kept = false;
  }
  if (own === null || own === undefined) {
    try { own = Intl.DateTimeFormat().resolvedOptions().timeZone; } catch (_error) { own = ""; }
  }
  var here = new URL(location.href);
  var shown = here.searchParams.get("zone");
  // A link from a chat may carry somebody else's zone: "your time" must be yours.
  var wrong = kept ? shown !== own : shown === null;
  if (wrong && (own || shown) && "zoneAware" in document.documentElement.dataset) {
    if (own) { here.searchParams.set("zone", own); } else { here.searchParams.delete("zone"); }
    location.replace(here.href.replace(/%2F/g, "/"));
    return;
  }
  addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-zone], a[data-language]");
    if (!link) { return; }
    if ("zone" in link.dataset && kept) { localStorage.setItem("zone", link.dataset.zone); }
    if (link.dataset.language) {
      document.cookie = "language=" + link.dataset.language + "; path=/; max-age=31536000; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
    }
  });
})();
