// Charts of a page that was handed on: each still picture makes room for one that answers when somebody points at it.
for (const [key, one] of Object.entries(JSON.parse(document.getElementById("charts").textContent))) {
  const still = document.querySelector(`svg[aria-labelledby="${key}-title ${key}-words"]`);
  const paper = document.createElement("div");
  paper.className = "live";
  paper.dataset.key = key;
  paper.setAttribute("role", "img");
  paper.setAttribute("aria-label", one.words);
  still.before(paper);
  window.vegaEmbed(paper, one.spec, {
    mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1,
    formatLocale: one.locale, tooltip: { theme: "custom", disableDefaultStyle: true },
  }).then(() => {
    paper.querySelector("svg").setAttribute("aria-hidden", "true"); // the paper is told as a whole, in words
    still.remove();
  }, () => paper.remove()); // the still picture stays
}
