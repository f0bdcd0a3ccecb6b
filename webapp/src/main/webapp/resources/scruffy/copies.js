// What becomes of the files of creatives: the queue, how far it is, what was found, and the copies to look at.
(function () {
  "use strict";
  const box = document.getElementById("copies");
  if (!box) return;
  const { ask, el } = window.scruffy;
  const list = box.querySelector(".copies-list");
  const mine = box.dataset.mine === "true";
  const AGAIN = 1500;
  const STATES = {
    WAITING: ["Waiting", "warn"], CONDITIONING: ["Being conditioned", "warn"], READY: ["Air-ready", "ok"],
    FAILED: ["Cannot air", "bad"], CANCELLED: ["Cancelled", ""],
  };
  let adId = "";
  let timer = null;
  let shown = "";
  let watched = false;
  let player = null;

  const seconds = (ms) => (ms / 1000).toFixed(3).replace(/\.?0+$/, "") + " s";
  const lkfs = (level) => level === undefined || level === null ? "silence" : level.toFixed(1) + " LKFS";

  window.scruffyCopies = function (which) {
    adId = which;
    shown = "";
    watched = false;
    list.replaceChildren(el("p", { class: "muted" }, "One moment …"));
    PF("copiesDialog").show();
    look();
  };

  window.scruffyCopiesHidden = function () {
    clearTimeout(timer);
    timer = null;
    stopPlayer();
    if (watched) window.creativesAgain();
  };

  function stopPlayer() {
    if (player) player.destroy();
    player = null;
  }

  async function look() {
    clearTimeout(timer);
    try {
      const found = await ask(box.dataset.address + (adId ? "?adId=" + encodeURIComponent(adId) : ""));
      if (!adId) found.leftovers = await ask(box.dataset.address + "/leftovers");
      draw(found);
    } catch (error) {
      list.replaceChildren(el("p", { class: "notice bad", role: "alert" }, error.message));
    }
  }

  async function order(what, creative) {
    try {
      await ask(box.dataset.address + "/" + encodeURIComponent(creative) + "/" + what, {});
    } catch (error) {
      list.prepend(el("p", { class: "notice bad", role: "alert" }, error.message));
      return;
    }
    watched = true;
    look();
  }

  function draw(found) {
    const busy = found.copies.some((copy) => copy.state === "WAITING" || copy.state === "CONDITIONING");
    const unknown = found.feeds.some((feed) => !feed.ladder);
    if (PF("copiesDialog").isVisible() && (busy || unknown)) timer = setTimeout(look, AGAIN);
    if (busy) watched = true;
    const now = JSON.stringify(found);
    if (now === shown) return;
    shown = now;
    stopPlayer();
    list.replaceChildren(...notices(found), ...found.copies.map(card));
    if (!found.copies.length) list.append(empty(found));
    if (found.leftovers) list.append(...leftovers(found.leftovers));
  }

  const size = (bytes) => (bytes < 1e6 ? "less than 1" : Math.round(bytes / 1e6).toLocaleString("en-US")) + " MB";
  const day = (instant) => new Date(instant).toLocaleDateString("en-US", { day: "numeric", month: "short" });

  // What nobody needs any more, and what deleting it frees.
  function leftovers(found) {
    const freed = found.freedCopies ? " In the last 30 days " + size(found.freedBytes) + " were freed." : "";
    if (!found.copies.length) return freed ? [el("p", { class: "muted" }, freed.trim())] : [];
    return [el("details", { class: "copy leftovers" },
      el("summary", null, found.copies.length + (found.copies.length === 1 ? " copy that nobody needs" : " copies that nobody needs")
        + " any more: deleting would free " + size(found.bytes)),
      el("p", { class: "muted" }, "Their creative has another file or length or is deleted, or no feed has their ladder." + freed),
      el("ul", { class: "findings" }, ...found.copies.map((copy) => el("li", null, el("code", null, copy.adId), " " + copy.title
        + ": " + size(copy.bytes) + ", goes on " + day(copy.goesAt)))))];
  }

  function notices(found) {
    if (!found.possible) return [el("p", { class: "notice warn" }, "No plugin of this Scruffy conditions files: they wait.")];
    return found.feeds.filter((feed) => feed.problem).map((feed) =>
      el("p", { class: "notice warn" }, "The feed " + feed.feed + " cannot be read, so what it needs is not known: " + feed.problem));
  }

  function empty(found) {
    const waits = adId && found.possible;
    return el("div", { class: "empty" }, el("i", { class: "pi pi-video", "aria-hidden": "true" }),
      el("p", null, waits ? "Scruffy looks at the feeds first." : "Nothing is in the queue, and nothing was."),
      el("p", { class: "muted" }, waits ? "The copies are listed here as soon as it is known what the feeds need."
        : "Send the file of a creative: it is measured, brought to the feeds' format and listed here."));
  }

  function card(copy) {
    const [words, badge] = STATES[copy.state];
    const feeds = copy.feeds.length ? "For " + copy.feeds.join(", ") : "For no feed any more";
    return el("section", { class: "copy" },
      el("header", null, el("div", null, el("code", null, copy.adId), " ", el("strong", null, copy.title)), el("span", { class: "badge " + badge }, words)),
      el("p", { class: "muted" }, feeds + ": " + copy.ladder + "."),
      copy.state === "CONDITIONING" ? progress(copy) : null,
      copy.problem ? el("p", { class: "notice bad" }, copy.problem) : null,
      copy.state === "READY" ? facts(copy) : null,
      copy.findings.length ? el("ul", { class: "findings" }, ...copy.findings.map(finding)) : null,
      buttons(copy));
  }

  function progress(copy) {
    return el("div", { class: "copy-progress" },
      el("progress", { max: "1", value: copy.progress, "aria-label": "Conditioned" }),
      el("span", null, (copy.step || "Starting") + ", " + Math.round(copy.progress * 100) + " %"));
  }

  function facts(copy) {
    return el("dl", { class: "facts" },
      el("dt", null, "Length"), el("dd", null, seconds(copy.lengthMs)),
      el("dt", null, "Loudness"), el("dd", null, lkfs(copy.loudnessBefore) + " → " + lkfs(copy.loudnessAfter)),
      el("dt", null, "Sent as"), el("dd", null, copy.source));
  }

  function finding(one) {
    const plain = one.kind === "CAPTIONS" || one.kind === "PICTURE" || one.kind === "LOUDNESS";
    return el("li", { class: plain ? "" : "worth" }, one.words);
  }

  function buttons(copy) {
    const active = copy.state === "WAITING" || copy.state === "CONDITIONING";
    const row = el("div", { class: "row" },
      copy.state === "READY" ? el("button", { type: "button", class: "row-button", "aria-label": "Look at the copy of " + copy.adId, onclick: (event) => play(copy, event.target) }, "Look at it") : null,
      mine && active ? el("button", { type: "button", class: "row-button danger", "aria-label": "Cancel " + copy.adId, onclick: () => order("cancel", copy.adId) }, "Cancel") : null,
      mine && (copy.state === "FAILED" || copy.state === "CANCELLED")
        ? el("button", { type: "button", class: "row-button", "aria-label": "Try " + copy.adId + " again", onclick: () => order("retry", copy.adId) }, "Try again") : null);
    return row.childElementCount ? row : null;
  }

  function play(copy, button) {
    stopPlayer();
    list.querySelectorAll("video").forEach((old) => old.remove());
    const video = el("video", { controls: true, playsinline: true, autoplay: true });
    button.closest(".copy").append(video);
    const address = box.dataset.base + copy.media;
    if (window.Hls && window.Hls.isSupported()) {
      player = new window.Hls();
      player.loadSource(address);
      player.attachMedia(video);
    } else {
      video.src = address;
    }
    video.scrollIntoView({ block: "nearest" });
  }
})();
