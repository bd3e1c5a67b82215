// What each platform's own, or best kept, types say of a message. types.js holds every rendered message against them.
import type { chat_v1 } from "@googleapis/chat";
import type { ApiMethods } from "@grammyjs/types";
import type { MessageAttachment } from "@mattermost/types/message_attachments";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import type { KnownBlock } from "@slack/types";
import type { RESTPostAPIWebhookWithTokenJSONBody } from "discord-api-types/v10";

export type Payloads = {
  // https://api.slack.com/reference/messaging/payload
  slack: { text: string; blocks?: KnownBlock[]; mrkdwn?: boolean; unfurl_links?: boolean; unfurl_media?: boolean };
  // https://learn.microsoft.com/connectors/teams/#adaptivecarditemschema
  teams: { type: "message"; attachments: { contentType: "application/vnd.microsoft.card.adaptive"; contentUrl: null; content: TeamsCard }[] };
  discord: RESTPostAPIWebhookWithTokenJSONBody;
  "google-chat": chat_v1.Schema$Message;
  // https://developers.mattermost.com/integrate/webhooks/incoming/#parameters
  mattermost: { text?: string; attachments?: MessageAttachment[] };
  telegram: Parameters<ApiMethods<never>["sendMessage"]>[0];
};

// The type says "full", Teams' own pages "Full": https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#full-width-adaptive-card
type TeamsCard = Omit<IAdaptiveCard, "msteams"> & { msteams?: { width: "Full" } };
