/* Copies an address when its button is pressed; without it, the address is there to select. */
(function () {
  "use strict";
  if (!navigator.clipboard) { return; }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var address = document.getElementById(button.dataset.copy).textContent;
      navigator.clipboard.writeText(address).then(function () {
        button.parentNode.querySelector("[role=status]").textContent = button.dataset.done;
      });
    });
  });
})();
