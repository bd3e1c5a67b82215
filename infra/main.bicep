metadata name = 'AlertRelay'
metadata description = 'The relay as a function app on the Flex Consumption plan, with its storage, key vault, logs, identity and alerts. No account keys anywhere.'

@description('What the resources are named after: lower-case letters, digits and hyphens, beginning with a letter.')
@minLength(3)
@maxLength(12)
param name string = 'alertrelay'

@description('Name of the function app, for a second app on the same storage account (infra/README.md, "Moving an existing app"). Empty: made from the name above. The host tells apps apart by 32 characters.')
@maxLength(32)
param functionAppName string = ''

@description('Region of every resource. It must offer Flex Consumption: az functionapp list-flexconsumption-locations.')
param location string = resourceGroup().location

@description('Web or mail address that publishers find in the User-Agent, to reach the people who run this relay.')
@minLength(6)
@maxLength(200)
param contact string

@description('Public address of the relay, without a slash at the end. Empty: the function app\'s own address.')
@maxLength(200)
param baseUrl string = ''

@description('Channels to switch on or off, by id, such as { \'us-cisa-kev\': true }. Those not named keep what the catalogue says.')
param channels { *: bool } = {}

@description('Further settings of the relay, such as { Delivery__Timeout: \'00:00:20\' }. Names may hold letters, digits, dots and underscores. Never a secret.')
param settings { *: string } = {}

@description('Memory of one instance in MB. 512 comes with a quarter of a processor, 2048 with one, 4096 with two.')
@allowed([
  512
  2048
  4096
])
param instanceMemoryMB int = 2048

@description('The most instances at once of each group: HTTP, and each timer and queue function. A cap on a runaway: only work done is paid for.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances kept warm for the API and the public pages; each is paid for around the clock. 0: the first call after a while without calls waits for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('How many copies of the data: LRS in one building, ZRS in three of one region, GRS in a second region as well.')
@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
])
param storageRedundancy string = 'Standard_LRS'

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('The most gigabytes of logs taken in a day; what comes after that is lost until the next day. -1: no limit.')
@minValue(-1)
@maxValue(1000)
param logDailyQuotaGB int = 1

@description('Where to mail when the relay is silent, when functions or a channel keep failing, or when a message went to a poison queue. Empty: no alerts.')
@maxLength(254)
param alertEmail string = ''

@description('Failed polls of one channel within six hours before a mail goes out.')
@minValue(1)
@maxValue(100)
param failedPollsBeforeAlert int = 3

@description('Object id of the user, group or deployment identity that runs the command line against this storage and puts packages and secrets in place. Empty: nobody.')
@maxLength(36)
param operatorPrincipalId string = ''

@description('What the operator is.')
@allowed([
  'User'
  'Group'
  'ServicePrincipal'
])
param operatorPrincipalType string = 'User'

@description('Tags of every resource.')
param tags { *: string } = {}

var suffix = uniqueString(resourceGroup().id, name)
var appName = empty(functionAppName) ? '${toLower(name)}-${suffix}' : functionAppName

module identity 'modules/identity.bicep' = {
  params: {
    name: '${toLower(name)}-identity'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: toLower(name)
    location: location
    retentionDays: logRetentionDays
    dailyQuotaGB: logDailyQuotaGB
    publisherPrincipalId: identity.outputs.principalId
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: take('${replace(toLower(name), '-', '')}${suffix}', 24)
    location: location
    redundancy: storageRedundancy
    // Two apps must not start from the same package.
    packageContainerName: empty(functionAppName) ? 'packages' : toLower('packages-${functionAppName}')
    relayPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    tags: tags
  }
}

module keyVault 'modules/keyvault.bicep' = {
  params: {
    // 3 to 24 characters, no two hyphens in a row: the suffix has 13.
    name: '${replace(take(toLower(name), 10), '-', '')}-${suffix}'
    location: location
    relayPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    tags: tags
  }
}

module functionApp 'modules/functionapp.bicep' = {
  params: {
    name: appName
    location: location
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    packageContainerUrl: storage.outputs.packageContainerUrl
    keyVaultUri: keyVault.outputs.uri
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    baseUrl: baseUrl
    contact: contact
    channels: channels
    settings: settings
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  params: {
    name: toLower(name)
    location: location
    email: alertEmail
    failedPolls: failedPollsBeforeAlert
    workspaceId: monitoring.outputs.workspaceId
    storageAccountName: storage.outputs.name
    tags: tags
  }
}

@description('Name of the function app, for az functionapp.')
output functionAppName string = functionApp.outputs.name

@description('Address of the relay; the API is under /api/v1.')
output url string = functionApp.outputs.url

@description('Storage account with tables, queues and packages, for Storage__AccountName.')
output storageAccountName string = storage.outputs.name

@description('Container that takes the package.')
output packageContainerName string = storage.outputs.packageContainerName

@description('Key vault that holds the secret alertrelay-encryption, which the operator sets.')
output keyVaultName string = keyVault.outputs.name

@description('Client id of the identity that the relay runs as.')
output identityClientId string = identity.outputs.clientId

@description('Log workspace, for az monitor log-analytics query.')
output workspaceCustomerId string = monitoring.outputs.workspaceCustomerId
