@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('SKU of the account.')
param redundancy string

@description('Name of the container that takes the package.')
@minLength(3)
@maxLength(63)
param packageContainerName string

@description('Object id of the identity that the relay and the Functions host run as.')
param relayPrincipalId string

@description('Object id of the operator; empty for none.')
param operatorPrincipalId string

@description('What the operator is.')
param operatorPrincipalType string

@description('Tags.')
param tags { *: string }

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
// The host keeps its locks, timer schedules and keys in blobs of this account and asks for Owner there:
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
var relayRoles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var operatorRoles = {
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

var queueNames = [
  'alertrelay-fanout'
  'alertrelay-fanout-poison'
  'alertrelay-deliver'
  'alertrelay-deliver-poison'
]

var tableNames = [
  'alertrelayalerts'
  'alertrelayapikeys'
  'alertrelaychannels'
  'alertrelaydeliveries'
  'alertrelaysubscriptions'
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: redundancy
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // A package or a piece of evidence deleted by mistake can be had back for a week.
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: packageContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for queueName in queueNames: {
    parent: queueService
    name: queueName
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

// The relay would make these itself; made here, a wrong region or name shows at the deployment.
resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for tableName in tableNames: {
    parent: tableService
    name: tableName
  }
]

resource relayGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(relayRoles): {
    name: guid(account.id, relayPrincipalId, role.value)
    scope: account
    properties: {
      principalId: relayPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

resource operatorGrants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(operatorRoles): if (!empty(operatorPrincipalId)) {
    name: guid(account.id, operatorPrincipalId, role.value)
    scope: account
    properties: {
      principalId: operatorPrincipalId
      principalType: operatorPrincipalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output name string = account.name
output packageContainerName string = packages.name
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages.name}'
