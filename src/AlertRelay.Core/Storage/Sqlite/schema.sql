-- The schema, version by version. A section that was released is never edited: a change is a new section at the end.
--
-- Times are DateTimeOffset.UtcTicks: 100 ns since the year 1, UTC.
-- A column of type ANY holds a document: JSON as text while it is short, else gzip of it, whose checksum tells damage.

-- version 1

CREATE TABLE channels (
  channel TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  state ANY NOT NULL
) STRICT;

CREATE TABLE notices (
  channel TEXT NOT NULL,
  key TEXT NOT NULL,
  state ANY NOT NULL,
  PRIMARY KEY (channel, key)
) STRICT;

-- Committed and not yet published. AUTOINCREMENT: the order of commit, and no number twice.
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  alert ANY NOT NULL
) STRICT;

-- "severity" is the highest minimum that lets the alert through (see SqliteAlertStore).
CREATE TABLE alerts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  category TEXT NOT NULL,
  severity INTEGER NOT NULL,
  change TEXT NOT NULL,
  detected_at INTEGER NOT NULL,
  alert ANY NOT NULL
) STRICT;

-- Both orders of the history, with everything that a query can ask.
CREATE INDEX alerts_by_time ON alerts (detected_at, sequence, channel, category, severity, change);

CREATE INDEX alerts_by_sequence ON alerts (sequence, detected_at, channel, category, severity, change);

