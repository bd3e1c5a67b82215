// Makes docs/chat/pictures anew: what the goldens of the formats look like, photographed by headless Chromium.
// Usage: node pictures.js   Needs Chromium, pngquant and the fonts of Noto (Debian: chromium pngquant fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji).
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { draw, escape, markdown, style } = require("./draw");

const root = path.join(__dirname, "..", "..");
const goldens = path.join(root, "tests", "AlertRelay.Tests", "Deliveries", "Formats", "Goldens");
const pictures = path.join(root, "docs", "chat", "pictures");
const wanted = [...Object.keys(draw).map(format => [format, "raised", format]), ["teams", "wave", "teams-group"]];

// Colours as Teams shows them on white.
const host = {
  fontFamily: "Noto Sans, sans-serif", fontSizes: { small: 12, default: 14, medium: 17, large: 20, extraLarge: 24 }, fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 4, default: 8, medium: 16, large: 24, extraLarge: 32, padding: 0 },
  containerStyles: { default: { backgroundColor: "#FFFFFF", foregroundColors: { default: { default: "#242424", subtle: "#616161" }, attention: { default: "#C4314B", subtle: "#C4314B" }, warning: { default: "#835C00", subtle: "#835C00" }, good: { default: "#13A10E", subtle: "#13A10E" } } } },
  factSet: { title: { weight: "bolder", maxWidth: 130 }, spacing: 12 }, actions: { maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, spacing: "medium" },
};

function golden(format, sample) {
  const text = fs.readFileSync(path.join(goldens, `${format}.${sample}.txt`), "utf8");
  const [above, body] = [text.slice(0, text.indexOf("\n\n")), text.slice(text.indexOf("\n\n") + 2).trimEnd()];
  const head = Object.fromEntries(above.split("\n").map(line => [line.split(/: |=/)[0], line.slice(line.search(/: |=/) + 1).trim()]));
  return { head, body, json: body.startsWith("{") ? JSON.parse(body) : null };
}

// Teams' library draws in the page itself. It leaves Markdown to its host.
const adaptive = `<script>${fs.readFileSync(require.resolve("adaptivecards/dist/adaptivecards.min.js"), "utf8")}</script><style>.ac-pushButton { border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; padding: 5px 12px; font: 600 14px "Noto Sans"; }</style><script>
  const escape = ${escape}, markdown = ${markdown};
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => Object.assign(result, { outputHtml: markdown(text), didProcess: true });
  for (const place of document.querySelectorAll("[data-card]")) {
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(host)});
    card.parse(JSON.parse(place.dataset.card));
    place.append(card.render());
  }
  document.title = document.querySelector(".message").offsetHeight;
</script>`;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pictures-"));
const chromium = (page, ...options) => execFileSync("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", `--user-data-dir=${scratch}`, ...options, `file://${page}`], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
try {
  fs.mkdirSync(pictures, { recursive: true });
  for (const [format, sample, name] of wanted) {
    const page = path.join(scratch, `${name}.html`);
    fs.writeFileSync(page, `<!doctype html><meta charset="utf-8"><style>${style}</style><div class="message ${format}">${draw[format](golden(format, sample))}</div>${adaptive}`);
    const height = /<title>(\d+)</.exec(chromium(page, "--dump-dom", "--window-size=600,800"))[1];
    const picture = path.join(pictures, `${name}.png`);
    chromium(page, `--screenshot=${picture}`, `--window-size=600,${height}`);
    execFileSync("pngquant", ["--force", "--ext", ".png", "128", picture]);
    console.log(`${name}.png ${fs.statSync(picture).size} bytes`);
  }
} finally {
  fs.rmSync(scratch, { recursive: true });
}
