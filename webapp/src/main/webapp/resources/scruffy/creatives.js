// Sends the file of a creative: as the body of one request, so that nothing is kept twice and a cancelled one leaves nothing.
(function () {
  "use strict";
  const box = document.getElementById("send");
  if (!box) return;
  const file = document.getElementById("send-file");
  const progress = box.querySelector(".send-progress");
  const words = box.querySelector(".send-words");
  const start = box.querySelector(".send-start");
  const cancel = box.querySelector(".send-cancel");
  let adId = "";
  let request = null;

  const size = (bytes) => bytes < 1e6 ? Math.ceil(bytes / 1e3) + " kB" : (bytes / 1e6).toFixed(1) + " MB";

  function idle(text) {
    request = null;
    progress.hidden = true;
    cancel.textContent = "Close";
    start.disabled = false;
    file.disabled = false;
    words.textContent = text;
  }

  window.scruffySend = function (button) {
    adId = button.dataset.adId;
    box.querySelector(".send-ad-id").textContent = adId;
    file.value = "";
    idle("");
    PF("sendDialog").show();
    file.focus();
  };

  function answer() {
    if (request.status >= 200 && request.status < 300) {
      window.creativesAgain();
      idle("");
      PF("sendDialog").hide();
      window.scruffyCopies(adId);
      return;
    }
    let problem = null;
    try {
      problem = JSON.parse(request.responseText);
    } catch (e) {
      problem = null; // not from us: its status has to do
    }
    idle(problem && problem.detail ? problem.detail : "It was not taken (" + request.status + "). Try again.");
  }

  function send() {
    const chosen = file.files[0];
    if (!chosen) {
      words.textContent = "Choose a file first.";
      file.focus();
      return;
    }
    if (chosen.size > Number(box.dataset.most)) {
      words.textContent = "The file has " + size(chosen.size) + ", at most " + size(Number(box.dataset.most)) + " are taken.";
      return;
    }
    request = new XMLHttpRequest();
    request.open("POST", box.dataset.address + encodeURIComponent(adId) + "/media");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      progress.value = event.loaded / event.total;
      words.textContent = size(event.loaded) + " of " + size(event.total) + " sent";
    });
    request.addEventListener("load", answer);
    request.addEventListener("error", () => idle("The connection broke; nothing was kept. Try again."));
    request.addEventListener("abort", () => idle("Cancelled; nothing was kept."));
    progress.value = 0;
    progress.hidden = false;
    start.disabled = true;
    file.disabled = true;
    cancel.textContent = "Cancel";
    cancel.focus();
    request.send(chosen);
  }

  start.addEventListener("click", send);
  cancel.addEventListener("click", () => request ? request.abort() : PF("sendDialog").hide());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel.click();
  });
  window.addEventListener("beforeunload", (event) => {
    if (request) event.preventDefault();
  });
})();