CREATE TABLE alert_countries (
  country TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (country, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriptions (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  version INTEGER NOT NULL,
  subscription ANY NOT NULL
) STRICT;

CREATE INDEX subscriptions_by_tenant ON subscriptions (tenant, id);

-- Active subscriptions only, under the entries that FilterIndex names.
CREATE TABLE subscription_index (
  entry TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  PRIMARY KEY (entry, subscription_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_index_by_subscription ON subscription_index (subscription_id);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  tenant TEXT NOT NULL,
  role TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;

-- "due_at" is the next attempt, or the end of the lease under which somebody makes it; null unless pending.
CREATE TABLE deliveries (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  alert_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  next_attempt_at INTEGER,
  due_at INTEGER,
  reason TEXT
) STRICT;

CREATE INDEX deliveries_by_subscription ON deliveries (subscription_id, sequence, status);

CREATE INDEX deliveries_due ON deliveries (due_at) WHERE status = 'Pending';

CREATE INDEX deliveries_settled ON deliveries (updated_at) WHERE status <> 'Pending';

CREATE TABLE attempts (
  delivery INTEGER NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  took INTEGER NOT NULL,
  status_code INTEGER,
  error TEXT,
  response_start TEXT,
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a receipt of a finished item must never fit a later one.
CREATE TABLE work (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id TEXT NOT NULL,
  cursor TEXT,
  visible_at INTEGER NOT NULL,
  takes INTEGER NOT NULL
) STRICT;

CREATE INDEX work_by_time ON work (visible_at);

CREATE TABLE parked_work (
  id INTEGER PRIMARY KEY,
  alert_id TEXT NOT NULL,
  cursor TEXT,
  takes INTEGER NOT NULL,
  parked_at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- version 2

CREATE TABLE poll_leases (
  channel TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  holder TEXT NOT NULL
) STRICT;

-- version 3

-- What a notice was before it became what it is: known from "from_time" until "until_time".
CREATE TABLE notice_versions (
  channel TEXT NOT NULL,
  key TEXT NOT NULL,
  until_time INTEGER NOT NULL,
  from_time INTEGER NOT NULL,
  version ANY NOT NULL,
  PRIMARY KEY (channel, key, until_time)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_versions_by_time ON notice_versions (until_time);

-- The documents behind what was told, gzip.
CREATE TABLE evidence (
  sha256 TEXT PRIMARY KEY,
  media_type TEXT,
  kept_at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX evidence_by_time ON evidence (kept_at);

-- version 4

-- "trace" is a W3C traceparent: where in its trace the alert was found, or what caused the work. Null in rows of before, and outside of any trace.
ALTER TABLE outbox ADD COLUMN trace TEXT;

ALTER TABLE alerts ADD COLUMN trace TEXT;

ALTER TABLE work ADD COLUMN trace TEXT;

ALTER TABLE work ADD COLUMN enqueued_at INTEGER;

ALTER TABLE parked_work ADD COLUMN trace TEXT;

ALTER TABLE parked_work ADD COLUMN enqueued_at INTEGER;

ALTER TABLE attempts ADD COLUMN trace_id TEXT;

-- version 5

-- The relay's own keys, with which anybody can check what it sent: one document, sealed. See SigningRing.
CREATE TABLE signing_keys (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  ring BLOB NOT NULL
) STRICT;

-- version 6

-- What an attempt waited for, in ticks of 100 ns.
ALTER TABLE attempts ADD COLUMN dns INTEGER;

ALTER TABLE attempts ADD COLUMN connect INTEGER;

ALTER TABLE attempts ADD COLUMN tls INTEGER;

ALTER TABLE attempts ADD COLUMN first_byte INTEGER;

-- How far each subscription's count has come, and which alerts its last numbers were given to: see SubscriptionCount.
CREATE TABLE counts (
  subscription_id TEXT PRIMARY KEY,
  last INTEGER NOT NULL,
  recent TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE deliveries ADD COLUMN number INTEGER;

-- version 7

-- Who changed what. Ids sort by time; "tenant" is null for what is the relay's own. "entry" is sealed where it tells of subscriptions.
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  tenant TEXT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  entry ANY NOT NULL
) STRICT;

CREATE INDEX audit_by_tenant ON audit (tenant, id);

CREATE INDEX audit_by_subject ON audit (subject, id);

-- The id of the key that a rotation put into the place of this one.
ALTER TABLE api_keys ADD COLUMN replaced_by TEXT;

-- version 8

-- The deliveries of one alert side by side: see DeliveryId.
UPDATE deliveries SET id = delivery_id(alert_id, subscription_id);

-- "recent" as bytes. What was there is forgotten: it matters only for alerts that are under way.
CREATE TABLE counts_8 (
  subscription_id TEXT PRIMARY KEY,
  last INTEGER NOT NULL,
  recent BLOB NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO counts_8 SELECT subscription_id, last, x'' FROM counts;

DROP TABLE counts;

ALTER TABLE counts_8 RENAME TO counts;

-- version 9

-- Deliveries that a newer alert of the same notice replaced, that a person asked for, and that the receiver deferred.
ALTER TABLE deliveries ADD COLUMN superseded_by TEXT;

ALTER TABLE deliveries ADD COLUMN requested INTEGER NOT NULL DEFAULT 0;

ALTER TABLE deliveries ADD COLUMN deferrals INTEGER NOT NULL DEFAULT 0;

ALTER TABLE deliveries ADD COLUMN first_attempt_at INTEGER;

ALTER TABLE deliveries ADD COLUMN interrupted INTEGER NOT NULL DEFAULT 0;

-- Only what was not delivered, so that most deliveries cost no entry.
CREATE INDEX deliveries_undelivered ON deliveries (sequence, status, subscription_id) WHERE status <> 'Delivered';

-- Empty in rows of before, until maintenance decrypts the subscription and fills it.
ALTER TABLE subscriptions ADD COLUMN status TEXT NOT NULL DEFAULT '';

CREATE INDEX subscriptions_by_status ON subscriptions (status, id) WHERE status <> 'Active';

-- For the retention of alerts.
CREATE INDEX alert_countries_by_sequence ON alert_countries (sequence);

-- Batches that have enqueued the next one: "next" is its cursor, "cursor" of the first batch is ''. A batch that is repeated enqueues none.
CREATE TABLE enqueued (
  alert_id TEXT NOT NULL,
  cursor TEXT NOT NULL,
  next TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (alert_id, cursor)
) STRICT, WITHOUT ROWID;

-- What notices state about countries. "until_time" is the largest number while it lasts.
CREATE TABLE levels (
  channel TEXT NOT NULL,
  country TEXT NOT NULL,
  key TEXT NOT NULL,
  until_time INTEGER NOT NULL,
  period ANY NOT NULL,
  PRIMARY KEY (channel, country, until_time, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX levels_by_end ON levels (channel, until_time);

CREATE INDEX levels_by_notice ON levels (channel, key, until_time);

-- Subscriptions that asked for the present levels and have not been sent them yet.
CREATE TABLE snapshots (
  subscription_id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX snapshots_by_time ON snapshots (at, subscription_id);

-- One row, by chance: by it cursors of another relay are recognised.
CREATE TABLE identity (
  id INTEGER NOT NULL
) STRICT;

INSERT INTO identity VALUES (abs(random() % 4294967296));

-- version 10

-- What encrypts the cookies of the pages; itself encrypted.
CREATE TABLE session_keys (
  id TEXT PRIMARY KEY,
  key BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Links that open the pages once. "opened_at" is null until then. They end with the API key "key_id"; null for none.
CREATE TABLE portal_links (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  tenant TEXT NOT NULL,
  role TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  opened_at INTEGER,
  key_id TEXT
) STRICT;

CREATE INDEX portal_links_by_tenant ON portal_links (tenant, created_at);

CREATE INDEX portal_links_by_creation ON portal_links (created_at);

-- The outcomes of deliveries, as one process has counted them in one hour. The tenant '' is all tenants together.
CREATE TABLE outcome_counts (
  tenant TEXT NOT NULL,
  hour INTEGER NOT NULL,
  process TEXT NOT NULL,
  delivered INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  dead INTEGER NOT NULL,
  silenced INTEGER NOT NULL,
  superseded INTEGER NOT NULL,
  PRIMARY KEY (tenant, hour, process)
) STRICT, WITHOUT ROWID;

-- So that the few dead and pending ones are found among any number of silenced and superseded ones.
CREATE INDEX deliveries_open ON deliveries (status, sequence, subscription_id) WHERE status = 'Dead' OR status = 'Pending';

-- Whether it has silences or quiet hours: 0 or 1; 2 in rows of earlier versions, until maintenance decrypts the subscription and says which.
ALTER TABLE subscriptions ADD COLUMN quiet INTEGER NOT NULL DEFAULT 2;

CREATE INDEX subscriptions_quiet ON subscriptions (id) WHERE quiet <> 0;

CREATE INDEX subscriptions_quiet_by_tenant ON subscriptions (tenant, id) WHERE quiet <> 0;

-- Whether it is active and its attempts fail: 0 or 1. Maintenance fills it together with "quiet".
ALTER TABLE subscriptions ADD COLUMN failing INTEGER NOT NULL DEFAULT 0;

CREATE INDEX subscriptions_failing ON subscriptions (id) WHERE failing = 1;

CREATE INDEX subscriptions_failing_by_tenant ON subscriptions (tenant, id) WHERE failing = 1;

CREATE INDEX audit_by_action ON audit (action, id);

CREATE INDEX audit_by_tenant_and_action ON audit (tenant, action, id);
