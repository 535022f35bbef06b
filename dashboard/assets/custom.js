// Vega, which draws charts, is asked for as soon as the page is there, and comes while the server computes. In the page
// itself it would hold up Solara, which begins when the page has loaded.
window.addEventListener("load", () => {
  const address = document.querySelector("meta[name=vega]").content;
  document.head.append(Object.assign(document.createElement("script"), { type: "module", src: address }));
});

// What a page does when it does not reach its server. Solara puts an English dialog over the page and waits; here the
// page says so in its own language and goes on by itself: its address holds everything, so it can be loaded anew.
(() => {
  const LOOK = 1000, LOST = 2000, NEVER = 8000; // milliseconds: between looks, and until something is said
  const ANSWERED = 5000; // milliseconds; a server that takes a call and says nothing is asked again
  const words = JSON.parse(document.querySelector("meta[name=connection]").content);
  const box = document.createElement("div");
  box.className = "connection";
  box.setAttribute("role", "alert");
  document.body.append(box);
  let there = false, seen = Date.now(), asking = false;

  const say = (text) => { if (box.textContent !== text) box.textContent = text; };
  const answers = () =>
    fetch(`${solara.rootPath}/readyz`, { cache: "no-store", signal: AbortSignal.timeout(ANSWERED) }).then((one) => one.ok, () => false);

  setInterval(async () => {
    if (window.app && app.$data.connectionStatus === "connected") {
      there = true;
      seen = Date.now();
      say("");
      return;
    }
    const silent = Date.now() - seen;
    there = there || Boolean(document.querySelector("#main")); // the server drew it, also when it was there between two looks
    if (!there) { if (silent > NEVER) say(words.never); return; }
    if (silent < LOST || asking) return;
    say(words.lost);
    asking = true;
    if (await answers()) location.reload();
    asking = false;
  }, LOOK);
})();
