// Draws a message as a page shows it, from nothing but the message: {head, body} of a golden in, HTML out.
// Teams' card is drawn by Microsoft's own library in the page and the letter's HTML is its own; the others are our drawings, near to their platforms' looks.
const escape = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const lines = text => escape(text).replace(/\n/g, "<br>");
const button = text => `<span class="button">${escape(text)}</span>`;
const bar = (color, inner) => `<div class="bar" style="border-color: ${color}">${inner}</div>`;

// Links and bold, and a backslash before what is meant as it stands.
const markdown = text => escape(text)
  .replace(/(?<!\\)\[([^\]]+)\]\((?:&lt;)?[^)]*?\)/g, "<a>$1</a>")
  .replace(/(?<!\\)\*\*(.+?)(?<!\\)\*\*/g, "<b>$1</b>")
  .replace(/\\(&(?:amp|lt|gt);|[^\w\s])/g, "$1")
  .replace(/\n/g, "<br>");

const slackBlock = {
  header: block => `<h3>${escape(block.text.text)}</h3>`,
  section: block => `<p>${lines(block.text.text)}</p>`,
  rich_text: block => `<p>${block.elements[0].elements.map(({ text, style }) => style?.bold ? `<b>${lines(text)}</b>` : lines(text)).join("")}</p>`,
  actions: block => `<p>${block.elements.map(element => button(element.text.text)).join("")}</p>`,
};

const googleWidget = widget =>
  widget.textParagraph ? `<p>${widget.textParagraph.text}</p>`
  : widget.decoratedText ? `<div class="fact"><small>${escape(widget.decoratedText.topLabel)}</small><br>${widget.decoratedText.text}</div>`
  : `<p>${widget.buttonList.buttons.map(each => button(each.text)).join("")}</p>`;

function entities({ text, entities }) {
  const marks = { bold: part => `<b>${part}</b>`, text_link: part => `<a>${part}</a>` };
  let [drawn, at] = ["", 0];
  for (const { type, offset, length } of entities) {
    drawn += lines(text.slice(at, offset)) + marks[type](lines(text.slice(offset, offset + length)));
    at = offset + length;
  }
  return drawn + lines(text.slice(at));
}

exports.escape = escape;
exports.markdown = markdown;

exports.draw = {
  teams: ({ json }) => `<div class="card adaptive" data-card="${escape(JSON.stringify(json.attachments[0].content)).replace(/"/g, "&quot;")}"></div>`,
  slack: ({ json }) => json.blocks.map(block => slackBlock[block.type](block)).join(""),
  discord: ({ json: { embeds: [embed] } }) => bar(`#${embed.color.toString(16).padStart(6, "0")}`,
    `<h3>${markdown(embed.title)}</h3><p>${markdown(embed.description)}</p><div class="three">${embed.fields.map(field =>
      `<div${field.inline ? "" : " class=\"wide\""}><b>${escape(field.name)}</b><br>${markdown(field.value)}</div>`).join("")}</div>`),
  "google-chat": ({ json: { cardsV2: [{ card }] } }) => `<div class="card"><h3>${escape(card.header.title)}</h3>${card.sections.map(section => section.widgets.map(googleWidget).join("")).join("<hr>")}</div>`,
  mattermost: ({ json: { attachments: [attachment] } }) => bar(attachment.color, markdown(attachment.text)),
  "rocket-chat": ({ json: { attachments: [attachment] } }) => bar(attachment.color, `<h3><a>${escape(attachment.title)}</a></h3>${lines(attachment.text)}<div class="two">${attachment.fields.map(field =>
    `<div${field.short ? "" : " class=\"wide\""}><b>${escape(field.title)}</b><br>${escape(field.value)}</div>`).join("")}</div>`),
  telegram: ({ json }) => `<div class="bubble">${entities(json)}</div>`,
  webex: ({ json }) => lines(json.text).replace(/https:[^<\s]+/g, "<a>$&</a>"),
  ntfy: ({ head, body }) => `<div class="card"><small>priority ${head["?priority"]}</small><h3>${escape(head["?title"])}</h3>${lines(body)}</div>`,
  pagerduty: ({ json: { payload, links, event_action } }) =>
    `<h3>${escape(payload.summary)}</h3><p><span class="tag">${event_action}</span> <span class="tag">${payload.severity}</span> ${escape(payload.source)}</p><table>${Object.entries(payload.custom_details)
      .map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`).join("")}</table><p>${links.map(link => `<a>${escape(link.text)}</a>`).join(" · ")}</p>`,
  // The headers, the text, and from the doctype on the HTML.
  email: ({ body }) => `<p><small>Subject: </small><b>${escape(/^Subject: (.*)$/m.exec(body)[1])}</b></p><hr>${body.slice(body.indexOf("<!doctype html>"))}`,
};

exports.style = `
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.45 "Noto Sans", sans-serif; }
  .message { width: 600px; padding: 16px 20px; box-sizing: border-box; overflow-wrap: anywhere; }
  .message.discord { background: #313338; color: #dbdee1; }
  .message.discord .bar { background: #2b2d31; border-radius: 4px; }
  .message.telegram { background: #d3e3c9; }
  .message.teams { background: #f5f5f5; }
  h3 { font-size: 16px; margin: 0 0 8px; } p { margin: 8px 0; } hr { border: 0; border-top: 1px solid #ddd; } small { color: #666; }
  a { color: #1264a3; } .discord a { color: #00a8fc; }
  .bar { border-left: 4px solid; padding: 8px 14px; } .card { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 14px 16px; } .bubble { background: #fff; border-radius: 12px; padding: 8px 12px; }
  .button { display: inline-block; border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; margin-right: 8px; font-weight: 600; font-size: 14px; }
  .two { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; margin-top: 8px; } .three { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 8px; font-size: 14px; } .wide { grid-column: 1 / -1; }
  .fact { margin: 8px 0; } .tag { background: #eee; border-radius: 4px; padding: 1px 6px; font-size: 13px; } th { text-align: left; vertical-align: top; padding-right: 1em; white-space: nowrap; }`;
