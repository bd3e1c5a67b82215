@description('Name of the function app; its address begins with it.')
@minLength(2)
@maxLength(60)
param name string

@description('Region.')
param location string

@description('Resource id of the identity that the app runs as.')
param identityId string

@description('Client id of the same identity.')
param identityClientId string

@description('Account of the host\'s and the relay\'s own state.')
param storageAccountName string

@description('Blob container that the app starts from.')
param packageContainerUrl string

@description('Vault that holds the secret alertrelay-encryption.')
param keyVaultUri string

@description('Where telemetry goes.')
param applicationInsightsConnectionString string

@description('Public address; empty for the app\'s own.')
param baseUrl string

@description('Address in the User-Agent.')
param contact string

@description('Channels on or off, by id.')
param channels { *: bool }

@description('Further settings.')
param settings { *: string }

@description('Memory of one instance in MB.')
param instanceMemoryMB int

@description('The most instances.')
param maximumInstanceCount int

@description('Instances kept warm for HTTP.')
param alwaysReadyInstances int

@description('Tags.')
param tags { *: string }

var hostSettings = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var relaySettings = {
  AZURE_CLIENT_ID: identityClientId
  Storage__Kind: 'azure'
  Storage__AccountName: storageAccountName
  // Without a version, so that a rotated secret is picked up (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references).
  Security__EncryptionKey: '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/alertrelay-encryption)'
  Polling__UserAgentContact: contact
}

// App Service refuses a hyphen in a setting's name (https://learn.microsoft.com/azure/app-service/configure-common):
// the relay reads an underscore in a channel's id as a hyphen.
var channelSettings = toObject(
  items(channels),
  channel => 'Channels__${replace(channel.key, '-', '_')}__Enabled',
  channel => string(channel.value)
)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd finds the app of the service "api" in azure.yaml by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      // The plan takes the runtime from here, not from FUNCTIONS_WORKER_RUNTIME and FUNCTIONS_EXTENSION_VERSION. The version is that of the .NET the package is built for.
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // All HTTP is one group of instances. Each timer and each queue function has instances of its own, which start when there is work.
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              {
                name: 'http'
                instanceCount: alwaysReadyInstances
              }
            ]
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, hostSettings, relaySettings, channelSettings, {
    Relay__BaseUrl: empty(baseUrl) ? 'https://${app.properties.defaultHostName}' : baseUrl
  })
}

// Packages come with a token of Microsoft Entra ID; user name and password are of no use to anybody.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noDeploymentPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
