@description('What the rules are named after.')
param name string

@description('Region.')
param location string

@description('Where the mail goes.')
param email string

@description('Failed polls of one channel before a mail goes out.')
param failedPolls int

@description('Workspace that holds the logs.')
param workspaceId string

@description('Account whose queues are watched.')
param storageAccountName string

@description('Tags.')
param tags { *: string }

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' existing = {
  parent: account
  name: 'default'
}

// The metric of a queue's length covers the whole account and is taken once a day
// (https://learn.microsoft.com/azure/storage/queues/queues-storage-monitoring-scenarios), so the writes themselves are watched.
resource queueWrites 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'queue-writes'
  scope: queueService
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
    ]
  }
}

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// The numbers of log messages, as in src/AlertRelay.Core/Observability/EventIds.cs; a test compares them.
var events = {
  channelNotRead: 1004
  pollBroken: 1007
  storageNotReady: 1101
  functionFailed: 2002
}

// Each call of a function is a span "function NAME" of the worker. A message with an exception is in AppExceptions, any other in AppTraces.
var calls = 'union isfuzzy=true AppDependencies, AppRequests'
var messages = 'union isfuzzy=true AppTraces, AppExceptions | extend EventId = toint(Properties.EventId)'

var rules = [
  {
    name: 'silent'
    title: 'The relay is silent'
    description: 'No poll finished for 15 minutes: the function app does not run, or cannot reach its storage.'
    severity: 1
    query: '${calls} | where Name == "function PollChannels" and Success == true'
    window: 'PT15M'
    every: 'PT15M'
    operator: 'LessThan'
    threshold: 1
    dimensions: []
  }
  {
    name: 'failing-function'
    title: 'A function keeps failing'
    description: 'Calls of a function failed three times within 15 minutes. The message says why; mostly it is a setting or a role that is missing.'
    severity: 1
    query: '${messages} | where EventId in (${events.storageNotReady}, ${events.functionFailed})'
    window: 'PT15M'
    every: 'PT15M'
    operator: 'GreaterThanOrEqual'
    threshold: 3
    dimensions: []
  }
  {
    name: 'poison'
    title: 'A message was moved to a poison queue'
    description: 'A message failed too often and went to a -poison queue. The README of infra/ says how to look at it and put it back.'
    severity: 1
    query: 'StorageQueueLogs | where OperationName == "PutMessage" and StatusCode == "201" and Uri contains "-poison/messages"'
    // Storage logs come late, so each evaluation covers an hour. Otherwise some would be missed between two of them.
    window: 'PT1H'
    every: 'PT15M'
    operator: 'GreaterThan'
    threshold: 0
    dimensions: []
  }
  {
    name: 'failing-channel'
    title: 'A channel keeps failing'
    description: 'A publisher does not answer, or its format changed. Nothing is lost; nothing new is seen either.'
    severity: 2
    query: '${messages} | where EventId in (${events.channelNotRead}, ${events.pollBroken}) | extend Channel = tostring(Properties.Channel)'
    window: 'PT6H'
    every: 'PT1H'
    operator: 'GreaterThanOrEqual'
    threshold: failedPolls
    dimensions: [
      {
        name: 'Channel'
        operator: 'Include'
        values: [
          '*'
        ]
      }
    ]
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      autoMitigate: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: rule.every
      windowSize: rule.window
      // A fresh workspace has not seen these tables yet, and would refuse the rule.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: rule.operator
            threshold: rule.threshold
            dimensions: rule.dimensions
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [
          mail.id
        ]
      }
    }
  }
]
