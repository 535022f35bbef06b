// Charts of a page that was handed on: each still picture makes room for one that answers when somebody points at it.
for (const [key, one] of Object.entries(JSON.parse(document.getElementById("charts").textContent))) {
  const still = document.querySelector(`svg[aria-labelledby="${key}-title ${key}-words"]`);
  const paper = document.createElement("div");
  paper.className = "live";
  paper.dataset.key = key;
  paper.setAttribute("role", "img");
  paper.setAttribute("aria-label", one.words);
  const sheet = document.createElement("div"); // Vega names what it draws on; the paper is told as a whole, in words
  sheet.setAttribute("aria-hidden", "true");
  paper.append(sheet);
  still.before(paper);
  window.vegaEmbed(sheet, one.spec, {
    mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, logLevel: 1,
    formatLocale: one.locale, tooltip: { theme: "custom", disableDefaultStyle: true },
  }).then(() => still.remove(), () => paper.remove()); // the still picture stays
}
